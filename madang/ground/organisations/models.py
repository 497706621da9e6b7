"""Tables of organisations. What changes over time carries the days from and until which it holds."""

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext

Row = TypeVar("Row", bound=models.Model)


class Dated(models.QuerySet[Row]):
    def on(self, day: date) -> "Dated[Row]":
        """The rows that held on that day."""
        return self.between(day, day)

    def on_or_about(self, moment: datetime) -> "Dated[Row]":
        """The rows that held on the day that it was at the moment anywhere on earth."""
        utc = moment.astimezone(UTC)
        return self.between((utc - timedelta(hours=12)).date(), (utc + timedelta(hours=14)).date())

    def between(self, first: date, last: date) -> "Dated[Row]":
        """The rows that held on at least one day from the first to the last."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=first), valid_from__lte=last)


class Lasting(models.Model):
    """Something that holds from a day until another, which is the first day on which it holds no more."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether it held on that day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=f"{name}_ends_after_it_starts",
    )


class Government(models.Model):
    """A government: the nation's, a province's or metropolis's, or that of a city, county or district."""

    class Kind(models.TextChoices):
        NATION = "nation"
        PROVINCE = "province"
        METROPOLIS = "metropolis"
        CITY = "city"
        COUNTY = "county"
        DISTRICT = "district"

    code = models.SlugField(unique=True)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(max_length=40, default="Asia/Seoul")
    calendar = models.CharField(max_length=40, default="kr")
    office_hours = models.JSONField(
        null=True,
        blank=True,
        help_text='for example [["09:00", "12:00"], ["13:00", "18:00"]]; empty: the law\'s',
    )
    invented = models.BooleanField(default=False, help_text="a government of the fictional country")

    class Meta:
        indexes = [models.Index(fields=["parent", "kind"], name="government_by_parent")]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def kind_in_words(self) -> str:
        """What kind of government it is, in the reader's language."""
        return gettext(self.kind.capitalize())


class Unit(Lasting):
    """A part of a government's organisation: an agency, bureau, division or team."""

    class Kind(models.TextChoices):
        AGENCY = "agency"
        BUREAU = "bureau"
        DIVISION = "division"
        TEAM = "team"

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="units")
    key = models.SlugField(max_length=60)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    mandate_ko = models.TextField(blank=True)
    mandate_en = models.TextField(blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        help_text="the units that follow one that ended",
    )

    objects = Dated["Unit"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["government", "key"],
                condition=Q(valid_until__isnull=True),
                name="unit_key_once_at_a_time",
            ),
            _ends_after_start("unit"),
        ]

    def __str__(self) -> str:
        return self.name_ko


class Post(Lasting):
    """A place in a unit that somebody holds; authority belongs to the post, through its roles."""

    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="posts")
    title_ko = models.CharField(max_length=100)
    title_en = models.CharField(max_length=100)
    roles = ArrayField(models.SlugField(max_length=40), default=list)

    objects = Dated["Post"].as_manager()

    class Meta:
        constraints = [_ends_after_start("post")]

    def __str__(self) -> str:
        return self.title_ko


class Holding(Lasting):
    """Who held a post, from when until when."""

    post = models.ForeignKey("organisations.Post", models.PROTECT, related_name="holdings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="holdings")

    objects = Dated["Holding"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(valid_until__isnull=True), name="post_held_by_one_at_a_time"
            ),
            _ends_after_start("holding"),
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="holding_by_person")]


class Delegation(Lasting):
    """A standing rule that a post may exercise another post's role in some kinds of work (전결)."""

    holder = models.ForeignKey("organisations.Post", models.CASCADE, related_name="delegated")
    delegate = models.ForeignKey("organisations.Post", models.CASCADE, related_name="delegations")
    role = models.SlugField(max_length=40)
    subjects = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        help_text="keys of definitions; empty: all",
    )
    basis = models.CharField(max_length=200, blank=True, help_text="the rule that delegates")

    objects = Dated["Delegation"].as_manager()

    class Meta:
        constraints = [
            _ends_after_start("delegation"),
            models.CheckConstraint(condition=~Q(delegate=F("holder")), name="delegation_to_another_post"),
        ]


class Function(Lasting):
    """What a unit answers for: policy field, area, function and unit task (BRM)."""

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="functions")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="functions")
    path_ko = ArrayField(models.CharField(max_length=100), size=4)
    path_en = ArrayField(models.CharField(max_length=100), size=4)

    objects = Dated["Function"].as_manager()

    class Meta:
        constraints = [_ends_after_start("function")]
        indexes = [models.Index(fields=["government", "path_ko"], name="function_by_path")]

    @property
    def path_in_words(self) -> str:
        """The path from policy field to unit task, in the reader's language."""
        return " › ".join(self.path_en if get_language() == "en" else self.path_ko)
