"""What people are told when something happens in a case; queued in the transaction of the act.

Letters name the case and the date; what was written in the case stays sealed on its page.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.flow.casefile import CaseFile, title_of
from madang.flow.definition import Actor
from madang.flow.rules import end_of
from madang.ground.events.queries import Event, stream
from madang.ground.notices import actions as notices
from madang.ground.organisations import queries as organisations
from madang.ground.organisations.queries import Unit
from madang.ground.people.queries import Person
from madang.ui.words import both, language, when

Letter = tuple[str, str]  # subject and body


def tell(file: CaseFile, event: Event) -> None:
    """Tell the applicant, or the officials who are waited for, about one event."""
    writer = _TO_APPLICANT.get(event.type)
    if event.type == "moved" and not event.data.get("outcome"):
        writer = None  # a step within the office; the timeline shows it
    if event.data.get("by_rule") and event.type == "transferred" and not _goes_on(file, event):
        writer = None
    if event.type in TOLD_BY_ANOTHER and TOLD_BY_ANOTHER[event.type](file):
        writer = None
    if writer is not None and file.case.applicant is not None:
        _send(file, event, file.case.applicant, writer, f"/my/cases/{file.case.pk}/")
    for person, letter in _officials(file, event):
        _send(file, event, person, letter, f"/office/cases/{file.case.pk}/")


def _goes_on(file: CaseFile, event: Event) -> bool:
    """Whether the case itself went to another unit, and somebody waits for its decision."""
    return file.state.unit == event.data["unit"] and file.state.status != "closed"


def _decided_at_once(file: CaseFile) -> bool:
    """Whether the case was decided in the moment of its receipt: one letter tells both."""
    return file.state.status == "closed" and file.events[0].type == "received"


def _ready_in_time(file: CaseFile) -> bool:
    """Whether the letter of the decision has announced the document already, and it came without delay."""
    return not stream(file.case.pk).filter(type="document_failed").exists()


# Letters that are left out where another letter of the same moment says it.
TOLD_BY_ANOTHER: dict[str, Callable[[CaseFile], bool]] = {
    "received": _decided_at_once,
    "document_issued": _ready_in_time,
}


def warn(file: CaseFile, actor: Actor, *, assignee: Person | None, at: datetime) -> None:
    """Warn the assignee, or else all who hold the actor's role in its unit, that time runs out."""
    people = [assignee] if assignee else organisations.holders(file.unit_of(actor), actor.role, at=at)
    for person in people:
        _send(file, file.events[-1], person, _running_out, f"/office/cases/{file.case.pk}/")


def warn_of_end(ended: Unit, successors: Sequence[Unit], count: int) -> None:
    """Tell the heads of the successors, or where there are none of the units above, of cases that nobody has."""
    units = [*successors] or ([ended.parent] if ended.parent else [])
    now = timezone.now()
    heads = {head.pk: head for unit in units for head in organisations.holders(unit.pk, "head", at=now)}
    written = {code: _of_end(ended, count, code) for code in ("ko", "en")}
    subject, body = ({code: letter[part] for code, letter in written.items()} for part in (0, 1))
    told = [
        notices.Message(h, "unit.ended", subject, body, f"/office/ended/{ended.pk}/", ended.government)
        for h in heads.values()
    ]
    notices.notify_all(told, by=None)


def _of_end(ended: Unit, count: int, code: str) -> Letter:
    with override(code):
        return (
            _("Cases of a unit that ended wait: %(unit)s") % {"unit": both(ended, "name")[0]},
            _(
                "Open cases of this unit that could not be handed on by rule: %(count)s. "
                "Please agree which unit takes which, and hand them on from this page."
            )
            % {"count": count},
        )


Writer = Callable[[CaseFile, Event], Letter]


def _send(file: CaseFile, event: Event, person: Person, writer: Writer, link: str) -> None:
    written: dict[str, Letter] = {}
    for code in ("ko", "en"):
        with override(code), timezone.override(file.case.government.time_zone):
            written[code] = writer(file, event)
    notices.notify(
        person,
        government=file.case.government,
        kind=f"case.{event.type}",
        subject={code: letter[0] for code, letter in written.items()},
        body={code: letter[1] for code, letter in written.items()},
        link=link,
        case_id=file.case.pk,
        by=None,
    )


def _officials(file: CaseFile, event: Event) -> list[tuple[Person, Writer]]:
    if event.type == "opinion_asked":
        experts = organisations.holders(event.data["unit"], "expert", at=event.recorded_at)
        return [(person, _opinion_asked) for person in experts]
    if event.type in {"answered", "opinion_given"} and file.case.assignee is not None:
        return [(file.case.assignee, _go_on)]
    if (
        event.type == "assigned"
        and file.case.assignee is not None
        and file.case.assignee_id != event.actor_id
    ):
        return [(file.case.assignee, _assigned)]
    if event.type == "erasure_asked":
        heads = organisations.holders(file.state.unit, "head", at=event.recorded_at)
        return [(head, _erasure_asked) for head in heads if head.pk != event.actor_id]
    return []


