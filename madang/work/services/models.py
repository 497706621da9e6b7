"""Tables of services: applications before they are sent, their files, public reports, figures of the past."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from madang.work.services.certificates.models import Certificate, CertificateFile
from madang.work.services.registers.models import DemoRecord
from madang.work.services.standards.models import Promise, Unmeasured

__all__ = [
    "Attachment",
    "Certificate",
    "CertificateFile",
    "DemoRecord",
    "Draft",
    "Folder",
    "OpenReport",
    "PastFigures",
    "Promise",
    "SurveyLink",
    "Unmeasured",
]


class Folder(models.Model):
    """What belongs to one application from its first line on: the key under which answers and files are sealed.

    It has the id of the draft, which becomes the id of the case. Without the key, files and answers are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    wrapped = models.BinaryField()


class Draft(models.Model):
    """An application that is being filled in and was not sent yet."""

    folder = models.OneToOneField("services.Folder", models.CASCADE, primary_key=True, related_name="draft")
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60)
    definition = models.ForeignKey(
        "flow.Definition", models.PROTECT, related_name="+", help_text="the version that the person saw"
    )
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="drafts")
    entered_by = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    sealed = models.BinaryField()
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-updated_at"], name="draft_by_person"),
            models.Index(fields=["entered_by", "-updated_at"], name="draft_by_official"),
            models.Index(fields=["updated_at"], name="draft_by_age"),
        ]


class Attachment(models.Model):
    """A file given with an application; the content lies sealed on the disk, the name sealed here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    folder = models.ForeignKey("services.Folder", models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=60, help_text="the question that it answers")
    name = models.BinaryField()
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["folder", "added_at"], name="attachment_by_folder")]


class OpenReport(models.Model):
    """What everybody may read of a case whose definition opens it: the fields named there, nothing else."""

    class Felt(models.TextChoices):
        SOLVED = "solved"
        PARTLY = "partly"
        NOT_SOLVED = "not-solved"

    case = models.OneToOneField("flow.Case", models.CASCADE, primary_key=True, related_name="open_report")
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60)
    shown = models.JSONField(help_text="the path of each public fact and its value")
    bigrams = ArrayField(models.CharField(max_length=2), default=list, help_text="to search by")
    photos = ArrayField(models.UUIDField(), default=list, help_text="photos cleaned of what the camera wrote")
    felt = models.CharField(max_length=12, choices=Felt.choices, blank=True)
    felt_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="report_by_time"),
            models.Index(fields=["government", "-received_at"], name="report_by_government"),
            GinIndex(fields=["bigrams"], name="report_by_words"),
        ]


class SurveyLink(models.Model):
    """The link by which the applicant may say whether it helped; it opens one survey once and knows no answer."""

    case = models.OneToOneField("flow.Case", models.CASCADE, primary_key=True, related_name="survey_link")
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    token = models.CharField(max_length=100)


class PastFigures(models.Model):
    """How long a service took in the past, measured on a log of another system; never mixed with live cases."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    service = models.SlugField(max_length=60)
    source = models.CharField(max_length=200, help_text="where the log comes from, in words")
    link = models.CharField(max_length=300, blank=True, help_text="the page that shows how it was measured")
    figures = models.JSONField()
    imported = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "service", "source"], name="past_figures_once")
        ]
