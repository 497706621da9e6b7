"""Further pictures: the trend with its limits, how long cases last, why they wait, and every event as a dot."""

from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from django.utils.translation import gettext as _

from madang.insight.evidence import further
from madang.insight.evidence.measures.waiting import CAUSES
from madang.insight.evidence.pictures import WIDTH, drawn, unit_of
from madang.lib.charts import BAR, INK, SOFT
from madang.lib.statistics.control_chart import ControlChart, control_chart

COLOURS = ("#063a74", "#256ef4", "#8a949e", "#b1cefb", "#f59e0b")  # apart also without colour: dark to light
WARN = "#bd2c0f"
MOST_DOTS, MOST_CASES, MOST_KINDS, TOP = 1200, 120, 9, 12
Row = dict[str, Any]


def trend(figures: Row) -> tuple[ControlChart | None, list[Row]]:
    """The medians of the months with their natural limits, and each month with what a rule sees in it.

    The last month is left out of the limits' series if it is the month in which the log ends: it is cut short.
    """
    months = figures["months"]
    whole = months[:-1] if len(months) > 2 and months[-1]["month"] == figures["last_day"][:7] else months
    if len(whole) < 2:
        return None, []
    chart = control_chart([row["median_seconds"] for row in whole], floor=0.0)
    seen = {signal.place: signal for signal in chart.signals}
    words = {
        "beyond": _("beyond a limit"), "run": _("eighth in a row on one side"), "near": _("third of four near a limit"),
    }  # fmt: skip
    return chart, [
        {**row, "signal": words[seen[place].rule] if place in seen else ""} for place, row in enumerate(whole)
    ]


def trend_picture(chart: ControlChart, rows: list[Row]) -> str:
    """The medians by month between their limits."""
    import altair as alt

    length, unit = unit_of([*(row["median_seconds"] for row in rows), chart.high])
    values = [
        {"month": f"{row['month']}-01", "median": row["median_seconds"] / length, "seen": bool(row["signal"])}
        for row in rows
    ]
    base = alt.Chart(alt.InlineData(values=values))
    x = alt.X(
        "yearmonth(month):T", title=None,
        axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=4, labelAngle=0),
    )  # fmt: skip
    y = alt.Y("median:Q", title=_("Median (%(unit)s)") % {"unit": unit}, axis=alt.Axis(tickCount=5))
    line = base.mark_line(color=BAR).encode(x=x, y=y)
    points = base.mark_point(filled=True, size=46, opacity=1).encode(
        x=x, y=y,
        color=alt.condition("datum.seen", alt.value(WARN), alt.value(BAR)),
        shape=alt.condition("datum.seen", alt.value("diamond"), alt.value("circle")),
    )  # fmt: skip
    limits = alt.InlineData(values=[{"at": chart.low / length}, {"at": chart.high / length}])
    dashed = alt.Chart(limits).mark_rule(strokeDash=[5, 4], color=SOFT).encode(y="at:Q")
    middle = alt.InlineData(values=[{"at": chart.centre / length}])
    centre = alt.Chart(middle).mark_rule(color=INK).encode(y="at:Q")
    return drawn((dashed + centre + line + points).properties(width=WIDTH - 60, height=180))


def survival_rows(figures: Row) -> list[Row]:
    """The share of cases that lasts longer than each of some lengths that people know."""
    steps = figures.get("survival", {}).get("steps", [])
    lengths = (
        60,
        900,
        3600,
        14400,
        *(86400 * days for days in (1, 2, 3, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365)),
    )
    found: list[Row] = []
    for length in lengths:
        reached = [step for step in steps if step["seconds"] <= length]
        if reached and (not found or reached[-1]["share"] != found[-1]["share"]):
            found.append(
                {"length": length, **{key: reached[-1][key] for key in ("share", "low", "high", "at_risk")}}
            )
    return found


def survival_picture(figures: Row) -> str:
    """The share of cases that is still open after a time, with its interval; to where 2 in 100 are left."""
    import altair as alt

    steps = figures["survival"]["steps"]
    shown = [step for step in steps if step["share"] >= 0.02] or steps[:1]
    length, unit = unit_of([step["seconds"] for step in shown])
    start = {"seconds": 0.0, "share": 1.0, "low": 1.0, "high": 1.0}
    values = [{**step, "time": step["seconds"] / length} for step in (start, *shown)]
    base = alt.Chart(alt.InlineData(values=values))
    x = alt.X(
        "time:Q", title=_("Time since the case began (%(unit)s)") % {"unit": unit}, axis=alt.Axis(tickCount=5)
    )
    percent = alt.Axis(format="%", tickCount=5)
    y = alt.Y("share:Q", title=_("Share still open"), axis=percent, scale=alt.Scale(domain=[0, 1]))
    band = base.mark_area(interpolate="step-after", opacity=0.25, color=BAR).encode(
        x=x, y="low:Q", y2="high:Q"
    )
    line = base.mark_line(interpolate="step-after", color=INK).encode(x=x, y=y)
    return drawn((band + line).properties(width=WIDTH - 60, height=180))


