"""What notices do when something below announces: a deputy is told."""

from django.urls import reverse
from django.utils import timezone, translation

from madang.ground.notices.actions import notify
from madang.ground.organisations.queries import works_in
from madang.ground.people.events import AbsenceCancelled, AbsenceRecorded
from madang.ground.people.queries import Absence
from madang.lib.news import on
from madang.ui.words import when


@on(AbsenceRecorded)
def tell_the_deputy(news: AbsenceRecorded) -> None:
    """Tell the deputy from when until when the deputy acts for whom."""
    _tell(
        news.absence,
        "deputy-named",
        {"ko": "{name} 님의 대리자가 되었습니다", "en": "You stand in for {name_en}"},
        {
            "ko": "{starts}부터 {ends}까지 {name} 님을 대신하여 처리할 수 있습니다.",
            "en": "From {starts} to {ends} you may act in place of {name_en}.",
        },
    )


@on(AbsenceCancelled)
def tell_the_deputy_that_it_is_over(news: AbsenceCancelled) -> None:
    """Tell the deputy that nobody need be stood in for."""
    _tell(
        news.absence,
        "deputy-released",
        {"ko": "{name} 님의 부재가 취소되었습니다", "en": "The absence of {name_en} is cancelled"},
        {
            "ko": "{starts}부터 {ends}까지로 등록한 부재가 취소되어 이제 대신 처리하지 않습니다.",
            "en": "It was recorded from {starts} to {ends}. You no longer act in place of {name_en}.",
        },
    )


def _tell(absence: Absence, kind: str, subject: dict[str, str], body: dict[str, str]) -> None:
    deputy = absence.deputy
    if deputy is None or absence.ends <= timezone.now():
        return
    person = absence.person
    home = next(iter(works_in(person, absence.starts)), None)
    with timezone.override(home.time_zone if home else None):
        words = {language: _words(absence, language) for language in ("ko", "en")}
    notify(
        deputy,
        government=home,
        kind=kind,
        subject={language: text.format(**words[language]) for language, text in subject.items()},
        body={language: text.format(**words[language]) for language, text in body.items()},
        link=reverse("organisations:absences"),
        by=person,
    )


def _words(absence: Absence, language: str) -> dict[str, str]:
    person = absence.person
    with translation.override(language):
        return {
            "name": person.name,
            "name_en": person.name_en or person.name,
            "starts": when(absence.starts),
            "ends": when(absence.ends),
        }
