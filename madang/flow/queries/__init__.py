"""Questions to flow."""

from madang.flow.actions.publishing import content_hash
from madang.flow.casefile import CaseFile, flow_of
from madang.flow.entitlement import Possible, as_record, needs_reason, possible_acts, said
from madang.flow.models import Case, Definition, WorkItem
from madang.flow.queries.cases import (
    due_of,
    facts_of,
    file_of,
    in_force,
    may_reach,
    of_applicant,
    published,
    visible_to,
)
from madang.flow.queries.desk import COUNTED_TO, Standing, away, how_many, kinds_of_work, standing_in, titles
from madang.flow.queries.ended import Ended, to_share_out, waiting, with_open_work
from madang.flow.queries.history import APPLICANT, History, Work, changed_since, histories
from madang.flow.queries.holidays import Moving, would_move
from madang.flow.queries.inbox import Filters, InboxPage, inbox, load, offices
from madang.flow.queries.timeline import Look, Step, looks, timeline
from madang.flow.queries.times import Escalation, Figures, escalations, figures, overdue
from madang.flow.rules import Opinion, State

__all__ = [
    "APPLICANT",
    "COUNTED_TO",
    "Case",
    "CaseFile",
    "Definition",
    "Ended",
    "Escalation",
    "Figures",
    "Filters",
    "History",
    "InboxPage",
    "Look",
    "Moving",
    "Opinion",
    "Possible",
    "Standing",
    "State",
    "Step",
    "Work",
    "WorkItem",
    "as_record",
    "away",
    "changed_since",
    "content_hash",
    "due_of",
    "escalations",
    "facts_of",
    "figures",
    "file_of",
    "flow_of",
    "histories",
    "how_many",
    "in_force",
    "inbox",
    "kinds_of_work",
    "load",
    "looks",
    "may_reach",
    "needs_reason",
    "of_applicant",
    "offices",
    "overdue",
    "possible_acts",
    "published",
    "said",
    "standing_in",
    "timeline",
    "titles",
    "to_share_out",
    "visible_to",
    "waiting",
    "with_open_work",
    "would_move",
]
