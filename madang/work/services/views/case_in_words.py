"""A case in plain words for the person whose case it is."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from madang.flow.queries import Case, Step, facts_of
from madang.ui.words import language
from madang.work.services import queries
from madang.work.services.definition import ServiceDefinition
from madang.work.services.forms import in_words
from madang.work.services.views.promise_in_words import fetched_item, found_in, said

KINDS = {
    "granted": "success",
    "done": "success",
    "refused": "danger",
    "withdrawn": "gray",
    "transferred": "gray",
}


def row(case: Case) -> dict[str, Any]:
    """A case as one of a list: what it is, how it stands, and how urgent that looks."""
    promise = queries.promise_of(case.definition)
    return {
        "case": case,
        "title": said(promise.title),
        "status": status(case, promise),
        "kind": kind(case),
        "closed": case.status == Case.Status.CLOSED,
        "waiting": case.status == Case.Status.WAITING,
    }


def status(case: Case, promise: ServiceDefinition) -> str:
    """How the case stands, in words."""
    if case.status == Case.Status.WAITING:
        return _("We need an answer from you")
    if case.stage in promise.ends:
        return said(promise.ends[case.stage].title)
    stage = promise.stages.get(case.stage)
    return said(stage.public or stage.title) if stage else _("Withdrawn")


def kind(case: Case) -> str:
    """How good or urgent the state of a case looks, as the kind of a badge."""
    if case.status == Case.Status.CLOSED:
        return KINDS.get(case.outcome, "gray")
    return "warning" if case.status == Case.Status.WAITING else "primary"


def entries(case: Case, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """What happened, and what is still to come."""
    closed = case.status == Case.Status.CLOSED
    shown: list[dict[str, Any]] = [
        {"title": step.title, "at": step.at, "text": step.text, "by": _by(step), "state": "done"}
        for step in steps
    ]
    if shown and not closed:
        shown[-1]["state"] = "current"
        to_come = _("Your answer") if case.status == Case.Status.WAITING else _("Decision")
        shown.append({"title": to_come, "at": case.due_at, "state": "to_come", "text": ""})
    return shown


def _by(step: Step) -> str:
    if step.via in ("deputy", "delegate") and step.holder:
        return _("%(who)s, for %(holder)s") % {"who": step.who, "holder": step.holder}
    return step.who


def question(steps: Sequence[Step]) -> Step | None:
    """What the office asked last."""
    return next((step for step in reversed(steps) if step.type == "asked"), None)


def decision(case: Case, steps: Sequence[Step]) -> dict[str, Any] | None:
    """How the case ended, with the reasons and what can be done against it."""
    if case.status != Case.Status.CLOSED:
        return None
    end = queries.promise_of(case.definition).ends.get(case.stage)
    last = next((step for step in reversed(steps) if step.type in ("moved", "deemed", "withdrawn")), None)
    return {
        "title": said(end.title) if end else _("Withdrawn"),
        "reason": last.text if last else "",
        "by": _by(last) if last and last.type == "moved" and last.who != _("by rule") else "",
        "remedy": said(end.remedy) if end else "",
        "refused": case.outcome == "refused",
    }


def sent(case: Case) -> dict[str, Any]:
    """What was sent and what was fetched; `erased` where it is gone."""
    facts = facts_of(case.pk)
    promise = queries.promise_of(case.filed_under)
    evidence = facts.get("evidence", {})
    return {
        "erased": not facts,
        "answers": in_words(promise, facts.get("form", {})) if facts else [],
        "evidence": [
            {**fetched_item(name, each), **found_in(evidence.get(name, {}), each)}
            for name, each in promise.evidence.items()
        ]
        if facts
        else [],
        "language": language(),
    }


def felt_in_words(felt: str) -> str:
    """What the person who reported said about how it is on the spot."""
    return {"solved": _("Solved"), "partly": _("Partly"), "not-solved": _("Not solved")}.get(felt, "")
