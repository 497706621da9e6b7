"""The figures that are read from the cases of a log, with a note for each that is missing or assumes something."""

from collections.abc import Sequence
from math import isfinite
from statistics import NormalDist
from typing import Any

import numpy as np

from madang.insight.evidence.measures import expressions as of
from madang.insight.evidence.measures.engine import Table
from madang.insight.evidence.measures.legal import unit_of
from madang.insight.evidence.measures.notes import note
from madang.insight.evidence.measures.waiting import CAUSES
from madang.insight.evidence.measures.whole import SECOND, Asked, Known, Whole
from madang.lib.statistics.control_chart import control_chart

SHIFT = 1.5  # by which a process is taken to wander in the long run; part of the usual sigma
MOST_STEPS = 400  # of a survival curve that are kept for its picture
MOST_ROWS = 200
Row = dict[str, Any]


def summary_of(whole: Whole, base: Row, asked: Asked, cover: int) -> Row:
    """The further figures that scripts read, with a note for each that is missing or assumes something."""
    row: Row = of.sums_of(whole.cases).to_pyarrow().to_pylist()[0]
    told: Row = {
        **_work(whole, row),
        "variants_covering_80": cover,
        **_quality(whole, row),
        "working_time_seconds": _span(row, "worked") if whole.found.calendar_known else None,
        "legal_time": _legal(whole, row, asked) if whole.legal else None,
        **_lasting(whole, row),
        **_defects(base, row),
        "conformance": whole.conforming.as_json() if whole.conforming else None,
    }
    if asked.by:
        told["by"] = {part: by(whole.cases, part) for part in asked.by}
        if "month" in asked.by:
            told["month_limits"] = limits(told["by"]["month"])
    told["notes"] = _notes(whole, told, asked)
    return told


def _work(whole: Whole, row: Row) -> Row:
    known = whole.starts
    spent = _share(row["processing_sum"], row["processing_sum"] + row["waiting_sum"])
    return {
        "processing_time_seconds": _span(row, "processing") if known else None,
        "waiting_time_seconds": _span(row, "waiting") if known else None,
        "flow_efficiency": spent if known else None,
        "waiting_causes": {cause: row[f"{cause}_sum"] / SECOND for cause in CAUSES},
        "waiting_sum_seconds": row["waiting_sum"] / SECOND,
    }


def _quality(whole: Whole, row: Row) -> Row:
    known, ended = whole.known, row["cases"] - row["open"]
    automated = _share(row["automatic_sum"], row["automation_known_sum"])
    return {
        "ping_pong_cases": row["ping_pong_cases"] if known.resources else None,
        "automation_rate": automated if known.automated else None,
        "straight_through_rate": _share(row["straight"], row["all_known"]) if known.automated else None,
        "first_time_right_share": _share(row["right"], ended),
    }


def _lasting(whole: Whole, row: Row) -> Row:
    median, low, high = whole.survival.quantile()
    return {
        "open_cases": row["open"],
        "survival_median": _finite(median),
        "survival_median_ci95": [_finite(low), _finite(high)],
    }


def details_of(whole: Whole) -> Row:
    """The tables behind the further pictures: the survival curve, and where cases waited for what."""
    curve = whole.survival
    places = np.unique(np.linspace(0, max(len(curve.times) - 1, 0), MOST_STEPS).astype(int))
    steps = [
        {
            "seconds": float(curve.times[place]), "share": float(curve.share[place]), "low": float(curve.low[place]),
            "high": float(curve.high[place]), "at_risk": int(curve.at_risk[place]),
        }
        for place in places if place < len(curve.times)
    ]  # fmt: skip
    held = sorted(whole.found.by_activity.items(), key=lambda one: -sum(one[1].values()))
    waits = [
        {"activity": name, **{cause: spans[cause] / SECOND for cause in CAUSES}}
        for name, spans in held[:MOST_ROWS] if any(spans.values())
    ]  # fmt: skip
    parts = {part: by(whole.cases, part) for part in ("unit", "channel", "group")}
    return {
        "survival": {"steps": steps, "censored": curve.censored},
        "waits": waits,
        "months_by": by(whole.cases, "month"),
        "parts": {part: rows[:MOST_ROWS] for part, rows in parts.items() if any(row["name"] for row in rows)},
    }


def limits(months: list[Row]) -> Row | None:
    """The natural limits of the months' medians and the months that stand out; None for a single month."""
    if len(months) < 2:
        return None
    chart = control_chart([row["cycle_time_seconds"]["median"] for row in months], floor=0.0)
    signals = [
        {"month": months[one.place]["name"], "rule": one.rule, "side": one.side} for one in chart.signals
    ]
    return {
        "centre": chart.centre, "low": chart.low, "high": chart.high, "mean_moving_range": chart.mean_range,
        "enough_months": chart.enough, "signals": signals,
    }  # fmt: skip


