"""Who may do what with a case at a moment, and if not, why not.

Authority is resolved from posts, deputies and delegation at the moment of the act, after which conflicts
of interest are looked for: a deputy cannot do what the person itself must not do.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.flow.casefile import CaseFile
from madang.flow.conditions import holds, in_words
from madang.flow.definition import Act, Actor, Text
from madang.flow.rules import Opinion, end_of
from madang.ground.organisations.queries import Authority, authorities
from madang.ground.people.queries import Person


@dataclass(frozen=True)
class Possible:
    """An act at the present stage, and why this person may not do it now (empty: may)."""

    name: str
    act: Act
    why_not: str
    authority: Authority | None
    reason_required: bool

    @property
    def allowed(self) -> bool:
        return not self.why_not


def possible_acts(file: CaseFile, person: Person, *, at: datetime) -> list[Possible]:
    """Every act of the present stage, for this person at this moment."""
    if file.state.status == "closed":
        return []
    held = authorities(person, at=at)
    stage = file.flow.stages[file.state.stage]
    return [_possible(file, name, act, person, held, at) for name, act in stage.acts.items()]


def possible_act(file: CaseFile, name: str, person: Person, *, at: datetime) -> Possible | None:
    """One act of the present stage; in whose place the person acts is asked only if the own posts do not suffice."""
    stage = file.flow.stages.get(file.state.stage)
    if file.state.status == "closed" or stage is None or name not in stage.acts:
        return None
    own = _possible(file, name, stage.acts[name], person, file.own_authorities(person, at), at)
    if own.authority is not None:
        return own
    return _possible(file, name, stage.acts[name], person, authorities(person, at=at), at)


def _possible(
    file: CaseFile, name: str, act: Act, person: Person, held: list[Authority], at: datetime
) -> Possible:
    actor = file.flow.actor_of(file.state.stage, name)
    authority = acting_as(file, actor, held)
    why_not = (
        _no_authority(file, actor, authority)
        or _conflict(file, actor, person)
        or _conflict_of_holder(file, actor, authority)
        or _case_not_ready(file, name, act, at)
    )
    return Possible(name, act, why_not, authority, needs_reason(file, act))


def acting_as(file: CaseFile, actor: Actor, held: list[Authority]) -> Authority | None:
    """The authority under which somebody who holds these may act as this actor; the own post comes first."""
    unit, key = file.unit_of(actor), file.case.definition.key
    fitting = [
        authority
        for authority in held
        if authority.role == actor.role
        and authority.unit_id == unit
        and authority.via in _VIA[actor.deputy]
        and (not authority.subjects or key in authority.subjects)
    ]
    # An authority that its holder may not use in this case comes last: another one may do.
    return min(
        fitting,
        key=lambda held: (bool(_conflict_of_holder(file, actor, held)), _ORDER.index(held.via)),
        default=None,
    )


_ORDER = ["holder", "deputy", "delegate"]
_VIA = {"none": {"holder"}, "absence": {"holder", "deputy"}, "delegation": {"holder", "deputy", "delegate"}}


def needs_reason(file: CaseFile, act: Act) -> bool:
    """Whether the act needs a written reason: what the definition says, or by its kind."""
    if act.reason is not None:
        return act.reason
    end = end_of(file.flow, act.to) if act.to else None
    return act.does != "move" or (end is not None and end.outcome == "refused")


def as_record(authority: Authority | None) -> dict[str, Any] | None:
    """The authority as the event keeps it."""
    return {**asdict(authority), "subjects": list(authority.subjects)} if authority else None


def said(text: Text) -> str:
    """A text of a definition in the language of the page."""
    return text.in_language(_language())


def _language() -> Literal["ko", "en"]:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def _no_authority(file: CaseFile, actor: Actor, authority: Authority | None) -> str:
    if authority:
        return ""
    who = said(actor.title) if actor.title else actor.role
    return _(
        "At this stage this is for: %(who)s. You hold no such post here today, nor stand in for one."
    ) % {"who": who}


def _conflict(file: CaseFile, actor: Actor, person: Person) -> str:
    if "applicant" in actor.never and file.case.applicant_id == person.pk:
        return _("You are the applicant. Nobody decides on his or her own case.")
    if "decided-before" in actor.never and person.pk in file.state.decided_by:
        return _("You decided in this case before. An objection is heard by somebody else.")
    return ""


def _conflict_of_holder(file: CaseFile, actor: Actor, authority: Authority | None) -> str:
    """A deputy uses the authority of somebody else, and cannot use it where that person must not."""
    if authority is None or authority.via != "deputy" or authority.holder_id is None:
        return ""
    if "applicant" in actor.never and file.case.applicant_id == authority.holder_id:
        return _("You stand in for the applicant. Nobody decides on such a case in the applicant's place.")
    if "decided-before" in actor.never and authority.holder_id in file.state.decided_by:
        return _(
            "You stand in for somebody who decided in this case before. Somebody else hears the objection."
        )
    return ""


def _case_not_ready(file: CaseFile, name: str, act: Act, at: datetime) -> str:
    state = file.state
    if state.status == "waiting" and not (
        act.does == "move" and state.asked_until and at > state.asked_until
    ):
        return _("The applicant was asked and has not answered yet. The clock stands still until then.")
    if act.at_most and state.done.get(f"{state.stage}.{name}", 0) >= act.at_most:
        return _("This was done as often as the rules allow (%(times)s).") % {"times": act.at_most}
    if act.to in file.flow.ends and (waiting := [o for o in state.open_opinions if not _late(file, o, at)]):
        return _("An opinion was asked for and is still to come (%(count)s).") % {"count": len(waiting)}
    if act.when is not None and not holds(act.when, file.facts):
        words = in_words(act.when)
        return _("Possible only if: %(condition)s") % {"condition": words[_language()]}
    return ""


def _late(file: CaseFile, opinion: Opinion, at: datetime) -> bool:
    return opinion.within is not None and file.counted(opinion.asked_at, opinion.within) < at
