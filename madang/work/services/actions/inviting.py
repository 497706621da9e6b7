"""Inviting the applicant, once a case is decided, to say without a name whether it helped."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from madang.flow.queries import Case
from madang.ground.notices import actions as notices
from madang.ground.people.queries import Person
from madang.ground.surveys import actions as surveys
from madang.lib.together import Question, ask, write
from madang.work.services.queries.catalogue import promise_of

# What definitions call "felt" is asked by the shipped questionnaire of five questions.
QUESTIONNAIRES = {"felt": "csat-5"}


@transaction.atomic(savepoint=False)
def invite_to_survey(case: Case, *, by: Person | None) -> None:
    """Make the survey's link for a case and tell the applicant; a case that is decided again has one already."""
    asked = promise_of(case.definition).survey
    if asked is None or case.applicant is None or ask(Question(HAS_LINK, (case.pk,), bool))[0]:
        return
    token = surveys.invite(
        survey_key=QUESTIONNAIRES.get(asked.key, asked.key),
        government=case.government,
        service=case.definition.key,
        closed_at=case.closed_at or timezone.now(),
        by=by,
    )
    _tell(case, case.applicant, token)
    write(LINK, (case.pk, case.government_id, token))


HAS_LINK = "SELECT 1 FROM services_surveylink WHERE case_id = %s"
LINK = "INSERT INTO services_surveylink (case_id, government_id, token) VALUES (%s, %s, %s)"


def _tell(case: Case, applicant: Person, token: str) -> None:
    title = promise_of(case.definition).title
    notices.notify(
        applicant,
        government=case.government,
        kind="case.survey",
        subject={
            "ko": f"도움이 되었는지 알려 주십시오: {title.ko} ({case.number})",
            "en": f"Please tell us whether it helped: {title.en} ({case.number})",
        },
        body={
            "ko": "짧은 설문에 답해 주십시오. 이름 없이 받으며, 누가 무엇을 답했는지 아무도 알 수 없습니다.",
            "en": "Please answer a short questionnaire. It bears no name, and nobody can tell who answered what.",
        },
        link=reverse("surveys:answer", args=[token]),
        case_id=case.pk,
        by=None,
    )