def _name(file: CaseFile) -> str:
    return f"{title_of(file.case.definition)[language()]} ({file.case.number})"


def _received(file: CaseFile, event: Event) -> Letter:
    return (
        _("We received your application: %(name)s") % {"name": _name(file)},
        _(
            "Your application was received on %(when)s. By law it is decided by %(due)s. "
            "How this was counted stands on the page of your case."
        )
        % {"when": when(event.effective_at), "due": _due(file)},
    )


def _asked(file: CaseFile, event: Event) -> Letter:
    return (
        _("We need something from you: %(name)s") % {"name": _name(file)},
        _("What is needed stands on the page of your case. The clock stands still until you answer there."),
    )


def _extended(file: CaseFile, event: Event) -> Letter:
    return (
        _("More time is needed: %(name)s") % {"name": _name(file)},
        _(
            "The time was extended; the case is now decided by %(due)s. The reason stands on the page of your case."
        )
        % {"due": _due(file)},
    )


def _transferred(file: CaseFile, event: Event) -> Letter:
    if event.data.get("by_rule"):
        return (
            _("Another unit has your case now: %(name)s") % {"name": _name(file)},
            _("The unit that had it was reorganised. From now on it is with: %(unit)s. Nothing else changes.")
            % {"unit": both(file.case.unit, "name")[0]},
        )
    return (
        _("Your case was handed to the right place: %(name)s") % {"name": _name(file)},
        _("From now on it is with: %(unit)s. The reason stands on the page of your case.")
        % {"unit": both(file.case.unit, "name")[0]},
    )


def _decided(file: CaseFile, event: Event) -> Letter:
    end = end_of(file.flow, file.state.stage)
    title = _("Withdrawn") if end is None else end.title.in_language(language())
    parts = [
        _("Your case has ended: %(end)s.") % {"end": title},
        _("The decision and its reasons stand on the page of your case."),
    ]
    if end is not None and end.document is not None:
        parts.append(
            _("Your document stands there too, as soon as it is made. Anybody can check that it is genuine.")
        )
    if end is not None and end.remedy is not None:
        parts.append(_("What you can do: %(remedy)s") % {"remedy": end.remedy.in_language(language())})
    return _("Decision: %(name)s") % {"name": _name(file)}, "\n\n".join(parts)


def _document_issued(file: CaseFile, event: Event) -> Letter:
    return (
        _("Your document is ready: %(name)s") % {"name": _name(file)},
        _("You can download it from the page of your case. Anybody can check that it is genuine."),
    )


def _document_revoked(file: CaseFile, event: Event) -> Letter:
    return (
        _("A document was revoked: %(name)s") % {"name": _name(file)},
        _(
            "The document %(number)s does not hold any more; whoever checks it is told so. "
            "The reason stands on the page of your case."
        )
        % {"number": event.data["certificate"]},
    )


def _erasure_asked(file: CaseFile, event: Event) -> Letter:
    return (
        _("Your confirmation is asked for: %(name)s") % {"name": _name(file)},
        _("It was asked that the personal data of this case be erased. Two people decide on that."),
    )


def _opinion_asked(file: CaseFile, event: Event) -> Letter:
    return (
        _("Your opinion is asked: %(name)s") % {"name": _name(file)},
        _("What is asked stands on the page of the case. Please give the opinion of your unit there."),
    )


def _go_on(file: CaseFile, event: Event) -> Letter:
    return (
        _("There is an answer: %(name)s") % {"name": _name(file)},
        _("What you waited for has come. The case waits in your inbox."),
    )


def _assigned(file: CaseFile, event: Event) -> Letter:
    return (
        _("Assigned to you: %(name)s") % {"name": _name(file)},
        _("The case is due by %(due)s and waits in your inbox.") % {"due": _due(file)},
    )


def _running_out(file: CaseFile, event: Event) -> Letter:
    return (
        _("Time runs out: %(name)s") % {"name": _name(file)},
        _("%(percent)s %% of the time is used. The case is due by %(due)s.")
        % {"percent": event.data["percent"], "due": _due(file)},
    )


def _reopened(file: CaseFile, event: Event) -> Letter:
    return (
        _("Your objection was received: %(name)s") % {"name": _name(file)},
        _("The case was opened again. By law it is decided by %(due)s.") % {"due": _due(file)},
    )


def _due(file: CaseFile) -> str:
    return (
        when(file.case.due_at)
        if file.case.due_at
        else _("a date that is not set while the clock stands still")
    )


_TO_APPLICANT: dict[str, Writer] = {
    "received": _received,
    "asked": _asked,
    "extended": _extended,
    "transferred": _transferred,
    "moved": _decided,
    "deemed": _decided,
    "withdrawn": _decided,
    "reopened": _reopened,
    "document_issued": _document_issued,
    "document_revoked": _document_revoked,
}
