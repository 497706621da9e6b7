"""A case in words for officials: what happened and by whom, and what registers said."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from madang.flow.queries import Step
from madang.work.services.queries.office import OfficeCase
from madang.work.services.views import promise_in_words as words


def entries(seen: OfficeCase) -> list[dict[str, Any]]:
    """The timeline as the page draws it; who acted for whom stands beside the name."""
    done = [{"title": step.title, "at": step.at, "text": step.text, "by": who(step)} for step in _told(seen)]
    if seen.case.status == "closed":
        return done
    return [*done, {"title": seen.stage, "state": "current", "text": "", "by": "", "at": None}]


def _told(seen: OfficeCase) -> list[Step]:
    """The steps, with one line for look-ups that followed each other; each stands among who looked."""
    same = pairwise([None, *seen.steps])
    return [step for before, step in same if step and not (before and _repeats(before, step))]


def _repeats(before: Step, step: Step) -> bool:
    return step.type == before.type == "looked_up" and step.who == before.who


def who(step: Step) -> str:
    """Who acted, and in whose place: both names are kept."""
    if step.via == "deputy" and step.holder:
        return _("%(who)s, in place of %(holder)s") % {"who": step.who, "holder": step.holder}
    if step.via == "delegate":
        return (
            _("%(who)s, by delegation from %(holder)s") % {"who": step.who, "holder": step.holder}
            if step.holder
            else _("%(who)s, by delegation") % {"who": step.who}
        )
    return step.who


def evidence(seen: OfficeCase) -> list[dict[str, Any]]:
    """What registers said, in words, with where and when it was fetched and on what basis."""
    return [
        {
            **words.fetched_item(name, asked),
            **words.found_in(known, asked),
            "at": datetime.fromisoformat(known["fetched_at"]) if known.get("fetched_at") else None,
            "as_of": known.get("as_of"),
        }
        for name, asked, known in seen.evidence
    ]
