"""The picture of a standard: the share kept by month with its 95 % interval; it stands beside its table."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.lib import charts
from madang.ui.words import language
from madang.work.services.standards.queries import Counted


def months(counted: Sequence[Counted], promised: float | None) -> str:
    """The share kept by month as SVG; a dashed line where a share was promised."""
    key = f"{language()}/{promised}/{[(str(row.label), row.whole, row.kept) for row in counted]}"
    folder = Path(settings.DATA) / "pictures" / "standards"
    return charts.kept(folder, key, lambda: _drawn(counted, promised))


def _given(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.InlineData(values=values)


def _drawn(counted: Sequence[Counted], promised: float | None) -> str:
    import altair as alt

    values = [
        {"month": f"{row.label:%Y-%m}", **asdict(row.share)} for row in counted if row.share is not None
    ]
    base = alt.Chart(_given(values)).properties(width=420, height=200)
    x = alt.X("month:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("value:Q", title=_("Share kept"), scale=scale, axis=alt.Axis(format="%", tickCount=5))
    interval = base.mark_rule(color=charts.BAND, strokeWidth=6).encode(
        x=x, y=alt.Y("low:Q", scale=scale, title=_("Share kept")), y2="high:Q"
    )
    line = base.mark_line(color=charts.BAR, point=alt.OverlayMarkDef(color=charts.BAR, size=40)).encode(
        x=x, y=y
    )
    level = alt.Chart(_given([{"promised": promised}] if promised is not None else []))
    dashed = level.mark_rule(color=charts.INK, strokeDash=[4, 4]).encode(y=alt.Y("promised:Q", scale=scale))
    return charts.svg(alt.layer(interval, line, dashed))