def by(cases: Table, part: str) -> list[Row]:
    """The figures of each month, unit, channel or group, in order."""
    rows: list[Row] = of.by_of(cases, part).to_pyarrow().to_pylist()
    return [_part(row) for row in rows]


def _part(row: Row) -> Row:
    name = row["part"]
    return {
        "name": name.strftime("%Y-%m") if hasattr(name, "strftime") else name,
        "cases": row["cases"],
        "open": row["open"],
        "cycle_time_seconds": _span(row, "cycle"),
        "processing_sum_seconds": row["processing_sum"] / SECOND,
        "waiting_sum_seconds": row["waiting_sum"] / SECOND,
        "waiting_causes": {cause: row[f"{cause}_sum"] / SECOND for cause in CAUSES},
        "rework_cases": row["rework"],
        "late_share": _share(row["late"], row["due"]) if row["due"] else None,
        "late_by_law_share": _share(row["late_by_law"], row["due_by_law"]) if row["due_by_law"] else None,
    }


def _span(row: Row, name: str) -> Row:
    return {part: row[f"{name}_{part}"] / SECOND for part in ("median", "mean", "p90")}


def _share(part: float, all_: float) -> float | None:
    return part / all_ if all_ else None


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _legal(whole: Whole, row: Row, asked: Asked) -> Row:
    """Legal time used and lateness by the law's clock; which rule, and how many clocks were stopped."""
    legal, clock = whole.legal, asked.office.clock
    assert legal
    assert clock
    return {
        "rule": clock.rule,
        "period": clock.period,
        "unit": unit_of(legal, clock.period),
        **{part: row[f"legal_{part}"] for part in ("median", "mean", "p90")},
        "cases": row["due_by_law"],
        "late": row["late_by_law"],
        "late_share": _share(row["late_by_law"], row["due_by_law"]),
        "clocks_stopped": legal.stopped,
    }


def _defects(base: Row, row: Row) -> Row:
    """Defects per million opportunities, and how many standard deviations that is, shifted by 1.5."""
    chances = base["cases"] + row["due"]
    each = (base["rework_cases"] + row["late"]) / chances
    return {"dpmo": each * 1e6, "sigma": _sigma(1 - each), "sigma_shift": SHIFT}


def _sigma(good: float) -> float | None:
    """The standard deviations that leave this share inside, and the shift; nothing where all or none is inside."""
    return NormalDist().inv_cdf(good) + SHIFT if 0 < good < 1 else None


def _notes(whole: Whole, told: Row, asked: Asked) -> Row:
    """A note for each figure that is missing or assumes something."""
    known, office = whole.known, asked.office
    notes: Row = {"dpmo": note("dpmo"), "first_time_right_share": note("first-time"), **_work_notes(whole)}
    if not known.resources:
        notes["ping_pong_cases"] = note("nobody")
    if not known.automated:
        notes |= dict.fromkeys(("automation_rate", "straight_through_rate"), note("no-automation"))
    words = {"hours": office.hours.words(), "zone": office.hours.zone_name, "calendar": office.calendar}
    counted = whole.found.calendar_known
    notes["working_time_seconds"] = note("office", **words) if counted else note("calendar", **words)
    if told["legal_time"] is None:
        notes["legal_time"] = note("calendar", **words) if office.clock else note("no-clock")
    if whole.conforming is None:
        notes["conformance"] = note("no-service")
    elif not whole.conforming.known_steps:
        notes["conformance"] = note("other-steps")
    return notes | _open_notes(known, told, asked.closing)


def _work_notes(whole: Whole) -> Row:
    odd, notes = whole.found.odd, Row()
    if not whole.starts:
        missing = ("processing_time_seconds", "waiting_time_seconds", "flow_efficiency")
        notes |= {**dict.fromkeys(missing, note("no-start")), "waiting_causes": note("moments")}
    else:
        notes["processing_time_seconds"] = note("some-starts", count=odd.started, others=odd.moments)
        if not whole.known.enabled:
            notes["waiting_causes"] = note("enabled")
    if odd.backwards:
        notes["start"] = note("backwards", count=odd.backwards)
    if odd.unpaired:
        notes["lifecycle"] = note("unpaired", count=odd.unpaired)
    return notes


def _open_notes(known: Known, told: Row, closing: Sequence[str]) -> Row:
    notes: Row = {}
    if closing:
        notes["open_cases"] = note("open-by-activity")
    elif not known.ended:
        notes["open_cases"] = note("open-by-end" if known.ends else "open-unknown")
    if told["survival_median"] is None:
        notes["survival_median"] = note("survival")
    return notes
