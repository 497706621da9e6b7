"""Holidays decreed since the calendar's files were written."""

from django.db import models
from django.utils import timezone

from madang.ground.law.rules import Decreed


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
