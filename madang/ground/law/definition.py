"""The schema of the law's YAML: counting rules, calendars, acts; and reading them, once."""

from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

from madang.ground.law.rules import Calendar, CannotCount, CountingRule, Decreed, Holiday, RuleVersion, Words

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "law"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Shape = TypeVar("Shape")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in both languages."""

    ko: str
    en: str


class Version(Strict):
    """One version of a counting rule; the first may have no known beginning."""

    in_force: date | None = None
    cites: Text
    days_are: Literal["working", "calendar"]
    hours_up_to_days: int
    first_day_counts: bool
    counts_saturdays: bool
    excluded_by_pause: Literal["both-days", "first-day"]
    hours_a_day: int = 8
    immediately_hours: int = 3
    round_the_clock: bool = False
    source: str


def _in_order(versions: list[Version]) -> list[Version]:
    days = [version.in_force or date.min for version in versions]
    if not days or any(a >= b for a, b in pairwise(days)):
        raise ValueError("give the versions in order of in_force, oldest first, and at least one")
    return versions


class RuleFile(Strict):
    """rules/KEY.yaml"""

    rule: str
    title: Text
    calendar: str
    versions: Annotated[list[Version], AfterValidator(_in_order)]


class CalendarFile(Strict):
    """calendars/NAME/calendar.yaml"""

    calendar: str
    title: Text
    weekend: list[Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]]


class YearFile(Strict):
    """calendars/NAME/YEAR.yaml"""

    year: int
    source: str
    days: dict[date, Text]


class DecreedDay(Strict):
    """One entry of calendars/NAME/decreed.yaml"""

    day: date
    known_on: date
    name: Text
    source: str


class Act(Strict):
    """One entry of acts.yaml"""

    name: Text
    number: Text
    in_force: date | None = None
    checked: Text


class BadDefinition(ValueError):
    """A file of the law's definitions that cannot be used: which, where and why."""


def read(file: Path, shape: Any) -> Any:
    """The file's content in that shape; an error names the file, the place and what is wrong."""
    try:
        content = yaml.load(file.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe loaders
        return TypeAdapter(shape).validate_python(content)
    except yaml.YAMLError as error:
        raise BadDefinition(f"{file}: {' '.join(str(error).split())}") from None
    except ValidationError as error:
        places = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadDefinition(f"{file}: {'; '.join(places)}") from None


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache
def rule_keys() -> tuple[str, ...]:
    """The keys of all counting rules."""
    return tuple(sorted(file.stem for file in (FOLDER / "rules").glob("*.yaml")))


@lru_cache
def calendar_names() -> tuple[str, ...]:
    """The names of all calendars."""
    return tuple(sorted(file.parent.name for file in (FOLDER / "calendars").glob("*/calendar.yaml")))


@lru_cache
def counting_rule(key: str) -> CountingRule:
    """The counting rule of that key."""
    if key not in rule_keys():
        known = ", ".join(rule_keys())
        raise CannotCount(
            f"There is no counting rule {str(key)[:60]!r}; there are {known}.",
            f"계산 규칙 {str(key)[:60]!r}이(가) 없습니다. 쓸 수 있는 규칙은 {known}입니다.",
        )
    content: RuleFile = read(FOLDER / "rules" / f"{key}.yaml", RuleFile)
    versions = tuple(
        RuleVersion(
            rule=key,
            cites=Words(version.cites.ko, version.cites.en),
            **version.model_dump(exclude={"cites", "source"}),
        )
        for version in content.versions
    )
    return CountingRule(key, Words(content.title.ko, content.title.en), content.calendar, versions)


@lru_cache
def calendar(name: str) -> Calendar:
    """The calendar of that name with all its frozen years and the decrees in its files."""
    if name not in calendar_names():
        known = ", ".join(calendar_names())
        raise CannotCount(
            f"There is no calendar {str(name)[:60]!r}; there are {known}.",
            f"달력 {str(name)[:60]!r}이(가) 없습니다. 쓸 수 있는 달력은 {known}입니다.",
        )
    folder = FOLDER / "calendars" / name
    about: CalendarFile = read(folder / "calendar.yaml", CalendarFile)
    years: list[YearFile] = [read(file, YearFile) for file in sorted(folder.glob("[0-9]*.yaml"))]
    decreed = read(folder / "decreed.yaml", list[DecreedDay]) if (folder / "decreed.yaml").exists() else []
    return Calendar(
        name=name,
        first=date(years[0].year, 1, 1),
        last=date(years[-1].year, 12, 31),
        weekend=frozenset(WEEKDAYS.index(day) for day in about.weekend),
        holidays={day: Holiday(text.ko, text.en) for year in years for day, text in year.days.items()},
        decreed=tuple(Decreed(d.day, d.known_on, d.name.ko, d.name.en, d.source) for d in decreed),
    )


@lru_cache
def acts() -> dict[str, Act]:
    """The acts whose articles are carried out, by key."""
    found: dict[str, Act] = read(FOLDER / "acts.yaml", dict[str, Act])
    return found
