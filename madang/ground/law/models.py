"""Holidays decreed since the calendar's files were written."""

from django.db import models
from django.utils import timezone

from madang.ground.law.rules import Decreed
from madang.lib.together import Question, Rows


class DecreedHoliday(models.Model):
    """A day made a holiday after its year was frozen; `entered_by` is the key of the person who did."""

    calendar = models.CharField(max_length=40)
    day = models.DateField()
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    known_at = models.DateTimeField(help_text="when it was decreed; due dates as known before ignore it")
    basis = models.CharField(max_length=300, help_text="the decision or notice that made it a holiday")
    # Law stands below people, so there is no foreign key; keys are never used twice.
    entered_by = models.CharField(max_length=40)
    entered_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_decreed_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name_ko}"

    def as_decreed(self) -> Decreed:
        """The same as the rules know it, with the day on which it was decreed in the government's zone."""
        revoked = timezone.localdate(self.revoked_at) if self.revoked_at else None
        known = timezone.localdate(self.known_at)
        return Decreed(self.day, known, self.name_ko, self.name_en, self.basis, revoked)


EVERY = """
SELECT calendar, day, known_at, name_ko, name_en, basis, revoked_at FROM law_decreedholiday ORDER BY calendar, day
"""


def all_decreed() -> Question[dict[str, list[Decreed]]]:
    """The question for all that was decreed, by calendar."""

    def read(rows: Rows) -> dict[str, list[Decreed]]:
        found: dict[str, list[Decreed]] = {}
        for calendar, day, known_at, ko, en, basis, revoked_at in rows:
            revoked = timezone.localdate(revoked_at) if revoked_at else None
            decree = Decreed(day, timezone.localdate(known_at), ko, en, basis, revoked)
            found.setdefault(calendar, []).append(decree)
        return found

    return Question(EVERY, (), read)
