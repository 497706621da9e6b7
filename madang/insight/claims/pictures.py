"""The one picture of a claim: before and after, the day of the change, and what would have been without it."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, median
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.models import Data
from madang.insight.claims.sentences import in_words
from madang.insight.claims.tables import CASES, PANEL, parsed, treated_in
from madang.lib import charts
from madang.ui.words import language

Rows = list[dict[str, Any]]


def rows_of(data: Data) -> Rows:
    """What is drawn and stands in the table: month, value here, and value of the others where there are any."""
    table = parsed(data.content)
    if data.kind == CASES:
        months: dict[str, list[float]] = defaultdict(list)
        for row in table:
            months[row["month"]].append(float(row["value"]))
        return [
            {"period": month, "here": median(each), "cases": len(each)}
            for month, each in sorted(months.items())
        ]
    if data.kind == PANEL:
        return _panel(table, set(treated_in(data.treated)))
    return [{"period": row["period"], "here": float(row["value"])} for row in table]


def _panel(table: list[dict[str, str]], treated: set[str]) -> Rows:
    """The mean of the units that changed beside the mean of the others."""
    sides: dict[bool, dict[str, list[float]]] = {True: defaultdict(list), False: defaultdict(list)}
    for row in table:
        sides[row["unit"] in treated][row["period"]].append(float(row["value"]))
    here, others = (
        {period: fmean(each) for period, each in side.items()} for side in (sides[True], sides[False])
    )
    return [
        {"period": period, "here": here.get(period), "others": others.get(period)}
        for period in sorted({*here, *others})
    ]


def weighted(rows: Rows, data: Data, weights: Mapping[str, float]) -> Rows:
    """The same rows with the weighted mean of the donors that a synthetic control chose."""
    if not weights or data.kind != PANEL:
        return rows
    sums: dict[str, float] = defaultdict(float)
    for row in parsed(data.content):
        sums[row["period"]] += weights.get(row["unit"], 0.0) * float(row["value"])
    return [{**row, "others": sums[row["period"]]} for row in rows]


def series(rows: Rows, terms: Terms, measure: Measure) -> str:
    """Values by month with the day of the change; with the others beside where there are any."""
    key = f"claim/{language()}/{terms.starts_on}/{in_words(measure.name)}/{in_words(measure.unit)}/{rows}"
    return charts.kept(_folder(), key, lambda: _series(rows, terms, measure))


def _folder() -> Path:
    return Path(settings.DATA) / "pictures" / "claims"


def _series(rows: Rows, terms: Terms, measure: Measure) -> str:
    import altair as alt

    labels = {"here": _("Here"), "others": _("Others that did not change")}
    values = [
        {"period": f"{row['period']}-01", "value": row[name], "whose": label}
        for name, label in labels.items()
        for row in rows
        if row.get(name) is not None
    ]
    names = list(labels.values())
    both = any(value["whose"] == labels["others"] for value in values)
    legend = alt.Legend(orient="top", labelLimit=300, labelFontSize=12) if both else None
    colours = alt.Scale(domain=names, range=[charts.BAR, charts.SOFT])
    colour = alt.Color("whose:N", title=None, scale=colours, legend=legend)
    dash = alt.StrokeDash("whose:N", scale=alt.Scale(domain=names, range=[[1, 0], [5, 4]]), legend=None)
    base = alt.Chart(alt.InlineData(values=values)).properties(width=440, height=240).encode(
        **_axes(in_words(measure.unit)), color=colour
    )  # fmt: skip
    line = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    points = base.transform_filter(alt.datum.whose == labels["here"]).mark_point(filled=True, size=26)
    return charts.svg(alt.layer(line, points, *_change(terms)))


def _axes(unit: str) -> dict[str, Any]:
    """Months below, values at the side."""
    import altair as alt

    months = alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=5, labelAngle=0)
    scale = alt.Scale(zero=False, padding=12)
    return {
        "x": alt.X("yearmonth(period):T", title=None, axis=months),
        "y": alt.Y("value:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=5)),
    }


def _change(terms: Terms) -> list[Any]:
    """The dashed line at the day of the change, and its word."""
    import altair as alt

    if terms.starts_on is None:
        return []
    day = [{"at": terms.starts_on.isoformat(), "word": _("Change")}]
    at = alt.Chart(alt.InlineData(values=day)).encode(x="yearmonth(at):T")
    word = at.mark_text(align="left", dx=4, dy=8, baseline="top", color=charts.INK)
    return [at.mark_rule(color=charts.INK, strokeDash=[4, 4]), word.encode(y=alt.value(0), text="word:N")]


def figures(terms: Terms) -> str:
    """The two published numbers of each measure, as bars beside each other."""
    values = [
        {"measure": in_words(measure.name), "when": label, "value": float(value.value)}
        for measure in terms.measures
        if measure.figures
        for label, value in ((_("Before"), measure.figures.before), (_("After"), measure.figures.after))
    ]
    key = f"claim/{language()}/{in_words(terms.primary.unit)}/{values}"
    return charts.kept(_folder(), key, lambda: _bars(values, in_words(terms.primary.unit))) if values else ""


def _bars(values: Rows, unit: str) -> str:
    import altair as alt

    words = [_("Before"), _("After")]
    order = list(dict.fromkeys(value["measure"] for value in values))
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("when:N", sort=words, title=None, axis=alt.Axis(minExtent=50)),
        x=alt.X("value:Q", title=unit, axis=alt.Axis(tickCount=5)),
    )
    colour = alt.Color("when:N", scale=alt.Scale(domain=words, range=[charts.SOFT, charts.BAR]), legend=None)
    layers = (
        base.mark_bar().encode(color=colour)
        + base.mark_text(align="left", dx=4, color=charts.INK).encode(text="value:Q")
    ).properties(width=300, height={"step": 22})
    row = alt.Row(
        "measure:N",
        sort=order,
        title=None,
        header=alt.Header(
            labelAngle=0, labelAnchor="start", labelOrient="top", labelFontSize=12, labelPadding=2
        ),
    )
    return charts.svg(layers.facet(row=row, spacing=6))
