"""The event log. Rows are only ever added; the database refuses anything else (see the migration)."""

import uuid

from django.db import models


class Event(models.Model):
    """One thing that was done: by whom, on what authority, when, and when it took effect."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    stream = models.UUIDField(help_text="what the event is about: for a case, the case's id")
    seq = models.IntegerField(help_text="1, 2, 3 … within the stream")
    type = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    # Not a database reference: a person may be erased, what was done stays. A negative number is a pseudonym.
    actor = models.ForeignKey(
        "people.Person", models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    authority = models.JSONField(null=True)
    data = models.JSONField(default=dict)
    key = models.UUIDField(default=uuid.uuid4, help_text="the same key twice is the same act")
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="event_order"),
            models.UniqueConstraint(fields=["stream", "key"], name="event_once"),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="event_by_time")]


class Checkpoint(models.Model):
    """A signed statement over all events up to one: what the whole log was at that moment."""

    up_to = models.BigIntegerField(unique=True)
    count = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    made_at = models.DateTimeField()
