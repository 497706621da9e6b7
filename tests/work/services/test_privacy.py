"""What people write in a case lies nowhere in clear, before and after it is sent, and nowhere at all once erased."""

import base64
import json
import logging
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from madang.flow import actions as flow
from madang.flow.models import Case, CaseKey, SealedText
from madang.flow.queries import facts_of, looks, timeline
from madang.ground.events import queries as log
from madang.ground.events.queries import stream
from madang.ground.notices.letters import letter
from madang.ground.notices.models import Mail, Notice
from madang.ground.people.models import Person
from madang.work.services import actions, folders, jobs, queries
from madang.work.services.certificates.models import Certificate, CertificateFile
from madang.work.services.definition import SHIPPED, load
from madang.work.services.models import Draft, Folder, OpenReport, SurveyLink
from madang.work.services.registers.actions import fill_demo_register
from tests import people
from tests.work.services.offered import clerk_of, offer
from tests.work.services.test_follow import SAID, act
from tests.work.services.test_pages_of_citizens import as_, text

pytestmark = pytest.mark.django_db

MARK = "Zq7Marke"  # stands in every text that somebody writes
KOREAN = "감춘말씀"
SECRET = f"{MARK} {KOREAN}"
# The demo's stand-in for somebody else's register; it is not ours to seal.
NOT_OURS = {"services_demorecord"}


def spellings() -> list[bytes]:
    """The mark as bytes, as JSON escapes, as hexadecimal digits and in base64 at every offset."""
    found: list[bytes] = []
    for word in (MARK, KOREAN):
        plain = word.encode()
        found += [plain, json.dumps(word)[1:-1].encode(), plain.hex().encode()]
        for before in range(3):
            coded = base64.b64encode(b"-" * before + plain)
            found.append(coded[4 if before else 0 : -4])
    return found


