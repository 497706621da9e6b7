"""Tables of certificates. What is personal is sealed under the certificate's own key."""

import uuid

from django.db import models
from django.db.models import F, Q


class Certificate(models.Model):
    """A document that was issued: what anybody may check, and the seal over what only its holder may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    # The case's id, not a database reference: what was issued stays checkable, whatever becomes of the case.
    case = models.UUIDField()
    document = models.SlugField(max_length=60, help_text="the document's key in the service's definition")
    service = models.SlugField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    code_hash = models.BinaryField(max_length=32)
    title_ko = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    holder = models.CharField(max_length=100, blank=True, help_text="masked")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    valid_until = models.DateField(null=True, help_text="the last day on which it holds")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    revoked_because = models.SlugField(
        max_length=40, blank=True, help_text="the ground, one of rules.GROUNDS"
    )
    token = models.TextField(help_text="what the QR code carries")
    file_hash = models.BinaryField(max_length=32)
    key = models.BinaryField(null=True, help_text="wrapped; without it the file is gone")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "document"], condition=Q(revoked_at__isnull=True), name="certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("issued_at")),
                name="certificate_revoked_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""),
                name="certificate_revoked_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["file_hash"], name="certificate_by_file")]

    def __str__(self) -> str:
        return self.number


class CertificateFile(models.Model):
    """The PDF of a certificate, sealed. In the database, so that it is there with the row or not at all."""

    certificate = models.OneToOneField(
        "services.Certificate", models.CASCADE, primary_key=True, related_name="file"
    )
    content = models.BinaryField()
