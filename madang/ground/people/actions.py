"""What is done with accounts and absences."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.ground.people.events import AbsenceCancelled, AbsenceRecorded
from madang.ground.people.models import Absence, Person
from madang.lib.news import announce


class Unacceptable(Exception):
    """What was asked cannot be done; the message says why and what to do instead."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def wish(person: Person, *, language: str, daily_digest: bool, phone: str, by: Person) -> None:
    """Change how the person is told things; each may do so only for oneself."""
    if by != person:
        raise PermissionError("nobody else's wishes may be changed")
    person.language, person.daily_digest, person.phone = language, daily_digest, phone
    person.save(update_fields=["language", "daily_digest", "phone"])


@transaction.atomic
def be_absent(
    person: Person, deputy: Person | None, *, starts: datetime, ends: datetime, reason: str = "", by: Person
) -> Absence:
    """Record that the person is away; the deputy has the person's authority from the first moment to the last.

    Organisations check, before, that the deputy works in the same government.
    """
    # Both rows are held in the order of their numbers, so that two people cannot name each other at once.
    wanted = {person.pk} | ({deputy.pk} if deputy else set())
    list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    _refuse_impossible(person, deputy, starts, ends)
    absence = Absence.objects.create(person=person, deputy=deputy, starts=starts, ends=ends, reason=reason)
    announce(AbsenceRecorded(absence))
    return absence


def _refuse_impossible(person: Person, deputy: Person | None, starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Unacceptable("ends", _("The absence ends before it begins. Choose a later end."))
    if ends <= timezone.now():
        raise Unacceptable("ends", _("The absence would already be over. Choose a later end."))
    meeting = Absence.objects.filter(starts__lt=ends, ends__gt=starts, cancelled_at__isnull=True)
    if meeting.filter(person=person).exists():
        raise Unacceptable(
            "starts",
            _("You are already away for part of this time. Cancel that absence first, or choose other days."),
        )
    if deputy == person:
        raise Unacceptable("deputy", _("Nobody can be one's own deputy. Choose a colleague."))
    if deputy and meeting.filter(person=deputy).exists():
        raise Unacceptable(
            "deputy",
            _("%(name)s is away for part of this time too. Choose another deputy.") % {"name": deputy.name},
        )


@transaction.atomic
def return_early(absence: Absence, *, by: Person) -> None:
    """Cancel an absence that has not ended: the deputy's authority ends at once."""
    if by != absence.person:
        raise PermissionError("nobody else's absence may be cancelled")
    if absence.cancelled_at is None:
        absence.cancelled_at = timezone.now()
        absence.save(update_fields=["cancelled_at"])
        announce(AbsenceCancelled(absence))
