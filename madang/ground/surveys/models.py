"""Tables of surveys. An answer leads back to nobody: it knows no invitation, no person, no case, no time."""

import uuid

from django.db import models


class Round(models.Model):
    """One asking of many people with one questionnaire: before a reform, after it, or again.

    It names no person, so that nothing leads from an answer to anybody; who did what stands in the events.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    class Population(models.TextChoices):
        USERS = "users"  # of a service: those whose cases ended within a period
        RESIDENTS = "residents"

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    stream = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="its events")
    title = models.JSONField(help_text="{ko, en}")
    reform = models.SlugField(max_length=80, blank=True, help_text="the key of the claim that it is about")
    service = models.SlugField(max_length=60, blank=True, db_index=False)
    population = models.CharField(max_length=10, choices=Population.choices)
    area = models.JSONField(default=dict, help_text="{ko, en}: who is asked, where not the whole government")
    compares = models.BooleanField(default=False, help_text="asked where the reform came later or not at all")
    survey = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveIntegerField()
    wording = models.CharField(max_length=64, help_text="SHA-256 of the questions; equal ones make a series")
    questionnaire = models.JSONField(help_text="the questionnaire as it is asked, frozen")
    asked_from = models.DateField()
    asked_until = models.DateField(help_text="the last day of answering")
    cases_from = models.DateField(null=True, help_text="of users: whose cases ended from this day on")
    cases_until = models.DateField(null=True)
    size = models.PositiveIntegerField(help_text="how many are to be invited")
    seed = models.BigIntegerField(help_text="the dice of the sample")
    margins = models.JSONField(default=list, help_text="[variable, [category, share] …] as they were written")
    margins_source = models.CharField(max_length=300, blank=True)
    frame_size = models.PositiveIntegerField(default=0)
    frame_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the sorted list")
    invited = models.PositiveIntegerField(default=0)
    invented = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    results = models.JSONField(default=dict, help_text="what is published, frozen when the round was closed")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asked_until__gte=models.F("asked_from")), name="round_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False),
                name="round_closed_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["government", "-asked_from", "-id"], name="round_newest_first"),
            models.Index(fields=["reform", "wording", "asked_from"], name="round_by_reform"),
            models.Index(fields=["service", "government"], name="round_by_service"),
        ]

    @property
    def known(self) -> dict[str, dict[str, float]]:
        """The shares known of all, by variable and category, in the order in which they were written."""
        return {variable: dict(shares) for variable, shares in self.margins}


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
    round = models.ForeignKey("surveys.Round", models.CASCADE, null=True, related_name="invitations")
    strata = models.JSONField(default=dict, help_text="{variable: category}, each shared by at least five")

    class Meta:
        indexes = [models.Index(fields=["government", "service", "month"], name="invitation_by_service")]


class Answer(models.Model):
    """What somebody answered; the month is that of the case's end or of the round, the number is random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveIntegerField()
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60, db_index=False)
    month = models.DateField()
    group = models.SlugField(max_length=40, blank=True, db_index=False)
    values = models.JSONField(help_text="{question: value}")
    round = models.ForeignKey("surveys.Round", models.PROTECT, null=True, related_name="answers")
    strata = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["service", "government", "month"], name="answer_by_service")]
