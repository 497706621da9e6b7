"""Pages of imported logs: read only, open to everybody, without the names of those who worked."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.insight.evidence import pictures, process_map, queries, words
from madang.insight.evidence.columns import NAMES
from madang.insight.evidence.exports import csv_of
from madang.insight.evidence.live_views import handled_here
from madang.insight.evidence.models import ImportedLog
from madang.insight.evidence.more import more_of
from madang.lib.permissions import open_to_all
from madang.ui.pages import stretch
from madang.work.services.queries import service

SHARES = (50, 80, 95, 100)
USUAL_SHARE = 80
TOP = 20
PAGE = 50
ROWS = 15


@open_to_all
@require_safe
def logs(request: HttpRequest) -> HttpResponse:
    """All imported logs, newest first."""
    page = stretch(queries.logs(), request.GET.get("page"))
    return render(request, "evidence/logs.html", {"page": page, "handled": handled_here()})


@open_to_all
@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """What one log says: its figures, each with definition, picture and table."""
    found = _found(pk)
    figures = found.figures
    bars, cases = pictures.bars_in_words(figures["distribution"]), reverse("evidence:cases", args=[pk])
    return render(request, "evidence/log.html", {
        "log": found,
        "service_title": _title(found),
        "figures": words.figures_of(figures),
        "cover": words.cover(figures["variants_for_80_percent"]),
        "reading": _reading(found),
        "refused": [(one["line"], words.reason(one["reason"])) for one in found.refused_examples],
        "reasons": [(words.reason(code), n) for code, n in found.reading["refused_reasons"].items() if n],
        "bars": bars,
        "months": figures["months"],
        "distribution_picture": pictures.kept(
            [_("Number of cases"), bars, cases], lambda: pictures.distribution(figures, cases)
        ),
        "months_picture": pictures.kept([_("Cases begun"), figures["months"]], lambda: pictures.months(figures)),
        "variants": list(queries.variants(found, 0, TOP)),
        "rework": _rework(figures),
        "handovers": _handovers(figures),
        **_map(request, found),
        **more_of(found, cases),
    })  # fmt: skip


def _title(log: ImportedLog) -> dict[str, str] | None:
    """The title of the service of a log, where such a service is offered."""
    found = service(log.service_key)
    return {"ko": found.promise.title.ko, "en": found.promise.title.en} if found else None


@open_to_all
@require_safe
def variants(request: HttpRequest, pk: int) -> HttpResponse:
    """All variants of a log, the most frequent first."""
    found = _found(pk)
    page = Paginator(range(found.figures["summary"]["variants"]), PAGE).get_page(request.GET.get("page"))
    shown = list(queries.variants(found, page.start_index() - 1, PAGE))
    return render(request, "evidence/variants.html", {"log": found, "page": page, "variants": shown})


@open_to_all
@require_safe
def variants_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """All variants as CSV."""
    found = _found(pk)
    rows = (
        (one.rank, one.cases, one.share, one.cumulative, one.median_seconds, " > ".join(one.steps))
        for one in queries.variants(found)
    )
    head = ("rank", "cases", "share", "cumulative_share", "median_seconds", "activities")
    return csv_of(f"log-{pk}-variants.csv", head, rows)


@open_to_all
@require_safe
def figures_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The figures with their definitions as CSV."""
    found = _found(pk)
    rows: list[tuple[object, ...]] = [
        (one.key, one.value, one.name, one.definition) for one in words.figures_of(found.figures)
    ]
    rows.append(("kind", _("imported history"), _("Kind of data"), found.source))
    return csv_of(f"log-{pk}-figures.csv", ("key", "value", "name", "definition"), rows)


@open_to_all
@require_safe
def figures_json(request: HttpRequest, pk: int) -> JsonResponse:
    """All figures and tables of a log as JSON, with how it was read."""
    found = _found(pk)
    return JsonResponse(
        {
            "kind": "imported history",
            "name": found.name,
            "service": found.service_key,
            "government": found.government.code,
            "source": found.source,
            "file_sha256": found.file_hash,
            "imported_at": found.imported_at.isoformat(),
            "reading": found.reading,
            "refused_examples": found.refused_examples,
            **found.figures,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _found(pk: int) -> ImportedLog:
    return get_object_or_404(queries.logs(), pk=pk)


def _reading(log: ImportedLog) -> list[tuple[str, str]]:
    """How the log was read, as pairs for a list of facts."""
    read = log.reading
    pairs = [(words.role(role), read["columns"][role]) for role in NAMES if role in read["columns"]]
    pairs.append((_("Time zone"), read["time_zone"]))
    if read["times_without_offset"]:
        pairs.append((_("Times without offset"), f"{read['times_without_offset']:,}"))
    if read["times_doubtful"]:
        pairs.append((_("Times at a change of the clock"), f"{read['times_doubtful']:,}"))
    if read.get("lifecycle"):
        pairs.append((_("Only events of the lifecycle"), read["lifecycle"]))
    elif len(read["lifecycles"]) > 1:
        pairs.append((_("Lifecycles, all counted"), ", ".join(read["lifecycles"])))
    for role, count in read["unreadable"].items():
        pairs.append((_("Unreadable: %(what)s") % {"what": words.role(role)}, f"{count:,}"))
    return [*pairs, (_("SHA-256 of the file"), log.file_hash)]


def _rework(figures: dict[str, Any]) -> list[dict[str, Any]]:
    repeated = [
        {**row, "share": row["repeating"] / row["cases"]} for row in figures["activities"] if row["repeating"]
    ]
    return sorted(repeated, key=lambda row: -row["repeating"])[:ROWS]


def _handovers(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Between which activities the work changes hands; persons are not named on a public page."""
    changed = [
        {**row, "share": row["handovers"] / row["count"]} for row in figures["pairs"] if row["handovers"]
    ]
    return sorted(changed, key=lambda row: -row["handovers"])[:ROWS]


def _map(request: HttpRequest, log: ImportedLog) -> dict[str, Any]:
    """The process map of the share of cases that the address asks for."""
    share = _share(request.GET.get("share", ""))
    found = process_map.map_of(covering := queries.variants_covering(log, share / 100))
    description = _described(found, len(covering))
    title, start, end = _("Process map"), _("Start"), _("End")

    def draw() -> str:
        return process_map.draw(found, title=title, description=description, start=start, end=end)

    names = {process_map.START: start, process_map.END: end}
    edges = sorted(found.edges.items(), key=lambda item: (-item[1], item[0]))
    return {
        "share": share,
        "shares": SHARES,
        "map": found,
        "map_share": found.cases / log.figures["summary"]["cases"],
        "map_variants": len(covering),
        "map_picture": pictures.kept([description, log.file_hash, log.reading, share], draw),
        "map_description": description,
        "map_complete": len(found.edges) == found.all_edges,
        "edges": [(names.get(a, a), names.get(b, b), count) for (a, b), count in edges],
    }


def _share(asked: str) -> int:
    """The share of cases in percent, 1 to 100, that the map is to cover; the usual one where none is asked."""
    wanted = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
    return wanted if 1 <= wanted <= 100 else USUAL_SHARE


def _described(found: process_map.Map, variants: int) -> str:
    return _("%(cases)s cases on %(variants)s variants, %(nodes)s activities, %(edges)s connections") % {
        "cases": f"{found.cases:,}",
        "variants": f"{variants:,}",
        "nodes": f"{found.all_nodes:,}",
        "edges": f"{found.all_edges:,}",
    }
