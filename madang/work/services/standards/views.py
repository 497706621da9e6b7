"""Pages of standards, for service owners and all officials: kept or broken, down to the cases behind."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from madang.flow.queries import in_force
from madang.ground.organisations.queries import Government
from madang.ground.surveys.queries import results
from madang.lib.permissions import only
from madang.ui.words import both, in_language
from madang.work.services.definition import ServiceDefinition
from madang.work.services.permissions import Known, officials, service_owners
from madang.work.services.queries.catalogue import KIND, promise_of
from madang.work.services.queries.times import how_long
from madang.work.services.standards import pictures, queries
from madang.work.services.standards.queries import GROUPS, Counted
from madang.work.services.standards.rules import LEGAL, key_of

CHANNELS = {
    "web": lambda: _("Web"),
    "mobile": lambda: _("Mobile"),
    "counter": lambda: _("Counter"),
    "phone": lambda: _("By telephone"),
    "kiosk": lambda: _("Kiosk"),
}


@only(officials)
@require_GET
def standards(request: Known) -> HttpResponse:
    """Every standard of every service of my governments."""
    governments = queries.governments_of(request.user)
    rows = queries.by_standard(governments)
    promises = {row["service"]: _promise(row["service"]) for row in rows}
    context = {
        "rows": [
            {
                **row,
                "title": promises[row["service"]].title,
                "promised": _promised(promises[row["service"]], row),
            }
            for row in rows
        ],
        "governments": governments,
        "invented": any(government.invented for government in governments),
        "owns": service_owners(request.user),
    }
    return render(request, "services/office/standards.html", context)


def _promised(promise: ServiceDefinition, row: dict[str, Any]) -> float | None:
    return next((each.share for each in promise.standard if key_of(each) == row["standard"]), None)


def _promise(service: str) -> ServiceDefinition:
    definition = in_force(KIND, service)
    if definition is None:
        raise Http404
    return promise_of(definition)


@dataclass(frozen=True)
class Chosen:
    """What of the standards is looked at."""

    promise: ServiceDefinition
    governments: list[Government]
    government: Government | None
    standard: str
    group: str
    known: list[dict[str, Any]]

    @property
    def name(self) -> dict[str, str]:
        return next(dict(row["name"]) for row in self.known if row["standard"] == self.standard)

    @property
    def promised(self) -> float | None:
        return next((each.share for each in self.promise.standard if key_of(each) == self.standard), None)

    @property
    def asked(self) -> Sequence[Government]:
        return [self.government] if self.government else self.governments


def _chosen(request: Known, service: str) -> Chosen:
    governments = queries.governments_of(request.user)
    code = request.GET.get("government", "")
    government = next((each for each in governments if each.code == code), None)
    asked = [government] if government else governments
    known = [row for row in queries.by_standard(asked) if row["service"] == service]
    standard = request.GET.get("standard", LEGAL)
    if standard not in {row["standard"] for row in known}:
        standard = known[0]["standard"] if known else LEGAL
    group = request.GET.get("group", "channel")
    return Chosen(
        _promise(service), governments, government, standard, group if group in GROUPS else "channel", known
    )


@only(officials)
@require_GET
def standard(request: Known, service: str) -> HttpResponse:
    """One service: a standard by month and by group, the cases behind, and what citizens felt."""
    chosen = _chosen(request, service)
    context: dict[str, Any] = {"chosen": chosen, "promise": chosen.promise, "service": service}
    if chosen.known:
        rows = queries.settled(chosen.asked, service).filter(standard=chosen.standard)
        months = queries.by_month(rows)
        context |= {
            "months": months,
            "picture": pictures.months(months, chosen.promised),
            "groups": [(_label(row, chosen.group), row) for row in queries.by_group(rows, chosen.group)],
            "breaches": queries.breaches(rows, request.user),
            "tabs": _tabs(request, chosen),
            "group_tabs": _group_tabs(request, chosen),
        }
    context |= _beside(service, chosen)
    return render(request, "services/office/standard.html", context)


def _beside(service: str, chosen: Chosen) -> dict[str, Any]:
    """What stands beside the official figures and is never mixed with them: felt results, logs of the past."""
    government = chosen.government or (chosen.governments[0] if len(chosen.governments) == 1 else None)
    return {
        "felt": results(service, government),
        "past": how_long(service, government).past,
        "invented": any(each.invented for each in chosen.asked),
        "now": timezone.now(),
    }


def _label(row: Counted, group: str) -> str:
    if group == "channel":
        return CHANNELS[row.label]() if row.label in CHANNELS else str(row.label)
    return both(row.label, "name")[0]


def _tabs(request: Known, chosen: Chosen) -> list[tuple[str, str, bool]]:
    return [
        (
            in_language(row["name"]),
            _address(request, standard=row["standard"]),
            row["standard"] == chosen.standard,
        )
        for row in chosen.known
    ]


def _group_tabs(request: Known, chosen: Chosen) -> list[tuple[str, str, bool]]:
    names = {"channel": _("By channel"), "unit": _("By unit"), "government": _("By government")}
    return [
        (names[group], f"{_address(request, group=group)}#groups", group == chosen.group) for group in GROUPS
    ]


def _address(request: Known, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@only(officials)
@require_GET
def standard_csv(request: Known, service: str) -> HttpResponse:
    """The same figures as a file: by month, then by channel, unit and government."""
    chosen = _chosen(request, service)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{service}-{chosen.standard}.csv"'
    answer.write("\ufeff")  # so that spreadsheets read Korean
    writer = csv.writer(answer)
    writer.writerow(["by", "group", "settled", "kept", "broken", "share", "low_95", "high_95", "note"])
    note = "invented data" if any(each.invented for each in chosen.asked) else ""
    rows = queries.settled(chosen.asked, service).filter(standard=chosen.standard)
    writer.writerows(_lines("month", ((f"{row.label:%Y-%m}", row) for row in queries.by_month(rows)), note))
    for group in GROUPS:
        writer.writerows(
            _lines(group, ((_label(row, group), row) for row in queries.by_group(rows, group)), note)
        )
    return answer


def _lines(by: str, counted: Iterable[tuple[str, Counted]], note: str) -> Iterable[list[object]]:
    for label, row in counted:
        share = row.share
        figures = (
            [f"{value:.6f}" for value in (share.value, share.low, share.high)] if share else ["", "", ""]
        )
        yield [by, _not_a_formula(label), row.whole, row.kept, row.broken, *figures, note]


def _not_a_formula(text: str) -> str:
    """A spreadsheet takes text that begins so for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text
