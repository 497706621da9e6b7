"""Pictures of the laboratory: how long cases take before and after, and the load of each role."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from madang.lib import charts
from madang.ui.words import language

WIDTH = 330
SHOWN = 0.951  # the slowest cases would press all others against the edge


def of_distribution(answer: dict[str, Any]) -> str:
    """The share of cases done after so much time, now and after the change."""
    return charts.kept(_folder(), _key("distribution", answer), lambda: charts.svg(_distribution(answer)))


def of_load(answer: dict[str, Any]) -> str:
    """The share of their time on duty that the people of each role work, now and after the change."""
    return charts.kept(_folder(), _key("load", answer), lambda: charts.svg(_load(answer)))


def _folder() -> Path:
    return Path(settings.DATA) / "pictures" / "laboratory"


def _key(what: str, answer: dict[str, Any]) -> str:
    told = [what, language(), [answer.get(part, {}).get("quantiles") for part in ("base", "changed")]]
    loads = [answer.get(part, {}).get("load") for part in ("base", "changed")]
    return json.dumps([told, loads], sort_keys=True, ensure_ascii=False)


def parts_of(answer: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What is shown side by side, with its name."""
    named = (("base", _("Now")), ("changed", _("After the change")))
    return [(words, answer[part]) for part, words in named if part in answer]


def _distribution(answer: dict[str, Any]) -> Any:
    import altair as alt

    parts = parts_of(answer)
    longest = max(value for _words, part in parts for share, value in part["quantiles"] if share <= SHOWN)
    length, unit = _unit(longest)
    rows = [
        {"part": words, "time": value / length, "share": share}
        for words, part in parts
        for share, value in part["quantiles"]
        if share <= SHOWN
    ]
    names = [words for words, _part in parts]
    title = _("Time to the end (%(unit)s)") % {"unit": unit}
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("time:Q", title=title, axis=alt.Axis(tickCount=5)),
            y=alt.Y("share:Q", title=_("Share of cases done"), axis=alt.Axis(format="%", tickCount=5), sort=None),
            order="share:Q", color=_colours(alt, names), strokeDash=_dashes(alt, names),
        )
        .properties(width=WIDTH - 60, height=190)
    )  # fmt: skip


def _load(answer: dict[str, Any]) -> Any:
    import altair as alt

    parts = parts_of(answer)
    rows = [
        {"part": words, "role": role, "load": load}
        for words, part in parts
        for role, load in part["load"].items()
    ]
    names = [words for words, _part in parts]
    roles = list(dict.fromkeys(str(row["role"]) for row in rows))
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            y=alt.Y("role:N", title=None, sort=roles, axis=alt.Axis(labelLimit=140, minExtent=100)),
            yOffset=alt.YOffset("part:N", sort=names),
            x=alt.X("load:Q", title=_("Load"), axis=alt.Axis(format="%", tickCount=4)),
            color=_colours(alt, names),
        )
        .properties(width=WIDTH - 140, height={"step": 16 * len(names)})
    )  # fmt: skip


def _colours(alt: Any, names: list[str]) -> Any:
    scale = alt.Scale(domain=names, range=[charts.SOFT, charts.BAR] if len(names) > 1 else [charts.BAR])
    legend = alt.Legend(orient="bottom", title=None) if len(names) > 1 else None
    return alt.Color("part:N", scale=scale, legend=legend)


def _dashes(alt: Any, names: list[str]) -> Any:
    scale = alt.Scale(domain=names, range=[[4, 3], [1, 0]] if len(names) > 1 else [[1, 0]])
    return alt.StrokeDash("part:N", scale=scale, legend=None)


def _unit(longest: float) -> tuple[int, str]:
    units = ((86400, _("days")), (3600, _("hours")), (60, _("minutes")), (1, _("seconds")))
    return next((unit for unit in units if longest >= 2 * unit[0]), units[-1])
