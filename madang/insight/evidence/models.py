"""Tables of evidence: logs of work done elsewhere, imported as history."""

from pathlib import Path

from django.conf import settings
from django.db import models


class ImportedLog(models.Model):
    """A log of past cases of a service; its events stand in a columnar file, never among the live cases."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="imported_logs")
    service_key = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    source = models.TextField(blank=True, help_text="where the log comes from and under which terms")
    file_hash = models.CharField(max_length=64, help_text="SHA-256 of the file as it was given")
    reading = models.JSONField(help_text="format, columns, time zone and how they were found")
    rows = models.PositiveBigIntegerField()
    refused = models.PositiveBigIntegerField(default=0)
    refused_examples = models.JSONField(default=list, help_text="lines and reasons, without what stood there")
    figures = models.JSONField(help_text="the summary and the tables behind the pictures")
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "service_key", "file_hash"], name="imported_log_once_per_service"
            )
        ]
        indexes = [
            models.Index(fields=["-imported_at", "-id"], name="imported_log_newest_first"),
            models.Index(fields=["government", "service_key", "-id"], name="imported_log_by_service"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """The folder of all logs of this service."""
        return Path(settings.DATA) / "logs" / self.government.code / self.service_key

    @property
    def events_file(self) -> Path:
        """Every event of the log, in columns."""
        return self.folder / f"{self.pk}.parquet"

    @property
    def variants_file(self) -> Path:
        """Every variant of the log, the most frequent first."""
        return self.folder / f"{self.pk}.variants.parquet"

    @property
    def cases_file(self) -> Path:
        """Every case of the log with all that was measured of it, by the moment it began."""
        return self.folder / f"{self.pk}.cases.parquet"
