"""Pictures of a log's figures, drawn on the server as SVG and kept on disk; each stands beside its table."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from madang.lib.charts import BAR, INK, named_svg
from madang.ui.words import duration, language

STYLE = 5  # raised when the drawing changes, so that kept pictures are drawn anew
WIDTH = 330


def kept(what: object, draw: Callable[[], str]) -> str:
    """The picture of this in the reader's language; drawn once, then read from disk.

    `what` is all that the picture tells, words included, so that it is drawn anew when either changes.
    """
    told = json.dumps([STYLE, language(), what], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(told.encode()).hexdigest()
    file = Path(settings.DATA) / "pictures" / "evidence" / f"{name}.svg"
    if file.exists():
        return file.read_text(encoding="utf-8")
    picture = draw()
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(f".{uuid4().hex}.new")
    new.write_text(picture, encoding="utf-8")
    new.rename(file)
    return picture


def bars_in_words(distribution: dict[str, Any]) -> list[dict[str, Any]]:
    """The bars of a distribution with their spans in words."""
    bars = distribution["bars"]
    edges = [*(bar["from"] for bar in bars), distribution["last_edge"]]
    whole = sum(bar["cases"] for bar in bars)
    return [
        {
            **bar, "span": _span(edges[place], edges[place + 1]), "share": bar["cases"] / whole,
            "where": _between(edges[place], edges[place + 1]),
        }
        for place, bar in enumerate(bars)
    ]  # fmt: skip


def _between(start: int, end: int | None) -> str:
    """The part of the address that lists the cases of a span."""
    return f"least={start}&sort=longest" + ("" if end is None else f"&most={end}")


def _span(start: int, end: int | None) -> str:
    if end is None:
        return _("%(from)s or more") % {"from": duration(start, 1)}
    if not start:
        return _("under %(to)s") % {"to": duration(end, 1)}
    return _("%(from)s to %(to)s") % {"from": duration(start, 1), "to": duration(end, 1)}


def distribution(figures: dict[str, Any], cases: str = "") -> str:
    """How many cases took how long, one bar a span; a bar leads to its cases, listed under the address `cases`."""
    import altair as alt

    bars = [{**bar, "href": f"{cases}?{bar['where']}"} for bar in bars_in_words(figures["distribution"])]
    order = [bar["span"] for bar in bars]
    chart = alt.Chart(alt.InlineData(values=bars)).encode(
        y=alt.Y("span:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, minExtent=118)),
        x=alt.X("cases:Q", title=_("Number of cases"), axis=alt.Axis(tickCount=4, format=",d")),
    )
    if cases:
        chart = chart.encode(href=alt.Href("href:N"))
    written = chart.mark_text(align="left", dx=4, color=INK).encode(text=alt.Text("cases:Q", format=",d"))
    return drawn((chart.mark_bar(color=BAR) + written).properties(width=WIDTH - 140, height={"step": 22}))


def unit_of(seconds: Sequence[float]) -> tuple[int, str]:
    """The unit in which the largest of these spans is read best: its length in seconds and its name."""
    largest = max(seconds, default=0)
    units = ((86400, _("days")), (3600, _("hours")), (60, _("minutes")), (1, _("seconds")))
    return next((unit for unit in units if largest >= 2 * unit[0]), units[-1])


def months(figures: dict[str, Any]) -> str:
    """Cases begun each month, and below them the median of their cycle times."""
    import altair as alt

    rows = figures["months"]
    length, unit = unit_of([row["median_seconds"] for row in rows])
    values = [
        {"month": f"{row['month']}-01", "cases": row["cases"], "median": row["median_seconds"] / length}
        for row in rows
    ]
    base = alt.Chart(alt.InlineData(values=values)).properties(width=WIDTH - 60, height=110)
    x = alt.X(
        "yearmonth(month):T",
        title=None,
        axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=4, labelAngle=0),
    )
    begun = base.mark_bar(color=BAR).encode(
        x=x, y=alt.Y("cases:Q", title=_("Cases begun"), axis=alt.Axis(tickCount=4))
    )
    title = _("Median (%(unit)s)") % {"unit": unit}
    median = base.mark_line(color=INK, point=alt.OverlayMarkDef(color=INK, size=24)).encode(
        x=x, y=alt.Y("median:Q", title=title, axis=alt.Axis(tickCount=4))
    )
    return drawn(alt.vconcat(begun, median))


def drawn(chart: Any) -> str:
    """The chart as SVG, its links kept for those who point at them."""
    # Within a picture links are for the mouse; the table beside it holds the same links for everybody.
    return named_svg(chart).replace('target="_blank"', 'tabindex="-1"')
