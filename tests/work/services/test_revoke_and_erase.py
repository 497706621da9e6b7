"""After the decision: documents are revoked, and two people erase what is personal."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from madang.flow import actions as flow
from madang.flow.models import Case
from madang.flow.queries import facts_of, timeline
from madang.ground.organisations.models import Holding
from madang.ground.people.models import Person
from madang.site.cli import main
from madang.work.services import jobs
from madang.work.services.certificates import queries as certificates
from madang.work.services.certificates.queries import State
from tests import people
from tests.work.services import small_permit
from tests.work.services.small_permit import do
from tests.work.services.test_pages_of_citizens import as_, text

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "title": {"ko": "작은 허가서", "en": "Small permit"},
    "lines": [{"label": {"ko": "계획", "en": "Plan"}, "fact": "form.plan"}],
}


def granted() -> Case:
    """A permit that was granted, whose document was issued, and against which its applicant may object."""
    ends = {
        name: {
            **end,
            **(
                {"document": "paper", "objection_within": "60 days", "reopens": "objection"}
                if name == "granted"
                else {}
            ),
        }
        for name, end in small_permit.BODY["ends"].items()
    }
    definition = small_permit.publish(ends=ends, documents={"paper": DOCUMENT})
    case = do(small_permit.file(definition), "forward", people.jung_yujin())
    case = do(case, "grant", people.oh_serin())
    jobs.issue_document(case_id=str(case.pk), document="paper")
    return case


def only(case: Case) -> certificates.Certificate:
    [certificate] = certificates.of_case(case.pk)
    return certificate


def state_of(certificate: certificates.Certificate) -> State:
    return certificates.check_code(certificate.token).state


def another_head(username: str = "second.head") -> Person:
    head = people.person(username, "다른 부서장", "Another Head")
    Holding.objects.create(post=people.post("environment", "head"), person=head, valid_from=people.SINCE)
    return head


def test_a_head_revokes_a_document_and_whoever_checks_it_reads_since_when() -> None:
    case = granted()
    paper, head = only(case), as_(people.oh_serin())
    assert state_of(paper) is State.VALID
    address = f"/office/cases/{case.pk}/documents/{paper.number}/revoke/"
    assert "Revoke" in text(head.get(f"/office/cases/{case.pk}/"))
    assert as_(people.jung_yujin()).get(address).status_code == 404, "a clerk does not revoke"
    assert head.post(address, {"ground": "mistake", "reason": ""}).status_code == 422
    sent = head.post(address, {"ground": "mistake", "reason": "다른 사람의 허가서입니다."})
    assert sent["Location"] == f"/office/cases/{case.pk}/"
    assert state_of(paper) is State.REVOKED
    checked = Client(headers={"accept-language": "en"}).post(
        "/verify/", {"way": "code", "code-carried": paper.token}
    )
    assert "Revoked on" in checked.content.decode()
    theirs = text(as_(people.kim_haneul()).get(f"/my/cases/{case.pk}/"))
    assert "다른 사람의 허가서입니다." in theirs
    assert people.kim_haneul().notices.filter(kind="case.document_revoked").count() == 1
    assert head.get(address).status_code == 404, "once is enough"


def test_the_command_revokes_too(capsys: pytest.CaptureFixture[str]) -> None:
    case = granted()
    words = [
        "certificates",
        "revoke",
        only(case).number,
        "--ground",
        "mistake",
        "--because",
        "wrong name",
        "--json",
    ]
    assert main([*words, "--by", people.jung_yujin().username]) == 2
    assert "부서장" in capsys.readouterr().err
    assert main([*words, "--by", people.oh_serin().username]) == 0
    assert json.loads(capsys.readouterr().out)["ground"] == "mistake"
    assert state_of(only(case)) is State.REVOKED


def test_what_an_objection_overturns_is_revoked_and_a_new_decision_issues_a_new_document() -> None:
    case, citizen, other = granted(), people.kim_haneul(), another_head()
    flow.object_to(case.pk, text="면적이 틀립니다.", by=citizen)
    assert state_of(only(case)) is State.VALID, "until it is decided anew it holds"
    case = do(case, "uphold", other, reason="면적이 다릅니다.")
    paper = only(case)
    assert (case.outcome, state_of(paper), paper.revoked_because) == ("refused", State.REVOKED, "overturned")
    jobs.issue_document(case_id=str(case.pk), document="paper")
    assert only(case) == paper, "a refused case has no document"
    flow.object_to(case.pk, text="다시 보아 주십시오.", by=citizen)
    case = do(case, "yield", another_head("third.head"))
    jobs.issue_document(case_id=str(case.pk), document="paper")
    states = {each.number: state_of(each) for each in certificates.of_case(case.pk)}
    assert states.pop(paper.number) is State.REVOKED
    assert list(states.values()) == [State.VALID]
    jobs.issue_document(case_id=str(case.pk), document="paper")
    assert len(certificates.of_case(case.pk)) == 2


def test_one_asks_for_the_erasure_and_another_a_head_confirms_it() -> None:
    case = granted()
    clerk, head = as_(people.jung_yujin()), as_(people.oh_serin())
    page, said = (
        f"/office/cases/{case.pk}/erase/",
        {"ground": "request of the person", "reference": "환경-12"},
    )

    def sent(client: Client, **more: Any) -> int:
        return client.post(page, {"key": str(uuid4()), **said, **more}).status_code

    assert "Erase the personal data" in text(clerk.get(f"/office/cases/{case.pk}/"))
    assert sent(clerk, number="2026-9999999") == 422, "another case by mistake"
    assert sent(clerk, number=case.number, reference="<김하늘>") == 422
    assert sent(clerk, number=case.number) == 302
    assert people.oh_serin().notices.filter(kind="case.erasure_asked").count() == 1
    assert "request of the person (환경-12)" in text(head.get(page))
    assert sent(clerk, number=case.number) == 422, "who asked does not confirm, and is no head"
    assert facts_of(case.pk)
    assert sent(head, number=case.number) == 302
    assert facts_of(case.pk) == {}
    assert {"erasure_asked", "erased"} <= {step.type for step in timeline(case, for_official=True)}
    assert head.get(page).status_code == 404, "there is nothing left to erase"


def test_a_head_who_asked_does_not_confirm() -> None:
    case = granted()
    flow.ask_to_erase(case.pk, basis="kept long enough", by=people.oh_serin())
    with pytest.raises(flow.NotPossible):
        flow.confirm_erasure(case.pk, by=people.oh_serin())
    with pytest.raises(flow.NotPossible):
        flow.confirm_erasure(case.pk, by=people.choi_junho())
    flow.confirm_erasure(case.pk, by=another_head())
    assert facts_of(case.pk) == {}
