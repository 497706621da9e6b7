"""What is done with rounds: plan, open, close, discard; each leaves an event."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.ground.events.actions import Entry, append
from madang.ground.events.queries import last
from madang.ground.organisations.queries import Authority, Government
from madang.ground.people.queries import Person
from madang.ground.surveys.actions import checked, hashed
from madang.ground.surveys.definition import Survey, survey
from madang.ground.surveys.events import Addressee, FrameWanted, RoundClosed
from madang.ground.surveys.models import Answer, Invitation, Round
from madang.ground.surveys.rounds import rules
from madang.ground.surveys.rounds.figuring import Given, figures
from madang.ground.surveys.rounds.inviting import tell
from madang.ground.surveys.rounds.permissions import to_keep
from madang.ground.surveys.rounds.queries import being_asked, can_close, end_of
from madang.ground.surveys.rules import month_of
from madang.lib.news import announce

__all__ = [
    "Given",
    "NotPossible",
    "Plan",
    "close_due",
    "close_round",
    "discard_round",
    "open_elsewhere",
    "open_round",
    "plan_round",
    "take_answers",
    "users_of",
]


class NotPossible(Exception):
    """What cannot be done with a round as it stands; the message says why, in the person's language."""


@dataclass(frozen=True)
class Plan:
    """A round as it is to be held. `reform` is the key of the claim that it is about, if any."""

    title: Mapping[str, str]
    survey_key: str
    population: str
    asked_from: date
    asked_until: date
    size: int
    service: str = ""
    reform: str = ""
    cases_from: date | None = None
    cases_until: date | None = None
    area: Mapping[str, str] = field(default_factory=dict)
    compares: bool = False
    margins: rules.Margins = field(default_factory=dict)
    margins_source: str = ""
    seed: int | None = None
    invented: bool = False


@transaction.atomic
def plan_round(plan: Plan, *, government: Government, by: Person | None) -> Round:
    """Write down a round before anybody is asked; its wording is frozen from now on."""
    authority = _authority(government.pk, by)
    _require_possible(plan)
    questionnaire = survey(plan.survey_key)
    details = asdict(plan)
    details.pop("survey_key")
    details["margins"] = [[name, list(shares.items())] for name, shares in plan.margins.items()]
    details["seed"] = plan.seed if plan.seed is not None else secrets.randbelow(2**31)
    new = Round.objects.create(
        government=government,
        survey=questionnaire.key,
        version=questionnaire.version,
        wording=questionnaire.wording,
        questionnaire=questionnaire.model_dump(mode="json"),
        **details,
    )
    facts = {"survey": new.survey, "wording": new.wording, "seed": new.seed, "size": new.size}
    _record(new, "planned", facts, authority, by)
    return new


def _require_possible(plan: Plan) -> None:
    if not rules.LEAST <= plan.size <= rules.MOST:
        said = {"least": rules.LEAST, "most": f"{rules.MOST:,}"}
        raise NotPossible(_("Between %(least)s and %(most)s people can be invited.") % said)
    if plan.population == Round.Population.USERS and not (
        plan.service and plan.cases_from and plan.cases_until
    ):
        raise NotPossible(_("To ask users, name the service and the period in which their cases ended."))
    if plan.asked_until < plan.asked_from:
        raise NotPossible(_("The last day of answering lies before the first."))


@transaction.atomic
def discard_round(round_id: int, *, by: Person | None) -> None:
    """Throw away a round of which nobody has been asked."""
    found = _locked(round_id, Round.State.DRAFT)
    authority = _authority(found.government_id, by)
    _record(found, "discarded", {}, authority, by)
    found.delete()


@transaction.atomic
def open_round(
    round_id: int, frame: Sequence[Addressee] | None = None, *, at: datetime | None = None, by: Person | None
) -> int:
    """Draw the sample from the list and invite it; how many. Of users nobody needs to bring the list.

    The list itself is not kept, only its hash: with list and seed anybody can draw the same people again.
    """
    found = _locked(round_id, Round.State.DRAFT)
    authority = _authority(found.government_id, by)
    moment = at or timezone.now()
    if found.asked_until < moment.astimezone(ZoneInfo(found.government.time_zone)).date():
        raise NotPossible(_("The last day of answering has passed; plan the round anew."))
    people = {one.key: one for one in (users_of(found) if frame is None else frame)}
    if len(people) < rules.LEAST:
        said = {"count": len(people), "least": rules.LEAST}
        raise NotPossible(_("The list names %(count)s people; at least %(least)s are needed.") % said)
    drawn = [people[key] for key in rules.draw(list(people), found.size, found.seed)]
    found.frame_size, found.frame_hash = len(people), rules.frame_hash(list(people))
    found.invited, found.state = len(drawn), Round.State.OPEN
    found.save()
    _invite(found, drawn, moment, by)
    facts = {"frame": found.frame_hash, "frame_size": found.frame_size, "invited": found.invited}
    _record(found, "opened", facts, authority, by)
    return len(drawn)


