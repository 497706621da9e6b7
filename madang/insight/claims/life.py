"""The life of a claim: which acts there are, when each is possible, and what the claim is afterwards. Pure."""

from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """How far a claim has come."""

    DRAFT = "draft"
    REGISTERED = "registered"
    PLANNED = "planned"
    WATCHED = "watched"
    ASSESSED = "assessed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done with a claim."""

    SAVE = "save"
    DISCARD = "discard"
    REGISTER = "register"
    AMEND = "amend"
    PLAN = "plan"
    WATCH = "watch"
    ASSESS = "assess"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    COUNT = "count"


RUNNING = {Stage.REGISTERED, Stage.PLANNED, Stage.WATCHED, Stage.ASSESSED, Stage.PUBLISHED}
POSSIBLE: dict[Act, set[Stage]] = {
    Act.SAVE: {Stage.DRAFT},
    Act.DISCARD: {Stage.DRAFT},
    Act.REGISTER: {Stage.DRAFT},
    Act.AMEND: {Stage.REGISTERED, Stage.PLANNED},
    Act.PLAN: {Stage.REGISTERED, Stage.PLANNED, Stage.WATCHED},
    Act.WATCH: RUNNING,
    Act.ASSESS: RUNNING,
    Act.PUBLISH: {Stage.ASSESSED},
    Act.WITHDRAW: RUNNING,
    Act.COUNT: RUNNING,
}
LEADS_TO = {
    Act.REGISTER: Stage.REGISTERED,
    Act.PLAN: Stage.PLANNED,
    Act.WATCH: Stage.WATCHED,
    Act.ASSESS: Stage.ASSESSED,
    Act.PUBLISH: Stage.PUBLISHED,
    Act.WITHDRAW: Stage.WITHDRAWN,
}
ORDER = list(Stage)


def possible(act: Act, stage: str) -> bool:
    """Whether the act is possible at this stage."""
    return Stage(stage) in POSSIBLE[act]


def after(act: Act, stage: str) -> Stage:
    """The stage after an act; planning and watching again take nothing back."""
    now, then = Stage(stage), LEADS_TO.get(act, Stage(stage))
    goes_back = act in (Act.PLAN, Act.WATCH) and ORDER.index(then) < ORDER.index(now)
    return now if goes_back else then


def registered_in_time(registered: date, starts: date | None) -> bool:
    """Whether the measure was named before the change began: nobody could choose it after seeing the numbers."""
    return starts is not None and registered < starts


def may_be_amended(today: date, starts: date | None) -> bool:
    """The terms may be changed until the day before the change begins; from that day on they stand."""
    return starts is not None and today < starts
