"""The digest: one mail a day, at eight in the government's zone, with all that is unread."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from madang.ground.notices import outbox, rules
from madang.ground.notices.models import Mail, Notice
from madang.ground.people.queries import Person

AT_ONCE = 1000  # digests written in one transaction


def write(now: datetime) -> int:
    """Write the digest of everybody whose hour has come and who has something unread; how many."""
    waiting = Notice.objects.filter(awaits_digest=True, read_at__isnull=True, mail__isnull=True)
    zone = Coalesce("government__time_zone", Value(settings.TIME_ZONE))
    zones = sorted(set(waiting.annotate(zone=zone).values_list("zone", flat=True)))
    return sum(_write_in(waiting.alias(zone=zone).filter(zone=name), name, now) for name in zones)


def _write_in(waiting: QuerySet[Notice], zone: str, now: datetime) -> int:
    day, until = rules.digest_due(now, zone)
    told = Mail.objects.filter(digest_of=day).values("person")
    people = waiting.filter(created_at__lt=until).exclude(person__in=told)
    count = 0
    while batch := list(people.order_by("person").values_list("person", flat=True).distinct()[:AT_ONCE]):
        mails = [outbox.mail_to(person, now) for person in Person.objects.filter(pk__in=batch)]
        with transaction.atomic():
            for mail in mails:
                mail.digest_of = day
            Mail.objects.bulk_create(mails)
            own = Mail.objects.filter(person=OuterRef("person"), digest_of=day).values("pk")
            unread = Notice.objects.filter(awaits_digest=True, read_at__isnull=True, mail__isnull=True)
            unread.filter(person__in=batch, created_at__lt=until).update(
                mail=Subquery(own), awaits_digest=False
            )
            outbox.enqueue(mails)
        count += len(mails)
    return count
