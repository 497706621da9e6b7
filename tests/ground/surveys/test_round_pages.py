"""The pages of rounds: who holds one plans, opens and closes it; everybody reads the results."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_string
from email.policy import default
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from madang.ground.people.models import Person
from madang.ground.surveys.models import Invitation, Round
from madang.ground.surveys.rounds import actions
from madang.ground.surveys.rounds.figuring import Given
from tests import people
from tests.browser import assert_accessible, assert_fits, open_browser

pytestmark = pytest.mark.django_db
MARGINS = "age: 18-39 = 40, 40+ = 60"


def officer(who: Person | None = None, language: str = "ko") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(who or people.seo_daeun())
    return client


def filled(**other: str) -> dict[str, str]:
    today = timezone.localdate()
    usual = {
        "government": str(people.city().pk), "title_ko": "가로등 수리", "title_en": "Street lights",
        "survey_key": "reform-residents", "reform": "lights", "population": "residents", "size": "40",
        "response": "25", "asked_from": f"{today}", "asked_until": f"{today + timedelta(days=9)}", "margins": MARGINS,
    }  # fmt: skip
    return usual | other


def planned(client: Client, **other: str) -> Round:
    answer = client.post(reverse("surveys:plan"), filled(**other))
    assert answer.status_code == 302, answer.text
    return Round.objects.get(pk=int(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1]))


def a_list(rows: list[str], head: str = "email,age,language") -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", "\n".join([head, *rows]).encode())


def residents(count: int = 50) -> list[str]:
    return [
        f"r{n}@haneul.example,{'18-39' if n % 2 else '40+'},{'en' if n % 5 == 0 else 'ko'}"
        for n in range(count)
    ]


def answers(yes: int, no: int) -> list[Given]:
    dice = Random(yes)  # noqa: S311  # invented answers are no secret
    return [
        Given(
            {"aware": "yes" if n % 2 else "no", "used": "no", "felt": "better" if n < yes else "same"}
            | {key: str(dice.randint(2, 5)) for key in ("fast", "easy", "trusted")},
            {"age": "18-39" if n % 2 else "40+"},
        )
        for n in range(yes + no)
    ]


def closed(yes: int, no: int, first: date, **other: Any) -> Round:
    plan = actions.Plan(
        title={"ko": "가로등 수리", "en": "Street lights"}, survey_key="reform-residents", population="residents",
        asked_from=first, asked_until=first + timedelta(days=10), size=40, reform="lights",
        margins={"age": {"18-39": 0.4, "40+": 0.6}}, invented=True,
        **other,
    )  # fmt: skip
    held = actions.plan_round(plan, government=people.city(), by=None)
    actions.open_elsewhere(held.pk, 100, by=None)
    actions.take_answers(held.pk, answers(yes, no), by=None)
    return actions.close_round(held.pk, at=datetime(first.year + 1, 1, 1, tzinfo=UTC), by=None)


def test_an_officer_plans_opens_and_closes_a_round() -> None:
    client = officer()
    held = planned(client)
    page = client.get(reverse("surveys:round", args=[held.pk]))
    assert "40명을 추첨해 초대합니다" in page.text
    assert "1년 전보다 나아졌다고" in page.text  # the preview
    answer = client.post(reverse("surveys:open", args=[held.pk]), {"people": a_list(residents())})
    assert answer.status_code == 302
    assert Invitation.objects.filter(round=held).count() == 40
    letters = ProcrastinateJob.objects.filter(task_name="notices.send_as_written")
    assert letters.count() == 40
    page = client.get(reverse("surveys:round", args=[held.pk]))
    assert "40명 중 적어도 0명이 답했습니다" in page.text
    client.post(reverse("surveys:close", args=[held.pk]))
    assert Round.objects.get(pk=held.pk).state == "open"
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.take_answers(held.pk, answers(9, 11), by=None)
    Round.objects.filter(pk=held.pk).update(asked_from=yesterday, asked_until=yesterday)
    answer = client.post(reverse("surveys:close", args=[held.pk]), follow=True)
    assert "40명 중 20명이 답했습니다" in answer.text
    assert not Invitation.objects.filter(round=held).exists()
    assert client.get(reverse("surveys:round", args=[held.pk])).status_code == 200


def test_each_letter_brings_a_link_that_works_in_the_readers_language() -> None:
    client = officer()
    held = planned(client)
    client.post(reverse("surveys:open", args=[held.pk]), {"people": a_list(residents())})
    jobs = ProcrastinateJob.objects.filter(task_name="notices.send_as_written")
    letters = [message_from_string(job.args["text"], policy=default) for job in jobs]
    texts = [str(letter.get_content()) for letter in letters]
    links = {found[0] for text in texts if (found := re.findall(r"/survey/[^/\s]+/", text))}
    assert len(links) == 40
    assert {str(letter["To"]) for letter in letters} <= {row.split(",")[0] for row in residents()}
    english = [letter for letter in letters if "Street lights" in str(letter["Subject"])]
    assert 0 < len(english) < 40
    assert "drawn by lot" in str(english[0].get_content())
    assert "가로등 수리" in Client(headers={"accept-language": "ko"}).get(links.pop()).text


def test_what_a_size_will_show_is_reckoned_before_anything_is_written() -> None:
    answer = officer(language="en").post(
        reverse("surveys:plan"), filled(look="1", size="3000", response="50")
    )
    assert answer.status_code == 200
    assert "1500" in answer.text
    assert "2.9" in answer.text
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"margins": "age 18-39"}, "1번째 줄"),
        ({"margins": "age: a = 1"}, "둘 이상"),
        ({"asked_until": "2020-01-01"}, "첫날보다 빠른"),
        ({"population": "users"}, "이 칸을 채워"),
        ({"survey_key": "reform-users"}, "이용자에게만"),
        ({"size": "3"}, "30"),
    ],
)
def test_a_plan_that_cannot_be_held_comes_back_with_a_sentence(change: dict[str, str], sentence: str) -> None:
    answer = officer().post(reverse("surveys:plan"), filled(**change))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "가로등 수리" in answer.text  # what was written is not lost
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("rows", "head", "sentence"),
    [
        (["nobody,18-39"] * 40, "email,age", "메일 주소가 아닙니다"),
        (["a@haneul.example,old"] * 40, "email,age", "범주가 아닙니다"),
        (["a@haneul.example,18-39"] * 40, "email,age", "1명이 있습니다"),
        (["a,18-39"] * 40, "name,age", "메일 주소 열"),
        (["a@haneul.example,x"] * 40, "email,sex", "그 열이 없습니다"),
    ],
)
def test_a_list_that_cannot_be_used_comes_back_with_a_sentence(
    rows: list[str], head: str, sentence: str
) -> None:
    client = officer()
    held = planned(client)
    answer = client.post(reverse("surveys:open", args=[held.pk]), {"people": a_list(rows, head)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Round.objects.get().state == "draft"
    assert not Invitation.objects.exists()


def test_a_draft_is_thrown_away_after_asking_once_more() -> None:
    client = officer()
    held = planned(client)
    address = reverse("surveys:discard", args=[held.pk])
    assert "버릴까요" in client.get(address).text
    assert client.post(address).headers["Location"] == reverse("surveys:rounds")
    assert not Round.objects.exists()


def test_rounds_of_another_government_are_not_found() -> None:
    held = planned(officer())
    elsewhere = people.stranger()
    holding = elsewhere.holdings.get()
    holding.post.roles = ["service-owner"]
    holding.post.save()
    client = officer(elsewhere)
    assert client.get(reverse("surveys:rounds")).status_code == 200
    for name in ("round", "open", "close", "discard"):
        assert client.post(reverse(f"surveys:{name}", args=[held.pk])).status_code in {404, 405}
    assert client.get(reverse("surveys:round", args=[held.pk])).status_code == 404
    assert client.post(reverse("surveys:plan"), filled()).status_code == 422


def test_a_draft_has_no_public_page() -> None:
    held = planned(officer())
    for name in ("result", "figures_csv", "figures_json"):
        assert Client().get(reverse(f"surveys:{name}", args=[held.pk])).status_code == 404
    assert "가로등 수리" not in Client(headers={"accept-language": "ko"}).get(reverse("surveys:results")).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            [
                "가로등 수리",
                "나아졌다고 느낌",
                "가상 자료",
                "크론바흐 알파",
                "나이별",
                "개선이 없던 곳의 변화를 뺀",
            ],
        ),
        (
            "en",
            ["Street lights", "Feel an improvement", "Invented data", "By Age", "cannot be told from none"],
        ),
    ],
)
def test_everybody_reads_the_results_with_intervals_and_what_changed(language: str, words: list[str]) -> None:
    closed(10, 30, date(2025, 3, 1))
    closed(10, 30, date(2025, 3, 1), compares=True)
    closed(14, 26, date(2025, 9, 1), compares=True)
    after = closed(22, 18, date(2025, 9, 1))
    client = Client(headers={"accept-language": language})
    text = client.get(reverse("surveys:result", args=[after.pk])).text
    for word in words:
        assert word in text, word
    assert after.title[language] in client.get(reverse("surveys:results")).text


def test_too_few_answers_show_nothing_anywhere() -> None:
    held = closed(3, 1, date(2025, 3, 1))
    assert "답변이 너무 적습니다" in Client(headers={"accept-language": "ko"}).get(
        reverse("surveys:result", args=[held.pk])
    ).text  # fmt: skip
    told = Client().get(reverse("surveys:figures_json", args=[held.pk])).json()
    assert told["results"] == {"suppressed": True, "invited": 100}
    assert "too few" in Client().get(reverse("surveys:figures_csv", args=[held.pk])).text


def test_the_files_hold_what_the_page_shows_and_no_single_answer() -> None:
    held = closed(22, 18, date(2025, 9, 1))
    told = json.loads(Client().get(reverse("surveys:figures_json", args=[held.pk])).content)
    assert told["margins"] == {"age": {"18-39": 0.4, "40+": 0.6}}
    assert told["questionnaire"]["key"] == "reform-residents"
    assert told["invented"] is True
    text = Client().get(reverse("surveys:figures_csv", args=[held.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    felt = next(
        row for row in rows if row["question"] == "felt" and row["figure"] == "share" and not row["group"]
    )
    assert float(felt["value"]) == pytest.approx(told["results"]["questions"]["felt"]["share"]["value"])
    assert {row["n"] for row in rows if row["group"]} == {"20"}
    assert not {"words", "strata", "token"} & set(text.split(","))


def test_the_published_gaps_come_with_intervals_where_the_source_tells_how_many() -> None:
    text = Client(headers={"accept-language": "en"}).get(reverse("surveys:gap")).text
    for words in ("+34.0", "+19.4", "+15.5 – +23.3", "+24.4", "+20.5 – +28.3", "+28.9", "+27.1", "19.6"):
        assert words in text, words
    assert text.count("–</td>") == 3


def test_anybody_reckons_a_gap() -> None:
    client, address = Client(headers={"accept-language": "ko"}), reverse("surveys:gap")
    asked = {"reported": "81", "reported_n": "48", "felt": "64.5", "felt_n": "1000", "deff": "1.4"}
    assert "보고와 체감은 +16.5%p 차이 납니다" in client.get(address, asked).text
    asked = {"reported": "52", "felt": "50", "felt_n": "100"}
    assert "구별되지 않습니다" in client.get(address, asked).text
    wrong = client.get(address, {"reported": "152", "felt": "50"})
    assert wrong.status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ko")])
def test_every_page_is_accessible(live_server: LiveServer, width: int, language: str) -> None:
    owner = people.seo_daeun()
    closed(10, 30, date(2025, 3, 1))
    after = closed(22, 18, date(2025, 9, 1))
    held = planned(officer(owner))
    addresses = ["rounds/", "rounds/new/", f"rounds/{held.pk}/", f"results/{after.pk}/", "gap/"]
    with open_browser(live_server, width=width, language=language, person=owner, scripts=True) as page:
        for address in addresses:
            page.goto(f"/survey/{address}")
            assert_accessible(page)
            assert_fits(page)