@transaction.atomic
def open_elsewhere(round_id: int, invited: int, *, by: Person | None) -> None:
    """Open a round that is asked by telephone or on paper: nobody is invited from here, answers are taken over."""
    found = _locked(round_id, Round.State.DRAFT)
    authority = _authority(found.government_id, by)
    found.invited, found.state = invited, Round.State.OPEN
    found.save()
    _record(found, "opened", {"elsewhere": True, "invited": invited}, authority, by)


def users_of(found: Round) -> list[Addressee]:
    """Those whose cases of the service ended within the period, as the apps above know them."""
    if found.population != Round.Population.USERS or not found.cases_from or not found.cases_until:
        raise NotPossible(_("Upload a list of the residents who may be asked."))
    frame: list[Addressee] = []
    announce(FrameWanted(found.government_id, found.service, found.cases_from, found.cases_until, frame))
    return frame


def _invite(found: Round, drawn: Sequence[Addressee], moment: datetime, by: Person | None) -> None:
    known = [{name: one.strata.get(name, "") for name in found.known} for one in drawn]
    tokens = [secrets.token_urlsafe(24) for _one in drawn]
    expires = end_of(found)
    Invitation.objects.bulk_create(
        [
            Invitation(
                token_hash=hashed(token),
                survey=found.survey,
                version=found.version,
                government=found.government,
                service=found.service,
                month=month_of(found.asked_from),
                expires_at=expires,
                round=found,
                strata=strata,
            )
            for token, strata in zip(tokens, rules.coarsened(known), strict=True)
        ],
        batch_size=1000,
    )
    tell(found, list(zip(drawn, tokens, strict=True)), by=by)


@transaction.atomic
def take_answers(round_id: int, given: Sequence[Given], *, by: Person | None) -> int:
    """Take over answers to a round that were given on paper or on the telephone; how many."""
    found = _locked(round_id, Round.State.OPEN)
    _authority(found.government_id, by)
    questionnaire = Survey.model_validate(found.questionnaire)
    strata = rules.coarsened([{name: one.strata.get(name, "") for name in found.known} for one in given])
    rows = [
        Answer(
            survey=found.survey,
            version=found.version,
            government_id=found.government_id,
            service=found.service,
            month=month_of(found.asked_from),
            values=checked(questionnaire, one.values),
            round=found,
            strata=known,
        )
        for one, known in zip(given, strata, strict=True)
    ]
    secrets.SystemRandom().shuffle(rows)
    return len(Answer.objects.bulk_create(rows, batch_size=1000))


@transaction.atomic
def close_round(round_id: int, *, at: datetime | None = None, by: Person | None) -> Round:
    """Close a round once nobody can answer any more, and publish its results; they never change again.

    It cannot be closed while people may still answer: nobody may stop asking when the figures look well.
    """
    found = _locked(round_id, Round.State.OPEN)
    authority = _authority(found.government_id, by)
    moment = at or timezone.now()
    if not can_close(found, moment):
        raise NotPossible(_("People can still answer; close the round after its last day."))
    Invitation.objects.filter(round=found).delete()
    answers = Answer.objects.filter(round=found).values_list("values", "strata")
    given = [Given(values, strata) for values, strata in answers]
    found.results = figures(given, Survey.model_validate(found.questionnaire), found.known, found.invited)
    found.state, found.closed_at = Round.State.CLOSED, moment
    found.save()
    _record(found, "closed", {"n": found.results.get("n")}, authority, by)
    announce(RoundClosed(found.pk, found.government_id, found.reform, found.service))
    return found


def close_due(*, at: datetime | None = None, by: Person | None = None) -> int:
    """Close every round in which nobody can answer any more; how many."""
    moment = at or timezone.now()
    due = [found.pk for found in being_asked() if moment >= end_of(found)]
    for pk in due:
        close_round(pk, at=moment, by=by)
    return len(due)


def _locked(round_id: int, state: Round.State) -> Round:
    found = (
        Round.objects.select_for_update(of=("self",)).select_related("government").filter(pk=round_id).first()
    )
    if found is None or found.state != state:
        raise NotPossible(_("The round is no longer as it was; look at it again."))
    return found


def _authority(government_id: int, by: Person | None) -> Authority | None:
    """The authority under which it is done; nobody is the system itself, as when the demo is filled."""
    if by is None:
        return None
    held = to_keep(government_id, by, timezone.now())
    if held is None:
        raise NotPossible(_("Only innovation officers and service owners of this government may do that."))
    return held


def _record(
    found: Round, act: str, data: dict[str, Any], authority: Authority | None, by: Person | None
) -> None:
    seq, head = last(found.stream)
    said = {**asdict(authority), "subjects": list(authority.subjects)} if authority else None
    entry = Entry(found.stream, seq + 1, head, found.government_id, f"survey_round.{act}", data, said)
    append(entry, by=by)