def tables_with_the_mark() -> set[str]:
    """The tables of which some row holds the mark, however it is spelled; bytes are searched as hexadecimal."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for spelled in spellings():
                cursor.execute(
                    f'SELECT EXISTS (SELECT 1 FROM "{table}" AS held WHERE strpos(held::text, %s) > 0)',  # noqa: S608  a table's name
                    [spelled.decode()],
                )
                if cursor.fetchone()[0]:
                    found.add(table)
    return found - NOT_OURS


def files_with_the_mark(folder: Path) -> list[str]:
    """The files whose name or content holds the mark."""
    marks = spellings()
    return [
        str(file)
        for file in folder.rglob("*")
        if file.is_file() and any(m in str(file).encode() or m in file.read_bytes() for m in marks)
    ]


def assert_nowhere_in_clear(log: pytest.LogCaptureFixture) -> None:
    assert tables_with_the_mark() == set()
    assert files_with_the_mark(Path(site.MEDIA_ROOT)) == []
    for session in Session.objects.all():
        assert MARK not in json.dumps(session.get_decoded(), ensure_ascii=False)
    for mail in Mail.objects.all():
        assert MARK not in letter(mail).as_string()
        assert not any(spelled in letter(mail).as_bytes() for spelled in spellings())
    assert MARK not in log.text
    assert KOREAN not in log.text


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


def marked_picture() -> bytes:
    told, out = PngInfo(), BytesIO()
    told.add_text("Comment", MARK)
    Image.new("RGB", (40, 30), "grey").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def sent(key: str, answers: dict[str, Any], file_field: str | None = None) -> Case:
    """Begin, save, attach and send, as the pages do; the draft is looked at as well."""
    citizen = people.kim_haneul()
    draft = actions.begin(key, government=people.city(), person=citizen, by=citizen)
    actions.save(draft.pk, answers, complete=True, definition=draft.definition, by=citizen)
    if file_field:
        actions.attach(
            draft.pk,
            file_field,
            marked_picture(),
            f"{SECRET}.png",
            accept=["png"],
            max_bytes=10**6,
            by=citizen,
        )
    assert tables_with_the_mark() == set()
    assert as_(citizen).get(f"/my/drafts/{draft.pk}/").status_code == 200
    return actions.send(draft.pk, by=citizen)


def permit_with_everything() -> Case:
    """Every text that people can write in a case, each with the mark."""
    offer("environmental-permit")
    people.unit("environment-lab")
    clerk, head, reviewer = people.jung_yujin(), people.oh_serin(), people.choi_junho()
    citizen, expert = people.kim_haneul(), people.han_jimin()
    answers = {
        "facility": "air",
        "site_place": {"address": SECRET},
        "start_on": "2027-01-01",
        "contact": SECRET,
    }
    case = sent("environmental-permit", answers, "plan")
    act(case, "ask", clerk, SECRET)
    as_(citizen).post(
        f"/my/cases/{case.pk}/answer/",
        {"text": SECRET, "key": str(uuid4()), "files": named(marked_picture(), f"{SECRET}.png")},
    )
    act(case, "accept", clerk)
    act(case, "opinion", clerk, SECRET)
    flow.give_opinion(case.pk, opinion=1, text=SECRET, key=uuid4(), by=expert)
    act(case, "extend", clerk, SECRET)
    as_(clerk).post(f"/office/cases/{case.pk}/note/", {"note": SECRET, "key": str(uuid4())})
    flow.assign(case.items.values_list("pk", flat=True), clerk, by=head)
    act(case, "propose_refusal", clerk, SECRET)
    act(case, "refuse", head, SECRET)
    as_(citizen).post(f"/my/cases/{case.pk}/object/", {"text": SECRET, "key": str(uuid4())})
    act(case, "overturn", reviewer, SECRET)
    return case


def named(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def look_everywhere(case: Case) -> None:
    """Open the pages of applicant and officials, so that what pages keep is looked at too."""
    for somebody, page in (
        (people.kim_haneul(), f"/my/cases/{case.pk}/"),
        (people.jung_yujin(), f"/office/cases/{case.pk}/"),
        (people.jung_yujin(), f"/office/cases/{case.pk}/file/"),
        (people.oh_serin(), f"/office/?text={MARK}"),
    ):
        assert as_(somebody).get(page).status_code == 200, page


def test_nothing_that_somebody_wrote_lies_in_clear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    case = permit_with_everything()
    jobs.issue_document(case_id=str(case.pk), document="permit")
    look_everywhere(case)
    assert MARK in json.dumps(facts_of(case.pk), ensure_ascii=False)  # it is there for those who may read it
    assert sum(SECRET in step.text for step in timeline(case, for_official=True)) >= 8
    assert Notice.objects.filter(case_id=case.pk).exists()
    assert CertificateFile.objects.filter(certificate__case=case.pk).exists()
    assert_nowhere_in_clear(caplog)


def test_after_erasure_nothing_can_be_read_and_nothing_leads_to_the_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    case, citizen = permit_with_everything(), people.kim_haneul()
    jobs.issue_document(case_id=str(case.pk), document="permit")
    first = flow.erase(case.pk, basis="request", by=people.choi_junho())
    assert flow.erase(case.pk, basis="request", by=people.choi_junho()) == first
    case.refresh_from_db()
    assert (case.applicant, case.status, case.outcome) == (None, "closed", "granted")
    assert case.state["version"] == case.version
    assert facts_of(case.pk) == {}
    assert queries.files_of(case.pk) == []
    for kept in (CaseKey, SealedText, SurveyLink):
        assert not kept.objects.filter(case=case.pk).exists()
    assert not Folder.objects.filter(pk=case.pk).exists()
    assert not Draft.objects.exists()
    assert not CertificateFile.objects.exists()
    assert [(c.key, c.holder, c.token) for c in Certificate.objects.all()] == [(None, "", "")]
    assert not Notice.objects.filter(case_id=case.pk).exists()
    assert not any(step.text for step in timeline(case, for_official=True))
    names = {step.who for step in timeline(case, for_official=True)}
    assert citizen.name not in names
    assert citizen.name_en not in names
    page = text(as_(people.jung_yujin()).get(f"/office/cases/{case.pk}/"))
    assert citizen.name not in page
    assert citizen.name_en not in page
    jobs.issue_document(case_id=str(case.pk), document="permit")  # a job that comes late makes nothing new
    assert not CertificateFile.objects.exists()
    assert_nowhere_in_clear(caplog)


@pytest.mark.django_db(transaction=True)
def test_after_erasure_no_row_leads_from_the_case_to_the_account() -> None:
    offer("inconvenience-report")
    citizen, clerk = people.kim_haneul(), clerk_of("living-environment")
    case, other = (
        actions.apply("inconvenience-report", people.city(), citizen, SAID, by=citizen) for _ in range(2)
    )
    act(case, "ask", clerk, "어느 쪽입니까?")
    actions.answer(case.pk, text="왼쪽", key=uuid4(), by=citizen)
    act(case, "explain", clerk, "다른 기관의 도로입니다.")
    assert citizen.name in {step.who for step in timeline(case, for_official=False)}
    pseudonym = stream(case.pk)[0].actor_id
    assert pseudonym is not None
    assert pseudonym < 0
    assert stream(other.pk)[0].actor_id != pseudonym, "another case, another number"
    flow.erase(case.pk, basis="request", by=clerk)
    case.refresh_from_db()
    for event in stream(case.pk):
        assert event.actor_id != citizen.pk
        assert citizen.pk not in {event.data.get("applicant"), event.data.get("person")}
    assert case.applicant_id is None
    assert rows_that_name(citizen.pk, case.pk) == []
    assert [*log.verify()] == []
    assert "개인정보가 지워진 사람" in {step.who for step in timeline(case, for_official=True)}


def rows_that_name(person: int, case: UUID) -> list[str]:
    """The tables of which a row holds both the case's id and a reference to the person."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            references = [
                column
                for column, (_, there) in connection.introspection.get_relations(cursor, table).items()
                if there == "people_person"
            ]
            for column in references:
                cursor.execute(
                    f'SELECT EXISTS (SELECT 1 FROM "{table}" AS held'  # noqa: S608  a table's and a column's name
                    f' WHERE "{column}" = %s AND strpos(held::text, %s) > 0)',
                    [person, str(case)],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}")
    return found


