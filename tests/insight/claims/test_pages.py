"""The pages of claims: register with clear errors, list and filter, take away; all without scripts."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from madang.ground.organisations.models import Government
from madang.ground.people.models import Person
from madang.insight.claims import actions
from madang.insight.claims.models import Claim
from tests import people
from tests.insight.claims import reforms

pytestmark = pytest.mark.django_db

FILLED = {
    "title_ko": "한 창구", "what_ko": "한 담당자가 맡습니다.", "subject": "허가", "population": "모든 신청",
    "measure": "결정까지 걸린 날", "unit": "일", "better": "down", "promised": "20", "promised_as": "percent",
    "source": "혁신계획 5호",
}  # fmt: skip


def signed_in(person: Person) -> Client:
    """A browser of that person."""
    client = Client()
    client.force_login(person)
    return client


def filled(**changes: Any) -> dict[str, Any]:
    """The form of a claim, filled in, with a change to come."""
    return {**FILLED, "starts_on": (timezone.localdate() + timedelta(days=40)).isoformat(), **changes}


def test_an_incomplete_claim_is_saved_for_later_and_registered_when_whole(city: Government) -> None:
    client = signed_in(people.seo_daeun())
    saved = client.post("/office/claims/new/", {"title_ko": "한 창구", "promised": "many", "save": "1"})
    draft = Claim.objects.get()
    assert saved.headers["Location"] == f"/office/claims/{draft.pk}/edit/"
    page = client.get(saved.headers["Location"]).content.decode()
    assert 'value="한 창구"' in page
    assert 'value="many"' in page  # what cannot be used yet is not lost either
    refused = client.post(f"/office/claims/{draft.pk}/edit/", {"title_ko": "한 창구", "register": "1"})
    assert refused.status_code == 422
    assert "서비스를 고르거나 대상을 쓰십시오" in refused.content.decode()
    done = client.post(f"/office/claims/{draft.pk}/edit/", filled(register="1"))
    draft.refresh_from_db()
    assert done.headers["Location"] == f"/office/claims/{draft.pk}/"
    assert (draft.stage, draft.registered_by) == ("registered", people.seo_daeun())
    assert "한 창구" in Client().get(f"/reforms/{draft.key}/").content.decode()


def test_without_a_title_nothing_is_saved(city: Government) -> None:
    refused = signed_in(people.seo_daeun()).post("/office/claims/new/", filled(title_ko=" ", save="1"))
    assert refused.status_code == 422
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "서비스를 고르거나 대상을 쓰십시오"),
        ({"unit": ""}, "지표를 세는 단위를 쓰십시오"),
        ({"read_from": "cycle_time"}, "업무 기록은 서비스에만 있습니다"),
        ({"secondary_1": "전화"}, "지표를 세는 단위를 쓰십시오"),
        ({"before_value": "12"}, "두 값을 모두 쓰거나 모두 비우십시오"),
        ({"starts_on": "soon"}, "날짜를 연-월-일로 쓰십시오"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(
    city: Government, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(people.seo_daeun()).post("/office/claims/new/", filled(**changes, register="1"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "한 담당자가 맡습니다." in page
    assert not Claim.objects.exists()


def test_data_come_in_are_assessed_and_published_on_the_pages(city: Government) -> None:
    claim, client = reforms.registered(), signed_in(people.seo_daeun())
    address = f"/office/claims/{claim.pk}/"
    said = {"measure": "primary", "kind": "panel", "treated": "North", "source": "register"}
    broken = SimpleUploadedFile("t.csv", b"unit,period,value\nNorth,2025-01,x\n")
    refused = client.post(f"{address}data/", {**said, "file": broken})
    assert refused.status_code == 422
    assert "2번째 줄" in refused.content.decode()
    table = SimpleUploadedFile("t.csv", reforms.panel().content.encode())
    assert client.post(f"{address}data/", {**said, "file": table}).status_code == 302
    assert client.post(f"{address}assess/").status_code == 302
    assert "판정" in client.get(address).content.decode()
    before = Client().get(f"/reforms/{claim.key}/").content.decode()
    assert "아직 공개된 결과가 없습니다" in before
    client.post(f"{address}publish/")  # whoever registered it may not
    assert Claim.objects.get().published is None
    signed_in(reforms.head_of_innovation()).post(f"{address}publish/")
    after = Client().get(f"/reforms/{claim.key}/").content.decode()
    assert "합성 통제" in after
    assert "확인됨" in after


def test_the_planner_says_how_long_it_will_take(city: Government) -> None:
    claim, client = reforms.registered(), signed_in(people.seo_daeun())
    past = SimpleUploadedFile("t.csv", reforms.series(0, months=("2023-01", "2024-12")).content.encode())
    answer = client.post(f"/office/claims/{claim.pk}/plan/", {"size": "3", "file": past})
    assert answer.status_code == 200
    plan = Claim.objects.get().plan
    assert plan["months"] in (6, 12, 18, 24)
    assert [months for months, _ in plan["table"]] == [6, 12, 18, 24, 36, 48]
    assert (
        client.post(f"/office/claims/{claim.pk}/plan/", {"size": "3"}).status_code == 422
    )  # no past, no plan


def test_a_benefit_without_source_is_refused_at_its_field(city: Government) -> None:
    claim, client = reforms.registered(), signed_in(people.seo_daeun())
    line = {"name": "시간", "year": "2025", "unit": "시간", "currency": "krw", "years": "5"}
    refused = client.post(f"/office/claims/{claim.pk}/ledger/", {**line, "volume_mid": "900"})
    assert refused.status_code == 422
    assert "출처가 없습니다" in refused.content.decode()
    for part, mid in (("volume", "900"), ("before", "2"), ("after", "1"), ("value", "10")):
        line |= {f"{part}_mid": mid, f"{part}_source": "대장"}
    assert client.post(f"/office/claims/{claim.pk}/ledger/", line).status_code == 302
    assert "9,000" in Client().get(f"/reforms/{claim.key}/").content.decode()


def test_the_list_is_narrowed_searched_and_taken_away(city: Government) -> None:
    actions.load_shipped(government=city)
    reforms.registered()
    client = Client()
    everything = client.get("/reforms/").content.decode()
    assert "KIPOnet" not in everything
    assert "특허넷" in everything
    assert "특허넷" not in client.get("/reforms/?whose=own").content.decode()
    assert "한 창구" not in client.get("/reforms/?whose=shipped").content.decode()
    assert "맞는 혁신이 없습니다" in client.get("/reforms/?q=nothing+like+this").content.decode()
    assert client.get("/reforms/?grade=E9&page=-3").status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get("/reforms.csv?q=patent").content.decode("utf-8-sig"))))
    assert [row["key"] for row in rows] == ["kiponet-patents"]
    assert float(rows[0]["effect"]) == pytest.approx(-12.2)
    told = client.get("/reforms.json?standing=unverified").json()["reforms"]
    assert len(told) == 11
    assert {row["grade"] for row in told} == {"E0"}


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    city: Government, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        reforms.registered(f"reform-{number}")
    with django_assert_max_num_queries(4):
        Client().get("/reforms/")


def test_a_quoted_claim_shows_its_words_its_arithmetic_and_what_is_missing(city: Government) -> None:
    actions.load_shipped(government=city)
    page = Client(headers={"accept-language": "en"}).get("/reforms/koneps-procurement/").content.decode()
    assert "223,404" in page
    assert "85.7" in page
    assert "210,000 bids, which is 94% of bids in public sector (2006)" in page
    assert "0.57" in Client().get("/reforms/hanaro-sharing/").content.decode()
    assert "2,000" in Client().get("/reforms/tax-hearing/").content.decode()


def test_texts_of_people_are_shown_as_texts(city: Government) -> None:
    evil = "<script>alert(1)</script>"
    client = signed_in(people.seo_daeun())
    client.post("/office/claims/new/", filled(title_ko=evil, what_ko=evil, source=evil, register="1"))
    claim = Claim.objects.get()
    assert evil not in Client().get(f"/reforms/{claim.key}/").content.decode()
    assert evil not in client.get(f"/office/claims/{claim.pk}/").content.decode()
