"""What a log says of each case before and after a change: how long it took, whether it was late or done twice."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.lib.commands import BadInput

Array = npt.NDArray[np.float64]
Months = npt.NDArray[np.int64]

MEASURES = ("cycle_time", "late_share", "rework", "events", "cases")
FEWEST = 5  # cases below which a month says nothing
EARLY, LATE = (
    7,
    24,
)  # days of the month: a log that begins later, or ends earlier, has no whole first or last month
MICROSECONDS = 1_000_000
READ = ("case", "activity", "time", "day", "lifecycle", "deadline", "end", "ended", "group", "channel")


@dataclass(frozen=True)
class Outcomes:
    """One value for each closed case, the day (proleptic ordinal) and month of its start, its kind
    if known, the day of its end, and whether it was late (1 or 0, nan without a deadline)."""

    values: Array
    days: Months
    months: Months
    kinds: npt.NDArray[np.str_] | None
    across: npt.NDArray[np.int64]
    late: Array
    open_cases: int
    whole_months: tuple[int, int]


def outcomes(events: Path, measure: str, lifecycle: str | None = None) -> Outcomes:
    """Read a columnar log; raises BadInput where the measure needs what the log does not hold."""
    there = set(pq.read_schema(events).names)
    table = pq.read_table(events, columns=[name for name in READ if name in there])
    if lifecycle:
        table = table.filter(pc.equal(pc.utf8_lower(table["lifecycle"]), lifecycle.lower()))
    if not table.num_rows:
        raise BadInput("the log holds no event of that lifecycle.")
    cases = _by_case(table)
    open_cases = int((~cases.closed).sum())
    values = _values(cases, measure)
    kept = cases.closed & ~np.isnan(values)
    if not kept.any():
        raise BadInput(f"no case of the log has a value for '{measure}'.")
    months = _months(cases.first_day)
    whole = _whole_months(int(cases.first_day.min()), int(cases.last_day.max()))
    return Outcomes(
        values[kept], cases.first_day[kept], months[kept], None if cases.kinds is None else cases.kinds[kept],
        cases.last_day[kept], _late(cases)[kept], open_cases, whole,
    )  # fmt: skip


@dataclass(frozen=True)
class _Cases:
    first: Array
    last_event: Array
    closing: Array
    deadline: Array
    first_day: Months
    last_day: Months
    events: Array
    activities: Array
    closed: npt.NDArray[np.bool_]
    kinds: npt.NDArray[np.str_] | None


def _by_case(table: pa.Table) -> _Cases:
    wanted = [("time", "min"), ("time", "max"), ("day", "min"), ("day", "max"), ("deadline", "max"), ("end", "max"),
              ("time", "count"), ("activity", "count_distinct")]  # fmt: skip
    names = set(table.column_names)
    said = next(
        (name for name in ("group", "channel") if name in names and table[name].null_count < table.num_rows),
        None,
    )
    told = "ended" in names and table["ended"].null_count < table.num_rows
    extra = [(said, "max")] * bool(said) + [("ended", "max")] * told
    found = table.group_by("case").aggregate([pair for pair in [*wanted, *extra] if pair[0] in names])
    ended = found["ended_max"].fill_null(False).to_numpy() if told else np.ones(found.num_rows, bool)
    kinds = np.asarray(found[f"{said}_max"].fill_null("").to_pylist(), str) if said else None
    last = _moments(found, "time_max")
    end = _moments(found, "end_max")
    return _Cases(
        _moments(found, "time_min"), last, np.where(np.isnan(end), last, end),
        _moments(found, "deadline_max"), _days(found, "day_min"), _days(found, "day_max"),
        found["time_count"].to_numpy().astype(float), found["activity_count_distinct"].to_numpy().astype(float),
        np.asarray(ended, bool), kinds,
    )  # fmt: skip


def _moments(found: pa.Table, name: str) -> Array:
    """Moments as seconds, nan where there is none."""
    if name not in found.column_names:
        return np.full(found.num_rows, np.nan)
    whole = found[name].cast(pa.int64()).cast(pa.float64(), safe=False).fill_null(float("nan"))
    return np.asarray(whole.to_numpy() / MICROSECONDS, np.float64)


def _days(found: pa.Table, name: str) -> Months:
    return np.asarray(found[name].cast(pa.int32()).to_numpy(), np.int64)


def _values(cases: _Cases, measure: str) -> Array:
    if measure == "late_share":
        if np.isnan(cases.deadline).all():
            raise BadInput(
                "the log states no deadlines; name their column with --deadline, or choose another --measure."
            )
        return _late(cases)
    if measure == "rework":
        return np.asarray(cases.events > cases.activities, np.float64)
    return {"events": cases.events, "cases": np.ones(len(cases.first)), "cycle_time": _cycle(cases)}[measure]


def _late(cases: _Cases) -> Array:
    late = (cases.closing > cases.deadline).astype(float)
    return np.where(np.isnan(cases.deadline), np.nan, late)


def _cycle(cases: _Cases) -> Array:
    """From the first event to the last, in seconds, as `madang log measure` counts it."""
    return np.asarray(cases.last_event - cases.first, np.float64)


def _months(days: Months) -> Months:
    """Months since year 0 of days since 1970."""
    return np.asarray(
        days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12, np.int64
    )


def _whole_months(first: int, last: int) -> tuple[int, int]:
    """The first and the last month that the log covers nearly whole."""
    ends = np.array([first, last])
    month = _months(ends)
    begins = (month - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    day = ends - begins + 1
    return int(month[0] + (day[0] > EARLY)), int(month[1] - (day[1] < LATE))


@dataclass(frozen=True)
class Monthly:
    """Each whole month: mean and median of its cases, nan where too few; how many cases."""

    months: Months
    mean: Array
    median: Array
    counts: Array


def monthly(found: Outcomes) -> Monthly:
    """The cases by the month of their start."""
    months = np.arange(found.whole_months[0], found.whole_months[1] + 1)
    groups = [found.values[found.months == month] for month in months]
    counts = np.array([float(len(group)) for group in groups])
    means = [group.mean() if len(group) >= FEWEST else np.nan for group in groups]
    medians = [np.median(group) if len(group) >= FEWEST else np.nan for group in groups]
    return Monthly(months, np.array(means, float), np.array(medians, float), counts)
