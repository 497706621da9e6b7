"""Tables of surveys. An answer leads back to nobody: it knows no invitation, no person, no case, no time."""

import uuid

from django.db import models


class Invitation(models.Model):
    """A link that may be used once; using it deletes this row in the transaction that keeps the answers."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    survey = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveIntegerField()
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60, db_index=False)
    month = models.DateField(help_text="the first day of the month in which the case was closed")
    group = models.SlugField(max_length=40, blank=True, db_index=False)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["government", "service", "month"], name="invitation_by_service")]


class Answer(models.Model):
    """What somebody answered; the month is that of the case's end, the number is random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveIntegerField()
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60, db_index=False)
    month = models.DateField()
    group = models.SlugField(max_length=40, blank=True, db_index=False)
    values = models.JSONField(help_text="{question: value}")

    class Meta:
        indexes = [models.Index(fields=["service", "government", "month"], name="answer_by_service")]
