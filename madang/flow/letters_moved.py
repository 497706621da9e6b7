"""The letters to very many applicants that their due dates moved: one text, in which name and date differ."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.flow.casefile import title_of
from madang.flow.moving import Held
from madang.flow.recounting import Recount
from madang.ground.notices import actions as notices
from madang.ui.words import when


class Moved(NamedTuple):
    """A case and its new due date."""

    case: Held
    due: datetime


def tell(moved: Sequence[Moved], recount: Recount, day: date, *, revoked: bool) -> None:
    """Tell every applicant in both languages, each date in the zone of the case's government."""
    letters = {code: _Letter(code, day, revoked) for code in ("ko", "en")}
    notices.notify_all([_message(each, recount, letters) for each in moved if each.case.applicant], by=None)


class _Letter:
    """The letter in one language, to be filled in."""

    def __init__(self, code: str, day: date, revoked: bool) -> None:
        with override(code):
            self.subject = _("The due date of your case moved: %(name)s")
            self.body = (
                _("%(holiday)s is no longer a holiday and counts again. The case is now decided by %(due)s.")
                if revoked
                else _(
                    "%(holiday)s was decreed a holiday, which does not count. The case is now decided by %(due)s."
                )
            )
            self.holiday = when(day)
        self.code = code
        self.when = lru_cache(maxsize=4096)(self._when)

    def _when(self, due: datetime, zone: str) -> str:
        with override(self.code), timezone.override(zone):
            return when(due)


def _message(moved: Moved, recount: Recount, letters: Mapping[str, _Letter]) -> notices.Message:
    standing, person = moved.case.standing, moved.case.applicant
    assert person is not None  # others are not written to
    government = recount.governments[standing.government]
    title = title_of(recount.definitions[standing.definition])
    subject, body = {}, {}
    for code, letter in letters.items():
        due = letter.when(moved.due, government.time_zone)
        subject[code] = letter.subject % {"name": f"{title[code]} ({moved.case.number})"}
        body[code] = letter.body % {"holiday": letter.holiday, "due": due}
    link = f"/my/cases/{standing.case}/"
    return notices.Message(person, "case.due_moved", subject, body, link, government, standing.case)
