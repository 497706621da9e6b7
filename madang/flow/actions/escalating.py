"""Escalation: whoever the definition names is told that time runs out, once for each rule and stage."""

from datetime import datetime

from django.utils import timezone

from madang.flow.actions.leading import announce_all, each
from madang.flow.casefile import CaseFile
from madang.flow.letters import warn
from madang.flow.models import WorkItem
from madang.flow.queries.times import Escalation, escalations
from madang.ground.people.queries import Person
from madang.lib.together import at_once


def escalate(*, at: datetime | None = None, by: Person | None = None) -> int:
    """Make every escalation that applies at the moment; how many."""
    moment = at or timezone.now()
    return each(list(escalations(moment)), lambda escalation: _make(escalation, moment, by))


@at_once
def _make(escalation: Escalation, moment: datetime, by: Person | None) -> bool:
    file = CaseFile.taken(escalation.item.case_id)
    item = WorkItem.objects.filter(pk=escalation.item.pk, ref=file.state.stage).first()
    if item is None or escalation.rule in file.state.raised:
        return False
    if item.late_at is None or item.late_at > moment:  # asked, extended or moved since it was looked for
        return False
    told = [name for name in (escalation.tell, escalation.go_up) if name]
    file.enter("escalated", {"rule": escalation.rule, "percent": escalation.at_percent, "told": told}, by=by)
    file.put_back()
    for name in told:
        warn(
            file,
            file.flow.actors[name],
            assignee=item.assignee if name == escalation.tell else None,
            at=moment,
        )
    announce_all(file)
    return True
