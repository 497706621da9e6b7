"""Tables of claims. `Claim` is a projection: what it says can be read again from the events of its stream."""

import uuid

from django.db import models


class Claim(models.Model):
    """What a reform is said to have done, as registered, and how far its proof has come."""

    class Stage(models.TextChoices):
        DRAFT = "draft"
        REGISTERED = "registered"
        PLANNED = "planned"
        WATCHED = "watched"
        ASSESSED = "assessed"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    class Grade(models.TextChoices):
        E0 = "E0"
        E1 = "E1"
        E2 = "E2"
        E3 = "E3"
        E4 = "E4"

    class Standing(models.TextChoices):
        UNVERIFIED = "unverified"
        SHOWN = "shown"
        SMALLER = "smaller"
        REFUTED = "refuted"
        OPPOSITE = "opposite"
        UNCERTAIN = "uncertain"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="claims")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    key = models.SlugField(max_length=80, unique=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    answers = models.JSONField(default=dict, help_text="a draft as it was filled in so far")
    terms = models.JSONField(default=dict, help_text="the claim as registered")
    title_ko = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    service_key = models.SlugField(max_length=80, blank=True)
    starts_on = models.DateField(null=True)
    shipped = models.BooleanField(default=False, help_text="a published claim of another government, quoted")
    invented = models.BooleanField(default=False)
    grade = models.CharField(max_length=2, choices=Grade.choices, default=Grade.E0)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.UNVERIFIED)
    felt = models.CharField(max_length=10, blank=True, help_text="same, opposite, unclear, or not asked")
    plan = models.JSONField(default=dict, help_text="what the planner said before the proof began")
    published = models.ForeignKey("claims.Assessment", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="draft") | models.Q(registered_at__isnull=False),
                name="claim_registered_with_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="withdrawn") | ~models.Q(withdrawn_because=""),
                name="claim_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-registered_at", "key"], name="claim_newest_first"),
            models.Index(fields=["government", "stage"], name="claim_by_government"),
            models.Index(fields=["service_key"], name="claim_by_service"),
        ]

    def __str__(self) -> str:
        return self.key


class Data(models.Model):
    """Numbers given or gathered for one measure of a claim, kept as they were with their hash."""

    class Kind(models.TextChoices):
        FIGURES = "figures"  # two published numbers
        SERIES = "series"  # period, value
        PANEL = "panel"  # unit, period, value
        CASES = "cases"  # month, duration; months with few cases are left out

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="data")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the claim")
    measure = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content = models.TextField(help_text="CSV in UTF-8")
    hash = models.CharField(max_length=64, help_text="SHA-256 of the content")
    rows = models.PositiveIntegerField()
    treated = models.CharField(max_length=100, blank=True, help_text="of a panel: the unit that changed")
    source = models.TextField()
    query = models.TextField(blank=True, help_text="how it was gathered from a log")
    left_out = models.PositiveIntegerField(default=0, help_text="rows that were left out to protect people")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claim_data_number")]


class Assessment(models.Model):
    """What the engine said of a claim at one moment, frozen: new data makes a new assessment."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="assessments")
    number = models.PositiveIntegerField()
    verdicts = models.JSONField(help_text="by measure: the verdict, its data's number and hash, Holm's p")
    felt = models.JSONField(default=dict)
    ledger = models.JSONField(default=dict)
    grade = models.CharField(max_length=2, choices=Claim.Grade.choices)
    standing = models.CharField(max_length=10, choices=Claim.Standing.choices)
    engine = models.CharField(max_length=40)
    seed = models.PositiveBigIntegerField()
    data_hash = models.CharField(max_length=64, help_text="SHA-256 over the hashes of all data used")
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claim_assessment_number")]


class Benefit(models.Model):
    """One line of a claim's benefit ledger."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    claim = models.ForeignKey("claims.Claim", models.CASCADE, related_name="benefits")
    number = models.PositiveIntegerField()
    process = models.SlugField(max_length=80, help_text="the process from which the benefit is drawn")
    year = models.PositiveSmallIntegerField()
    body = models.JSONField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claim_benefit_number")]
        indexes = [models.Index(fields=["government", "process", "year"], name="claim_benefit_process")]
