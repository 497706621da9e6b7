"""Questions about notices and mails."""

from uuid import UUID

from django.db.models import Count, F, QuerySet

from madang.ground.notices.actions import Message
from madang.ground.notices.models import Mail, Notice
from madang.ground.people.queries import Person

__all__ = ["Mail", "Message", "Notice", "about", "mail_states", "mails_in_trouble", "notices_of", "unread"]


def unread(person: Person) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(person=person, read_at__isnull=True).count()


def notices_of(person: Person) -> QuerySet[Notice]:
    """All notices to the person, those not read first, each the newest first."""
    order = (F("read_at").desc(nulls_first=True), "-created_at", "-id")
    return Notice.objects.filter(person=person).select_related("government", "mail").order_by(*order)


def about(case_id: UUID) -> QuerySet[Notice]:
    """All notices about a case, the oldest first."""
    return (
        Notice.objects.filter(case_id=case_id).select_related("person", "mail").order_by("created_at", "id")
    )


def mail_states() -> dict[str, int]:
    """How many mails stand in each state."""
    counts = Mail.objects.values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(Mail.State.values, 0) | dict(counts)


def mails_in_trouble() -> QuerySet[Mail]:
    """Mails that failed or that may or may not have arrived: somebody has to look at them."""
    troubled = Mail.objects.filter(state__in=[Mail.State.FAILED, Mail.State.UNCERTAIN])
    return troubled.select_related("person").order_by("-changed_at", "-id")