@pytest.mark.django_db(transaction=True)
def test_after_erasure_no_file_is_left_on_the_disk() -> None:
    offer("inconvenience-report")
    clerk = clerk_of("living-environment")
    said = {"category": "road", "place": {"address": "마당로 3"}, "description": SECRET}
    case = sent("inconvenience-report", said, "photo")
    jobs.clean_photos(case_id=str(case.pk))
    act(case, "explain", clerk, SECRET)
    assert [file for file in Path(site.MEDIA_ROOT).rglob("*") if file.is_file()]
    flow.erase(case.pk, basis="request", by=clerk)
    assert not [file for file in Path(site.MEDIA_ROOT).rglob("*") if file.is_file()]
    jobs.clean_photos(case_id=str(case.pk))
    assert not [file for file in Path(site.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_a_file_whose_transaction_failed_is_removed_after_a_day() -> None:
    offer("inconvenience-report")
    case = sent("inconvenience-report", {"category": "road", "description": "1"}, "photo")
    place = folders.place_of(case.pk, queries.files_of(case.pk)[0].id)
    folders.write(case.pk, uuid4(), folders.key_of(Folder.objects.get(pk=case.pk)), b"left behind")
    folders.write(uuid4(), uuid4(), folders.key_of(Folder.objects.get(pk=case.pk)), b"left behind")
    now = timezone.now()
    assert (
        folders.forget_strays(before=now - timedelta(days=1)) == 0
    )  # its transaction may still be under way
    assert folders.forget_strays(before=now + timedelta(seconds=5)) == 2
    assert [file for file in Path(site.MEDIA_ROOT).rglob("*") if file.is_file()] == [place]


def test_the_public_page_of_a_report_tells_what_its_definition_opens_and_nothing_else() -> None:
    offer("inconvenience-report")
    clerk = clerk_of("living-environment")
    public = "마당로 3 앞 공개한 곳"
    said = {"category": "road", "place": {"address": public}, "description": SECRET, "phone": SECRET}
    case = sent("inconvenience-report", said, "photo")
    jobs.clean_photos(case_id=str(case.pk))
    act(case, "explain", clerk, SECRET)
    actions.say_felt(case.pk, "not-solved", by=people.kim_haneul())
    (photo,) = OpenReport.objects.get(case=case).photos
    shown = ""
    for page in (
        "/reports/",
        f"/reports/?q={MARK}",
        f"/reports/{case.number}/",
        "/api/reports",
        "/search/?q=마당로",
    ):
        answer = as_().get(page)
        assert answer.status_code == 200, page
        # what was searched for stands in the box and in the address of the page; that is no answer
        shown += (
            answer.content.decode()
            .replace(f'value="{MARK}"', "")
            .replace(f"q={MARK}", "")
            .replace(f"q%3D{MARK}", "")
        )
    assert public in shown
    for hidden in (MARK, KOREAN, people.kim_haneul().name, people.kim_haneul().email, str(case.pk)):
        assert hidden not in shown, hidden
    picture = as_().get(f"/reports/{case.number}/photos/{photo}/")
    assert picture.status_code == 200
    assert MARK.encode() not in picture.content
    assert "Zq" not in OpenReport.objects.get(case=case).bigrams


def test_every_answer_that_a_shipped_service_opens_is_one_that_its_definition_calls_not_personal() -> None:
    for file in sorted(SHIPPED.glob("*/service.yaml")):
        service = load(file).definition
        assert service is not None
        for path in service.disclosure.public:
            assert path.startswith("form."), (service.key, path)
            assert not service.form[path.removeprefix("form.")].personal, (service.key, path)


def test_what_the_office_says_and_what_the_citizen_felt_are_two_things() -> None:
    offer("inconvenience-report")
    clerk = clerk_of("living-environment")
    case = sent("inconvenience-report", {"category": "road", "place": {"address": "1"}, "description": "1"})
    with pytest.raises(actions.CannotApply):
        actions.say_felt(case.pk, "solved", by=people.kim_haneul())  # not while the office works on it
    act(case, "explain", clerk, "설명")
    before = Case.objects.values("status", "outcome", "stage", "closed_at", "due_at").get(pk=case.pk)
    for felt in ("not-solved", "partly", "solved"):
        actions.say_felt(case.pk, felt, by=people.kim_haneul())
        assert OpenReport.objects.get(case=case).felt == felt
        assert Case.objects.values(*before).get(pk=case.pk) == before
    with pytest.raises(actions.CannotApply):
        actions.say_felt(case.pk, "solved", by=people.lee_doyun())


def test_what_a_register_says_is_sealed_and_the_log_names_only_what_was_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    offer("resident-certificate")
    record = {
        "name": "김하늘", "birth_date": "1990-01-01", "address": SECRET, "moved_in": "2019-03-11",
        "head": "김하늘", "members": ["김하늘", SECRET],
    }  # fmt: skip
    fill_demo_register("residents", {"900101-2000001": record})
    case = sent("resident-certificate", {"purpose": "bank", "members_shown": True, "copies": 1})
    assert facts_of(case.pk)["evidence"]["household"]["address"] == SECRET
    assert [look.who for look in looks(case)]
    jobs.issue_document(case_id=str(case.pk), document="certificate")
    assert_nowhere_in_clear(caplog)


@pytest.mark.parametrize("who", [people.lee_doyun, people.stranger, people.kang_minjae, people.yoon_areum])
def test_files_and_documents_open_only_for_those_whom_the_case_concerns(who: Any) -> None:
    case = permit_with_everything()
    jobs.issue_document(case_id=str(case.pk), document="permit")
    number = Certificate.objects.get(case=case.pk).number
    file = queries.files_of(case.pk)[0].id
    somebody: Person = who()
    for page in (
        f"/my/cases/{case.pk}/",
        f"/my/cases/{case.pk}/files/{file}/",
        f"/my/cases/{case.pk}/documents/{number}/",
        f"/my/sent/{case.pk}/",
        f"/office/cases/{case.pk}/files/{file}/",
        f"/office/cases/{case.pk}/file/",
    ):
        assert as_(somebody).get(page).status_code in {403, 404}, page
