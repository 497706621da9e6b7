"""The figures of a log: the exact summary that scripts read, and the tables behind the pictures."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from madang.insight.evidence.measures import expressions as of
from madang.insight.evidence.measures.arrays import saved
from madang.insight.evidence.measures.engine import Log, Table, opened
from madang.insight.evidence.measures.summary import details_of, summary_of
from madang.insight.evidence.measures.whole import Asked, whole
from madang.lib.commands import BadInput

SECOND = 1_000_000
MINUTE, HOUR, DAY = 60, 3600, 86400
# Widths of the bars of a distribution, in seconds, that people can read.
WIDTHS = (
    *(1, 5, 10, 30, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR),
    *(DAY, 2 * DAY, 5 * DAY, 7 * DAY, 10 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 90 * DAY, 180 * DAY, 365 * DAY),
)
# Where most cases take minutes and some weeks, bars of one width would all be one: steps of a ladder then.
LADDER = (
    *(0, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY),
    *(60 * DAY, 120 * DAY, 365 * DAY, 730 * DAY),
)
SKEWED = 10  # times that the 95th percentile exceeds the median
BARS = 20
MOST_PAIRS = 2000
MOST_ACTIVITIES = 500

Row = dict[str, Any]
USUAL = Asked()


@dataclass(frozen=True)
class Figures:
    """What a log says, as plain data."""

    summary: Row
    details: Row


def measure(
    file: Path,
    *,
    lifecycle: str | None = None,
    variants_to: Path | None = None,
    cases_to: Path | None = None,
    asked: Asked = USUAL,
) -> Figures:
    """Measure a columnar log exactly; variants and cases are written to the files named, if any."""
    with opened(file, lifecycle) as log:
        return measured(log, lifecycle=lifecycle, variants_to=variants_to, cases_to=cases_to, asked=asked)


def measured(
    log: Log,
    *,
    lifecycle: str | None = None,
    variants_to: Path | None = None,
    cases_to: Path | None = None,
    asked: Asked = USUAL,
) -> Figures:
    """The figures of a log that is open; cases are measured once, and all else is read from their table."""
    events = log.events
    cases = log.keep(of.cases_of(events))
    pairs = log.keep(of.pairs_of(of.steps_of(events)))
    counts, totals = _row(of.counts_of(events)), _row(of.totals_of(cases))
    if not totals["cases"]:
        raise BadInput(_nothing(lifecycle))
    variants = log.keep(of.variants_of(cases))
    if variants_to:
        saved(variants, variants_to)
    paired = _row(pairs.aggregate(pairs=pairs.count(), handovers=pairs.handovers.sum()))
    summary = _summary(counts, totals, paired, int(variants.count().to_pyarrow().as_py()))
    cover = _cover(variants, totals["cases"])
    found = whole(log, cases, variants, asked)
    if cases_to:
        saved(found.cases.order_by("first", "case"), cases_to)
    further = summary_of(found, summary, asked, cover)
    notes = further.pop("notes")
    details = _details(events, cases, pairs, counts, totals, cover) | details_of(found) | {"notes": notes}
    return Figures(summary | further, details)


def _nothing(lifecycle: str | None) -> str:
    if lifecycle:
        return f"the log has no event whose lifecycle is '{lifecycle}'; leave --only off."
    return "there is no event to measure."


def _summary(counts: Row, totals: Row, paired: Row, variants: int) -> Row:
    """The figures that scripts read, under the names that stay."""
    summary = {
        "cases": totals["cases"],
        "events": counts["events"],
        "activities": counts["activities"],
        "variants": variants,
        "resources": counts["resources"],
        "cycle_time_seconds": {name: totals[name] / SECOND for name in ("median", "mean", "p90")},
        "rework_cases": totals["rework"],
        "handovers": int(paired["handovers"] or 0),
        "directly_follows_pairs": paired["pairs"],
    }
    if totals["due"]:
        summary["late_share"] = totals["late"] / totals["due"]
    return summary


def _details(events: Table, cases: Table, pairs: Table, counts: Row, totals: Row, cover: int) -> Row:
    return {
        "first_day": _day(counts["first_day"]),
        "last_day": _day(counts["last_day"]),
        "events_without_resource": int(counts["unnamed"] or 0),
        "longest_seconds": totals["longest"] / SECOND,
        "deadline": _deadline(totals) if totals["due"] else None,
        "variants_for_80_percent": cover,
        "distribution": _distribution(cases, totals),
        "months": [_month(row) for row in _rows(of.months_of(cases))],
        "activities": _rows(of.activities_of(events).limit(MOST_ACTIVITIES)),
        "pairs": [_seconds(row, "median") for row in _rows(pairs.limit(MOST_PAIRS))],
        "starts": _counted(cases.select(activity=cases.steps[0])),
        "ends": _counted(cases.select(activity=cases.steps[cases.steps.length() - 1])),
    }


def _cover(variants: Table, cases: int) -> int:
    """The smallest number of variants that together make 80 % of all cases."""
    reached = np.cumsum(variants.select("cases").to_pyarrow().column(0).to_numpy())
    return int(np.searchsorted(reached, 0.8 * cases - 1e-9)) + 1


def _deadline(totals: Row) -> Row:
    return {
        "cases": totals["due"],
        "cases_with_end": totals["closed"],
        "late": totals["late"],
        "late_by_last_event": totals["late_by_last_event"],
    }


def _distribution(cases: Table, totals: Row) -> Row:
    """How many cases took how long; each bar reaches to the start of the next, the last one has no end."""
    reach, middle = (totals["p95"] or 0) / SECOND, (totals["median"] or 0) / SECOND
    skewed = reach > max(SKEWED * middle, HOUR)
    edges = list(LADDER) if skewed else _even(reach)
    at_least = _row(of.at_least(cases, [edge * SECOND for edge in edges]))
    reached = [at_least[f"from_{place}"] for place in range(len(edges))] + [0]
    bars = [{"from": edge, "cases": reached[place] - reached[place + 1]} for place, edge in enumerate(edges)]
    while len(bars) > 1 and not bars[-1]["cases"]:
        bars.pop()
    return {
        "even": not skewed,
        "last_edge": edges[len(bars)] if len(bars) < len(edges) else None,
        "bars": bars,
    }


def _even(reach: float) -> list[int]:
    width = next((width for width in WIDTHS if reach / width <= BARS), max(WIDTHS))
    return [place * width for place in range(min(int(reach // width) + 2, 4 * BARS))]


def _counted(steps: Table) -> Row:
    rows = _rows(steps.group_by("activity").aggregate(cases=steps.count()).order_by("activity"))
    return {row["activity"]: row["cases"] for row in sorted(rows, key=lambda row: -row["cases"])}


def _month(row: Row) -> Row:
    return {
        "month": row["month"].strftime("%Y-%m"),
        "cases": row["cases"],
        "median_seconds": row["median"] / SECOND,
        "p90_seconds": row["p90"] / SECOND,
    }


def _seconds(row: Row, name: str) -> Row:
    return {
        **{key: value for key, value in row.items() if key != name},
        f"{name}_seconds": row[name] / SECOND,
    }


def _day(day: date) -> str:
    return day.isoformat()


def _rows(table: Table) -> list[Row]:
    rows: list[Row] = table.to_pyarrow().to_pylist()
    return rows


def _row(table: Table) -> Row:
    return _rows(table)[0]
