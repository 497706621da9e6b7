"""Definitions: which versions run, what changed between two, and moving running cases to a newer one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from madang.flow import actions as flow
from madang.flow.queries import Definition, flow_of, said
from madang.lib.permissions import only
from madang.site.operator.forms import PlanForm
from madang.site.operator.permissions import OfOperator, operators
from madang.site.operator.queries import definitions as queries

SHOWN = 200


@only(operators)
@require_GET
def definitions(request: OfOperator) -> HttpResponse:
    """Every definition with its versions and the cases that run under each."""
    return render(request, "site/operator/definitions.html", {"definitions": queries.versions()})


@only(operators)
@require_GET
def changes(request: OfOperator, kind: str, key: str, version: int) -> HttpResponse:
    """What this version changed against the one before it."""
    rows = _versions(kind, key)
    after = _version(rows, version)
    before = next((row for row in rows if row.version < version), None)
    context = {
        "definition": after,
        "before": before,
        "lines": queries.changes(before, after) if before else [],
    }
    return render(request, "site/operator/changes.html", context)


@only(operators)
@require_http_methods(["GET", "POST"])
def migrate(request: OfOperator, kind: str, key: str) -> HttpResponse:
    """Rehearse moving the running cases to the newest version; once confirmed, move them."""
    to = _versions(kind, key)[0]
    gone = _stages_gone(to)
    titles = _titles(_versions(kind, key))
    form = PlanForm(request.POST if request.method == "POST" else {}, to=to, gone=gone, titles=titles)
    move = flow.Move(to, form.stages)
    if request.method == "POST" and "sure" in request.POST:
        _tell(request, flow.migrate(move, by=request.user))
        return redirect("operator:definitions")
    context = {"definition": to, "form": form, "asks": bool(gone), **_rehearsed(move, titles)}
    return render(request, "site/operator/migrate.html", context)


def _rehearsed(move: flow.Move, titles: Mapping[str, str]) -> dict[str, object]:
    """What would become of the cases: the first ones in full, all of them counted."""
    verdicts = flow.rehearse(move)
    shown = list(islice(verdicts, SHOWN))
    every = Counter(bool(verdict.problem) for verdict in shown)
    every.update(bool(verdict.problem) for verdict in verdicts)
    return {
        "rows": [(each, *(titles.get(key, key) for key in (each.stage, each.new_stage))) for each in shown],
        "can": every[False],
        "cannot": every[True],
        "not_shown": every.total() - len(shown),
    }


def _tell(request: OfOperator, verdicts: Sequence[flow.Verdict]) -> None:
    stayed = sum(bool(verdict.problem) for verdict in verdicts)
    moved = len(verdicts) - stayed
    messages.success(
        request,
        ngettext("%(count)d case was moved.", "%(count)d cases were moved.", moved) % {"count": moved},
    )
    if stayed:
        stays = ngettext(
            "%(count)d case stays under its version.", "%(count)d cases stay under their versions.", stayed
        )
        messages.warning(request, stays % {"count": stayed})


def _stages_gone(to: Definition) -> list[str]:
    """The stages at which open cases of older versions wait and which the new version does not have."""
    waiting = queries.stages_with_cases(to)
    known = flow_of(to).stages
    return [stage for stage in waiting if stage not in known or known[stage].auto]


def _titles(versions: Sequence[Definition]) -> dict[str, str]:
    """What the stages of these versions are called, the newest version first."""
    flows = [flow_of(version) for version in reversed(versions)]
    return {key: said(stage.title) for flow in flows for key, stage in flow.stages.items()}


def _versions(kind: str, key: str) -> list[Definition]:
    rows = queries.of(kind, key)
    if not rows:
        raise Http404(_("There is no such definition."))
    return rows


def _version(rows: Sequence[Definition], version: int) -> Definition:
    found = next((row for row in rows if row.version == version), None)
    if found is None:
        raise Http404(_("There is no such version."))
    return found
