"""What stands on the page of a log beside its figures, times and map: causes, trend, survival, parts, dots."""

import json
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from madang.insight.evidence import further, more_pictures, queries, slices
from madang.insight.evidence.measures.waiting import CAUSES
from madang.insight.evidence.models import ImportedLog
from madang.insight.evidence.pictures import kept

Row = dict[str, Any]
MOST_ROWS = 50


def more_of(log: ImportedLog, cases_url: str) -> Row:
    """The context of the further parts; each is left out where the log does not give it."""
    return {**shared_parts(log.figures, cases_url), **_dots(log)}


def shared_parts(figures: Row, cases_url: str) -> Row:
    """The parts that logs and the cases handled here have in common; without an address nothing is a link."""
    return {
        **_trend(figures),
        **_survival(figures),
        **_waiting(figures, cases_url),
        "parts": _parts(figures),
    }


def _trend(figures: Row) -> Row:
    chart, rows = more_pictures.trend(figures)
    if chart is None:
        return {"trend": None}
    told = [_("Median (%(unit)s)"), rows, chart.centre, chart.low, chart.high]
    return {
        "trend": chart,
        "trend_rows": rows,
        "trend_picture": kept(told, lambda: more_pictures.trend_picture(chart, rows)),
    }


def _survival(figures: Row) -> Row:
    rows = more_pictures.survival_rows(figures)
    if not rows:
        return {}
    told = [_("Share still open"), figures["survival"]]
    return {
        "survival_rows": rows,
        "survival_picture": kept(told, lambda: more_pictures.survival_picture(figures)),
    }


def _waiting(figures: Row, cases_url: str) -> Row:
    if not figures.get("waits"):
        return {}
    told = [_("Waiting of all cases (%(unit)s)"), cases_url, figures["waits"]]
    return {
        "waits": [
            (row["activity"], [row[cause] for cause in CAUSES]) for row in figures["waits"][:MOST_ROWS]
        ],
        "cause_names": [further.cause_in_words(cause) for cause in CAUSES],
        "causes": further.causes(figures["summary"]),
        "waiting_note": further.reason(figures["notes"], "waiting_causes"),
        "waits_picture": kept(told, lambda: more_pictures.waits_picture(figures, cases_url)),
    }


def _dots(log: ImportedLog) -> Row:
    def seen() -> str:
        return json.dumps(more_pictures.dots(slices.cases_in(queries.cases_file(log)), log.events_file))

    found = json.loads(kept(["dots", log.file_hash, log.reading], seen))
    for row in found["cases"]:
        row["began"] = datetime.fromtimestamp(row["first"], UTC)
    told = [_("Case number in the log"), log.file_hash, log.reading]
    return {"dots": found, "dots_picture": kept(told, lambda: more_pictures.dots_picture(found))}


def _parts(figures: Row) -> list[tuple[str, str, list[Row]]]:
    names = {"unit": _("Unit"), "channel": _("Channel"), "group": _("Group of cases")}
    found = figures.get("parts", {})
    return [(key, name, found[key][:MOST_ROWS]) for key, name in names.items() if key in found]
