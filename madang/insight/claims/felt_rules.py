"""Reckoning what was felt of a reform from plain askings: change, comparison, gap, split. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Any, Literal

from madang.insight.claims import felt_words
from madang.lib.statistics import proportions
from madang.lib.statistics.proportions import Estimate, Share

Direction = Literal["", "same", "opposite", "unclear"]
COMPARED = 10  # answers that each of two askings must have before their difference is shown


@dataclass(frozen=True)
class Asking:
    """People asked once: whom, when, in which wording, and the share who feel an improvement."""

    id: int | None
    population: str
    wording: str
    place: str
    compares: bool
    first: date
    last: date
    felt: Share | None
    results: Mapping[str, Any] = field(default_factory=dict)
    cases: tuple[date, date] | None = None


@dataclass(frozen=True)
class Changed:
    """How the share who feel it moved: both shares, the difference with interval, Cohen's h and its word."""

    before: Asking
    after: Asking
    difference: Estimate
    h: float
    size: str


@dataclass(frozen=True)
class Remembered:
    """How long it took, in days: as people remember it, as they had expected it, and as the log has it."""

    median: float
    low: float | None
    high: float | None
    n: int
    expected: float | None
    logged: float | None
    cases: int


@dataclass(frozen=True)
class Felt:
    """A claim's felt side. `direction` compares it with the measured change; empty where it was not asked.

    `not_shown` says why something is missing: `before`, `after` (never asked), `wording` (asked in other
    words), `few` (fewer than ten answers on a side), `comparison` (not asked elsewhere).
    """

    direction: Direction
    source: Literal["", "rounds", "monthly"]
    population: str = ""
    before: Asking | None = None
    after: Asking | None = None
    change: Changed | None = None
    elsewhere: Changed | None = None
    beyond_elsewhere: Estimate | None = None
    gap: Estimate | None = None
    gap_h: float | None = None
    split: proportions.Split | None = None
    known: Mapping[str, Any] | None = None  # who feels it among those who know of the reform, and the others
    used: Mapping[str, Any] | None = None  # … among those who have used the service, and the others
    aware: Mapping[str, Any] | None = None
    use: Mapping[str, Any] | None = None
    means: Mapping[str, proportions.MeanDifference] = field(default_factory=dict)
    remembered: Remembered | None = None
    trend: proportions.Trend | None = None
    not_shown: tuple[str, ...] = ()
    reported: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The felt side as plain data, with its sentence in both languages; no infinite numbers."""
        told: dict[str, Any] = _plain(asdict(self))
        for side in ("before", "after"):
            if told[side]:
                told[side].pop("results")
        for pair in ("change", "elsewhere"):
            if told[pair]:
                told[pair] = {name: told[pair][name] for name in ("difference", "h", "size")}
        return told | {"sentence": felt_words.sentence(self)}


def reckon(
    held: Sequence[Asking],
    starts_on: date,
    *,
    reported: float | None = None,
    reported_n: int | None = None,
    improved: bool = True,
    source: Literal["rounds", "monthly"] = "rounds",
) -> Felt:
    """The felt side of plain askings: residents before users, whoever was asked before and after first. Pure."""
    ours = [one for one in held if not one.compares and one.felt]
    if not ours:
        return Felt("", "", reported=reported)
    before, after, missing = _pair(ours, starts_on)
    change = _changed(before, after)
    if before and after and not change:
        missing = (*missing, "few")
    elsewhere = _elsewhere(held, after, starts_on)
    beyond = _beyond(change, elsewhere)
    told = Felt(
        _direction(beyond or (change.difference if change else None), improved),
        source,
        before=before,
        after=after,
        change=change,
        elsewhere=elsewhere,
        beyond_elsewhere=beyond,
        not_shown=(*missing, *(() if elsewhere else ("comparison",))),
        reported=reported,
    )
    return _beside(told, ours, reported_n)


def _beside(told: Felt, ours: Sequence[Asking], reported_n: int | None) -> Felt:
    """The felt side with what stands beside the change: gap, splits, means and trend."""
    now = told.after or told.before
    assert now is not None  # a pair of nothing is none: something was asked
    gap, h = _gap(told.reported, reported_n, told.after.felt if told.after else None)
    return replace(
        told,
        population=now.population,
        gap=gap,
        gap_h=h,
        split=_split(told.reported, told.after),
        known=_splits(told.after, "aware"),
        used=_splits(told.after, "used"),
        aware=_figure(told.after, "aware"),
        use=_figure(told.after, "used"),
        means=_means(told.before, told.after),
        trend=_trend([one for one in ours if _alike(one, now)]),
    )


def _pair(ours: Sequence[Asking], starts_on: date) -> tuple[Asking | None, Asking | None, tuple[str, ...]]:
    """The last asking before the day and the latest after it, in one wording; and what is missing."""
    ordered = sorted(ours, key=lambda one: (one.population != "residents", one.first, one.id or 0))
    earlier = [one for one in ordered if one.last < starts_on]
    later = [one for one in ordered if one.first >= starts_on]
    for kind in dict.fromkeys(one.population for one in ordered):
        for after in reversed([one for one in later if one.population == kind]):
            if alike := [one for one in earlier if _alike(one, after)]:
                return alike[-1], after, ()
    first_kind = [one for one in later if one.population == later[0].population]
    if later:
        return None, first_kind[-1], ("wording" if earlier else "before",)
    return (earlier[-1] if earlier else ordered[-1]), None, ("after",)


def _alike(one: Asking, other: Asking) -> bool:
    return (one.population, one.wording, one.place) == (other.population, other.wording, other.place)


def _changed(before: Asking | None, after: Asking | None) -> Changed | None:
    if not (before and after and before.felt and after.felt) or min(before.felt.n, after.felt.n) < COMPARED:
        return None
    h = proportions.cohens_h(after.felt.value, before.felt.value)
    difference = proportions.difference(after.felt, before.felt)
    return Changed(before, after, difference, h, proportions.size_in_words(h))


def _elsewhere(held: Sequence[Asking], after: Asking | None, starts_on: date) -> Changed | None:
    """The change over the same time where the reform came later or not at all."""
    if after is None:
        return None
    others = [
        one
        for one in held
        if one.compares and one.felt and (one.population, one.wording) == (after.population, after.wording)
    ]
    for place in dict.fromkeys(one.place for one in others):
        earlier = [one for one in others if one.place == place and one.last < starts_on]
        later = [one for one in others if one.place == place and one.first >= starts_on]
        if earlier and later and (found := _changed(earlier[-1], later[-1])):
            return found
    return None


def _beyond(change: Changed | None, elsewhere: Changed | None) -> Estimate | None:
    if not change or not elsewhere:
        return None
    shares = [one.felt for pair in (change, elsewhere) for one in (pair.before, pair.after)]
    here, then, there, later = (share for share in shares if share)
    return proportions.difference_in_differences(here, then, there, later)


def _direction(estimate: Estimate | None, improved: bool) -> Direction:
    if estimate is None:
        return ""
    if estimate.direction == "unclear":
        return "unclear"
    return "same" if (estimate.direction == "up") == improved else "opposite"


def _gap(reported: float | None, n: int | None, felt: Share | None) -> tuple[Estimate | None, float | None]:
    """What was reported less what is felt; without the people behind the report only felt is uncertain."""
    if reported is None or felt is None:
        return None, None
    h = proportions.cohens_h(reported, felt.value)
    if n:
        return proportions.gap(Share(reported, n), felt).gap, h
    return proportions.gap_to_known(reported, felt), h


def _figure(asked: Asking | None, asks: str) -> Mapping[str, Any] | None:
    questions = asked.results.get("questions", {}) if asked else {}
    figure = next((one for one in questions.values() if one.get("asks") == asks), None)
    return figure.get("share") if figure else None


def _splits(asked: Asking | None, what: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = asked.results.get("splits", {}).get(what) if asked else None
    return found


def _split(reported: float | None, after: Asking | None) -> proportions.Split | None:
    """Is the gap one of communication or of substance? By those who know of the reform and those who do not."""
    sides, known = _splits(after, "aware"), _figure(after, "aware")
    if reported is None or sides is None or known is None:
        return None
    shares = [Share(side["value"], side["n"], side["deff"]) for side in (known, sides["yes"], sides["no"])]
    return proportions.split_by(reported, *shares)


def _means(before: Asking | None, after: Asking | None) -> dict[str, proportions.MeanDifference]:
    """How the means of the scales moved, standardised."""
    if not before or not after:
        return {}
    found = {}
    for key, figure in after.results.get("questions", {}).items():
        earlier = before.results.get("questions", {}).get(key)
        if (
            figure["kind"] == "scale"
            and earlier
            and min(figure["mean"]["n"], earlier["mean"]["n"]) >= COMPARED
        ):
            means = [
                proportions.Mean(
                    one["mean"]["value"], one["mean"]["sd"], one["mean"]["n"], one["mean"]["deff"]
                )
                for one in (figure, earlier)
            ]
            found[key] = proportions.mean_difference(*means)
    return found


def _trend(alike: Sequence[Asking]) -> proportions.Trend | None:
    told = [one for one in alike if one.felt and one.felt.n >= COMPARED]
    shares = [one.felt for one in told if one.felt]
    return proportions.trend([_in_years(one.first) for one in told], shares)


def _plain(value: Any) -> Any:
    """Plain data for JSON: days as text, no infinite numbers."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def _in_years(day: date) -> float:
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days
