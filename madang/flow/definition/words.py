"""The common words of flow: what an act or an end of a well-known name is called when nothing else is said.

A clerk writes `ask: {}` or `grant: granted`; the words below complete it. What a definition says itself
always goes before.
"""

from collections.abc import Mapping
from typing import Any

Said = dict[str, str]

ACTS: dict[str, tuple[str, str]] = {
    "accept": ("접수", "Accept"),
    "ask": ("보완 요청", "Ask the applicant"),
    "opinion": ("의견 요청", "Ask for an opinion"),
    "extend": ("처리기간 연장", "Extend the period"),
    "transfer": ("이송", "Transfer"),
    "propose": ("결재 올림", "Send for decision"),
    "return": ("다시 검토", "Send back"),
    "grant": ("승인", "Grant"),
    "issue": ("발급", "Issue"),
    "refuse": ("거부", "Refuse"),
    "close": ("종결", "Close"),
}
DOES = {"ask", "opinion", "extend", "transfer"}
ENDS: dict[str, tuple[str, str, str]] = {
    "granted": ("granted", "승인", "Granted"),
    "issued": ("granted", "발급 완료", "Issued"),
    "refused": ("refused", "거부", "Refused"),
    "done": ("done", "처리 완료", "Done"),
    "withdrawn": ("withdrawn", "취하", "Withdrawn"),
    "transferred": ("transferred", "이송", "Transferred"),
}


def complete_acts(acts: object) -> object:
    """Acts as written, each with the label and the kind that its name stands for."""
    if not isinstance(acts, Mapping):
        return acts
    return {key: _act(key, act) for key, act in acts.items()}


def _act(key: object, act: object) -> object:
    if isinstance(act, str):
        act = {"to": act}
    act = {} if act is None else act
    if not isinstance(act, Mapping):
        return act
    known: dict[str, Any] = {}
    if isinstance(key, str) and key in ACTS:
        known["label"] = _said(*ACTS[key])
    if isinstance(key, str) and key in DOES:
        known["does"] = key
    return known | dict(act)


def complete_ends(ends: object) -> object:
    """Ends as written, each with the title and the outcome that its name stands for."""
    if not isinstance(ends, Mapping):
        return ends
    return {key: _end(key, end) for key, end in ends.items()}


def _end(key: object, end: object) -> object:
    end = {} if end is None else end
    if not isinstance(end, Mapping) or not isinstance(key, str) or key not in ENDS:
        return end
    outcome, ko, en = ENDS[key]
    return {"title": _said(ko, en), "outcome": outcome} | dict(end)


def _said(ko: str, en: str) -> Said:
    return {"ko": ko, "en": en}
