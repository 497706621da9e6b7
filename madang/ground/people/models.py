"""Tables of people: accounts and absences."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper


class Person(AbstractUser):
    """Somebody with an account: a citizen, an official, or both."""

    first_name = None  # type: ignore[assignment]  # one field for the name: not every name splits in two
    last_name = None  # type: ignore[assignment]  # the same
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    identity = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text="the number by which registers know the person",
    )
    language = models.CharField(max_length=2, default="ko", choices=[("ko", "한국어"), ("en", "English")])
    daily_digest = models.BooleanField(default=False, help_text="one mail a day instead of one a notice")
    phone = models.CharField(max_length=30, blank=True)

    class Meta(AbstractUser.Meta):
        indexes = [
            # For the beginnings of names, in the way in which Django asks for them without regard to case.
            models.Index(OpClass(Upper("name"), "text_pattern_ops"), name="person_by_name"),
            models.Index(OpClass(Upper("name_en"), "text_pattern_ops"), name="person_by_name_en"),
        ]

    def __str__(self) -> str:
        return self.name or self.username


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def at(self, moment: datetime) -> "AbsenceQuerySet":
        """Absences under way at the moment."""
        return self.filter(starts__lte=moment, ends__gt=moment, cancelled_at__isnull=True)


class Absence(models.Model):
    """A time in which an official is away and a deputy acts in place of the official (대결)."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="stands_in"
    )
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="absence_deputy_is_somebody_else"),
        ]
        indexes = [models.Index(fields=["deputy", "starts", "ends"], name="absence_by_deputy")]
