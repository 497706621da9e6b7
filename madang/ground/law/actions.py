"""What can be done to the law here: a holiday is decreed, or taken back."""

from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from madang.ground.law import definition
from madang.ground.law.events import HolidayDecreed, HolidayRevoked
from madang.ground.law.models import DecreedHoliday
from madang.ground.law.rules import CannotCount
from madang.lib.news import announce


class Actor(Protocol):
    """Whoever acts; the law only notes the key."""

    @property
    def pk(self) -> object: ...


@transaction.atomic
def decree(
    calendar: str,
    day: date,
    name_ko: str,
    name_en: str,
    basis: str,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> DecreedHoliday:
    """Make the day a holiday of the calendar and tell those whose due dates it moves; twice is once."""
    known = definition.calendar(calendar)
    if not known.first <= day <= known.last:
        raise CannotCount(
            f"The calendar {calendar} knows the years {known.first.year} to {known.last.year}.",
            f"달력 {calendar}에는 {known.first.year}년부터 {known.last.year}년까지만 들어 있습니다.",
        )
    row, new = DecreedHoliday.objects.select_for_update().get_or_create(
        calendar=calendar,
        day=day,
        defaults={
            "name_ko": name_ko,
            "name_en": name_en,
            "basis": basis,
            "known_at": known_at or timezone.now(),
            "entered_by": str(by.pk),
        },
    )
    if new or row.revoked_at:
        if not new:
            _decree_again(row, known_at, basis, by)
        announce(HolidayDecreed(calendar, day))
    return row


@transaction.atomic
def revoke(calendar: str, day: date, *, by: Actor) -> DecreedHoliday:
    """Take a decreed holiday back; the row stays, so that what was known before can still be told."""
    row = DecreedHoliday.objects.select_for_update().get(calendar=calendar, day=day)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.entered_by = str(by.pk)
        row.save(update_fields=["revoked_at", "entered_by"])
        announce(HolidayRevoked(calendar, day))
    return row


def _decree_again(row: DecreedHoliday, known_at: datetime | None, basis: str, by: Actor) -> None:
    row.revoked_at, row.known_at = None, known_at or timezone.now()
    row.basis, row.entered_by = basis, str(by.pk)
    row.save(update_fields=["revoked_at", "known_at", "basis", "entered_by"])
