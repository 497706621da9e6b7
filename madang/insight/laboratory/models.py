"""Tables of the laboratory: redesigns with what was foretold of them, frozen, and what then happened."""

import uuid

from django.db import models


class Prediction(models.Model):
    """What a redesign was foretold to bring, as it was computed; after it goes live, what happened stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="predictions")
    service_key = models.SlugField(max_length=80)
    log = models.ForeignKey("evidence.ImportedLog", models.PROTECT, null=True, related_name="predictions")
    log_hash = models.CharField(max_length=64, help_text="SHA-256 of the log that the model was fitted from")
    title = models.CharField(max_length=200)
    redesign = models.TextField(help_text="the changes as YAML")
    answer = models.JSONField(help_text="base, changed, difference and fit, as computed")
    answer_hash = models.CharField(max_length=64, help_text="SHA-256 of the answer")
    engine = models.CharField(max_length=40)
    seed = models.PositiveBigIntegerField()
    invented = models.BooleanField(default=False, help_text="computed from an invented log")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    live_on = models.DateField(null=True, help_text="the day from which the service works as redesigned")
    outcome = models.JSONField(null=True, help_text="what the log showed after that day")
    compared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__isnull=True) | models.Q(live_on__isnull=False),
                name="prediction_compared_only_live",
            )
        ]
        indexes = [
            models.Index(fields=["-made_at"], name="prediction_newest_first"),
            models.Index(fields=["government", "service_key", "-made_at"], name="prediction_by_service"),
        ]

    def __str__(self) -> str:
        return self.title
