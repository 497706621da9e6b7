"""Pictures of a round: shares with their intervals, and one share over the rounds; each stands beside its table."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.lib import charts
from madang.ui.words import language

if TYPE_CHECKING:
    from madang.ground.surveys.rounds.showing import Row


def shares(rows: Sequence["Row"]) -> str:
    """Shares below each other: a bar to the figure, a line over its interval."""
    return _kept("shares", rows, lambda: _bars(rows))


def series(rows: Sequence["Row"]) -> str:
    """One share over the rounds, each with its interval."""
    return _kept("series", rows, lambda: _line(rows))


def _kept(kind: str, rows: Sequence["Row"], draw: Callable[[], str]) -> str:
    key = f"{kind}/{language()}/{[(row.name, row.value, row.low, row.high) for row in rows]}"
    return charts.kept(Path(settings.DATA) / "pictures" / "surveys", key, draw)


def _given(rows: Sequence["Row"]) -> Any:
    import altair as alt

    values = [{"name": row.name, "value": row.value, "low": row.low, "high": row.high} for row in rows]
    return alt.InlineData(values=values)


def _bars(rows: Sequence["Row"]) -> str:
    import altair as alt

    base = alt.Chart(_given(rows)).properties(width=300, height={"step": 44})
    scale, axis = alt.Scale(domain=[0, 1]), alt.Axis(format="%", tickCount=5)
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=170, minExtent=120))
    bar = base.mark_bar(color=charts.BAND, size=20).encode(
        y=y, x=alt.X("value:Q", scale=scale, axis=axis, title=_("Share of those asked"))
    )
    rule = base.mark_rule(color=charts.INK, strokeWidth=2).encode(
        y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"
    )
    point = base.mark_point(color=charts.BAR, filled=True, size=70, opacity=1).encode(
        y=y, x=alt.X("value:Q", scale=scale)
    )
    return charts.svg(alt.layer(bar, rule, point))


def _line(rows: Sequence["Row"]) -> str:
    import altair as alt

    base = alt.Chart(_given(rows)).properties(width=320, height=200)
    x = alt.X("name:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    scale, title = alt.Scale(domain=[0, 1]), _("Feel an improvement")
    axis = alt.Axis(format="%", tickCount=5)
    rule = base.mark_rule(color=charts.BAND, strokeWidth=8).encode(
        x=x, y=alt.Y("low:Q", scale=scale, title=title, axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=charts.BAR, point=alt.OverlayMarkDef(color=charts.BAR, size=60)).encode(
        x=x, y=alt.Y("value:Q", scale=scale, title=title, axis=axis)
    )
    return charts.svg(alt.layer(rule, line))
