"""Tables of flow. `Case` and `WorkItem` are projections: they can be rebuilt from the events."""

import uuid

from django.db import models
from django.db.models import Q


class Definition(models.Model):
    """One published version of a definition, frozen under the hash of its content."""

    kind = models.CharField(max_length=20)
    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    body = models.JSONField()
    filed_from = models.DateTimeField(help_text="governs what is filed from this moment on")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "version"], name="definition_version")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Case(models.Model):
    """Anything that has a life, as its events say it stands."""

    class Status(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"  # for the applicant; the clock stands still
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    definition = models.ForeignKey("flow.Definition", models.PROTECT, related_name="cases", db_index=False)
    filed_under = models.ForeignKey("flow.Definition", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20, unique=True)
    applicant = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="cases", db_index=False
    )
    channel = models.CharField(max_length=10)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    assignee = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices)
    outcome = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="computed; kept here to order by")
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(help_text="the number of the last event")
    head = models.BinaryField(max_length=32, help_text="the hash of the last event")
    state = models.JSONField(help_text="the fold of the events")

    class Meta:
        indexes = [
            models.Index(fields=["applicant", "-received_at"], name="case_by_applicant"),
            models.Index(fields=["definition", "closed_at"], name="case_by_definition"),
            models.Index(fields=["due_at"], condition=~Q(status="closed"), name="case_open_by_due"),
        ]

    def __str__(self) -> str:
        return self.number


class WorkItem(models.Model):
    """What waits for somebody in a unit: a stage of a case, or an opinion asked for.

    Each act writes here, so there is no index but those by which inboxes are read.
    """

    class Kind(models.TextChoices):
        STAGE = "stage"
        OPINION = "opinion"

    government = models.ForeignKey(
        "organisations.Government", models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey("flow.Case", models.CASCADE, related_name="items", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.CharField(max_length=60, help_text="the stage, or the opinion's number")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=40, db_index=False)
    assignee = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    waiting = models.BooleanField(default=False, help_text="for the applicant")
    applicant = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False, help_text="to search by"
    )
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True, help_text="when the next escalation applies")
    service = models.SlugField(max_length=60, db_index=False, help_text="the definition's key, to filter by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "ref"], name="item_once")]
        indexes = [
            models.Index(fields=["unit", "role", "due_at", "id"], name="item_inbox"),
            models.Index(fields=["assignee", "due_at"], name="item_by_assignee"),
            # All that is counted of a unit's load, so that the table itself need not be read.
            models.Index(
                fields=["unit", "assignee", "due_at"],
                include=["waiting"],
                condition=Q(kind="stage"),
                name="item_load",
            ),
            models.Index(fields=["late_at"], condition=Q(late_at__isnull=False), name="item_late"),
        ]


class CaseKey(models.Model):
    """The key under which a case's personal texts are sealed, itself sealed; without it they are gone."""

    case = models.OneToOneField("flow.Case", models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()


class SealedText(models.Model):
    """A personal answer or text of a case, sealed; the event carries only the hash of the seal."""

    case = models.ForeignKey("flow.Case", models.CASCADE, related_name="texts")
    name = models.CharField(max_length=60)
    seq = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq", "name"], name="sealed_once")]
