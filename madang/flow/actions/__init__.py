"""Verbs of flow. Each is atomic, may be repeated with the same key without effect, and ends in `by=`."""

from madang.flow.actions.acting import act, answer, give_opinion, object_to, withdraw
from madang.flow.actions.assigning import assign
from madang.flow.actions.erasing import ask_to_erase, asked_to_erase, confirm_erasure, erase
from madang.flow.actions.escalating import escalate
from madang.flow.actions.holidays import move_due_dates
from madang.flow.actions.migrating import Move, Verdict, migrate, rehearse
from madang.flow.actions.publishing import publish
from madang.flow.actions.receiving import receive
from madang.flow.actions.rehousing import hand_over, rehouse, warn_of_split
from madang.flow.actions.silence import decide_by_silence
from madang.flow.actions.telling import record, viewed
from madang.flow.errors import NotPossible, Overtaken

__all__ = [
    "Move",
    "NotPossible",
    "Overtaken",
    "Verdict",
    "act",
    "answer",
    "ask_to_erase",
    "asked_to_erase",
    "assign",
    "confirm_erasure",
    "decide_by_silence",
    "erase",
    "escalate",
    "give_opinion",
    "hand_over",
    "migrate",
    "move_due_dates",
    "object_to",
    "publish",
    "receive",
    "record",
    "rehearse",
    "rehouse",
    "viewed",
    "warn_of_split",
    "withdraw",
]