def waits_picture(figures: Row, cases: str) -> str:
    """Before which activities cases waited, and why."""
    import altair as alt

    rows = figures["waits"][:TOP]
    whole = [sum(row[cause] for cause in CAUSES) for row in rows]
    length, unit = unit_of(whole)
    names = [further.cause_in_words(cause) for cause in CAUSES]
    values = [
        {
            "activity": row["activity"], "cause": name, "place": place, "time": row[cause] / length,
            **({"href": f"{cases}?cause={cause}"} if cases else {}),
        }
        for row in rows for place, (cause, name) in enumerate(zip(CAUSES, names, strict=True))
    ]  # fmt: skip
    chart = alt.Chart(alt.InlineData(values=values)).mark_bar().encode(
        y=alt.Y("activity:N", sort=[row["activity"] for row in rows], title=None,
                axis=alt.Axis(labelLimit=130, minExtent=118)),
        x=alt.X("time:Q", title=_("Waiting of all cases (%(unit)s)") % {"unit": unit}, axis=alt.Axis(tickCount=4)),
        color=alt.Color("cause:N", sort=names, scale=alt.Scale(domain=names, range=list(COLOURS)),
                        legend=alt.Legend(orient="bottom", columns=1, title=None, labelLimit=300)),
        order=alt.Order("place:Q"),
    )  # fmt: skip
    if cases:
        chart = chart.encode(href=alt.Href("href:N"))
    return drawn(chart.properties(width=WIDTH - 140, height={"step": 24}))


def dots(cases: pa.Table, events: Path) -> Row:
    """Events of some cases, evenly chosen, each with its place among the cases and its moment."""
    chosen = _chosen(cases)
    found = ds.dataset(events).to_table(
        columns=["case", "activity", "time"], filter=pc.field("case").isin(chosen["case"].combine_chunks())
    )
    kinds = _commonest(found["activity"])
    numbers = dict(zip(chosen["case"].to_pylist(), chosen["number"].to_pylist(), strict=True))
    rows = [
        {
            "number": numbers[row["case"]], "activity": row["activity"] if row["activity"] in kinds else "",
            "time": row["time"].timestamp(),
        }
        for row in found.to_pylist()
    ]  # fmt: skip
    listed = [
        {
            "number": row["number"],
            "first": row["first"] / 1e6,
            "last": row["last"] / 1e6,
            "events": row["events"],
        }
        for row in chosen.select(["number", "first", "last", "events"]).to_pylist()
    ]
    return {"rows": rows, "kinds": kinds, "cases": listed, "all": cases.num_rows}


def _commonest(activities: pa.ChunkedArray) -> list[str]:
    counts = pc.value_counts(activities).to_pylist()
    ranked = sorted(counts, key=lambda row: (-row["counts"], row["values"]))
    return [row["values"] for row in ranked[:MOST_KINDS]]


def _chosen(cases: pa.Table) -> pa.Table:
    """Some of the cases, evenly, so few that their events can be told apart in a picture."""
    often = cases["events"].to_numpy().mean() if cases.num_rows else 1
    most = max(1, min(MOST_CASES, int(MOST_DOTS / often)))
    step = max(1, -(-cases.num_rows // most))
    return cases.take(pa.array(np.arange(0, cases.num_rows, step)))


def dots_picture(found: Row) -> str:
    """Every event as a dot: cases from top to bottom as they began, time from left to right."""
    import altair as alt

    other = _("other activities")
    kinds = [*found["kinds"], other] if any(not row["activity"] for row in found["rows"]) else found["kinds"]
    values = [
        {"case": row["number"], "activity": row["activity"] or other, "time": int(row["time"] * 1000)}
        for row in found["rows"]
    ]
    lowest = min((row["number"] for row in found["rows"]), default=0)
    highest = max((row["number"] for row in found["rows"]), default=inf)
    chart = alt.Chart(alt.InlineData(values=values)).mark_circle(size=14, opacity=0.9).encode(
        x=alt.X("time:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=4, labelAngle=0, labelOverlap=True)),
        y=alt.Y("case:Q", title=_("Case number in the log"), axis=alt.Axis(tickCount=5, format="d"),
                scale=alt.Scale(domain=[lowest, highest], reverse=True)),
        color=alt.Color("activity:N", sort=kinds, scale=alt.Scale(domain=kinds, scheme="tableau10"),
                        legend=alt.Legend(orient="bottom", columns=1, title=None, labelLimit=300)),
    )  # fmt: skip
    return drawn(chart.properties(width=WIDTH - 60, height=260))
