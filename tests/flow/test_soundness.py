"""Soundness: each fault of a flow is found at its place, and a sound flow has none."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from madang.flow.definition import FlowDefinition
from madang.flow.definition.soundness import Finding, Known, findings, is_longer

TEXT = {"ko": "글", "en": "text"}
SOUND: dict[str, Any] = {
    "actors": {"clerk": {"role": "clerk"}, "head": {"role": "head"}},
    "start": "sorted",
    "stages": {
        "sorted": {
            "title": TEXT,
            "auto": [{"when": {"form.small": True}, "go": "granted"}, {"go": "review"}],
        },
        "review": {
            "title": TEXT,
            "by": "clerk",
            "within": "2 days",
            "acts": {
                "grant": "granted",
                "ask": {"within": "5 days"},
                "propose": "decision",
            },
            "late": [{"at": "80%", "tell": "clerk"}],
        },
        "decision": {"title": TEXT, "by": "head", "acts": {"refuse": "refused", "return": "review"}},
    },
    "ends": {
        "granted": {},
        "refused": {"remedy": TEXT, "objection_within": "60 days", "reopens": "review"},
        "withdrawn": {},
    },
    "clock": {"rule": "kr-petition", "period": "6 days"},
}


def of(
    change: Callable[[dict[str, Any]], None] = lambda raw: None, known: Known | None = None
) -> list[Finding]:
    raw = copy.deepcopy(SOUND)
    change(raw)
    return findings(FlowDefinition.of(raw), known)


def setting(*place: str | int, to: object) -> Callable[[dict[str, Any]], None]:
    """A change that sets one place of the flow, or removes it."""

    def change(raw: dict[str, Any]) -> None:
        inner: Any = raw
        for part in place[:-1]:
            inner = inner[part]
        if to is None:
            del inner[place[-1]]
        else:
            inner[place[-1]] = to

    return change


def test_a_sound_flow_has_no_findings() -> None:
    assert of() == []


STAGE = {"title": TEXT, "by": "clerk", "acts": {"grant": "granted"}}
FAULTS: list[tuple[Callable[[dict[str, Any]], None], tuple[str | int, ...], str]] = [
    (setting("start", to="nowhere"), ("start",), "no stage 'nowhere'"),
    (setting("stages", "lonely", to=STAGE), ("stages", "lonely"), "No way leads from the start"),
    (setting("ends", "done", to={}), ("ends", "done"), "No way leads to this end"),
    (
        setting("stages", "review", "acts", "grant", to="decided"),
        ("stages", "review", "acts", "grant", "to"),
        "stage or end 'decided'",
    ),
    (setting("stages", "review", "acts", "grant", to="review"), ("stages", "review", "acts", "grant"), "leads nowhere"),
    (setting("stages", "review", "acts", "grant", to={}), ("stages", "review", "acts", "grant"), "leads nowhere"),
    (setting("stages", "review", "by", to=None), ("stages", "review"), "in no inbox"),
    (setting("stages", "review", "by", to="boss"), ("stages", "review", "by"), "no actor 'boss'"),
    (setting("stages", "review", "within", to="7 days"), ("stages", "review", "within"), "longer than the legal"),
    (setting("stages", "review", "within", to=None), ("stages", "review", "late", 0), "can never fire"),
    (setting("stages", "review", "late", 0, to={"at": "80%"}), ("stages", "review", "late", 0), "Nothing happens"),
    (setting("stages", "review", "acts", "ask", to={}), ("stages", "review", "acts", "ask"), "no time limit"),
    (
        setting("stages", "review", "acts", "ask", to={"within": "1 days", "to": "granted"}),
        ("stages", "review", "acts", "ask"),
        "moves the case nowhere",
    ),
    (
        setting("stages", "review", "acts", "opinion", to={"within": "2 weeks", "unit": "lab"}),
        ("stages", "review", "acts", "opinion", "within"),
        "longer than the legal",
    ),
    (setting("stages", "sorted", "auto", 1, to=None), ("stages", "sorted", "auto"), "no default way"),
    (
        setting("stages", "sorted", "auto", to=[{"go": "review"}, {"go": "granted"}]),
        ("stages", "sorted", "auto", 0),
        "never taken",
    ),
    (
        setting("stages", "sorted", "auto", to=[{"when": {"form.small": True}, "go": "granted"}, {"go": "sorted"}]),
        ("stages", "sorted"),
        "circle",
    ),
    (setting("stages", "sorted", "by", to="clerk"), ("stages", "sorted"), "takes no actor"),
    (setting("stages", "decision", "acts", to={}), ("stages", "decision"), "Nothing can be done"),
    (setting("stages", "decision", "acts", "refuse", to={"to": "refused", "reason": False}),
     ("stages", "decision", "acts", "refuse", "reason"), "without reasons"),
    (setting("actors", "head", "deputy", to="none"), ("actors", "head"), "absence stops every case"),
    (setting("actors", "spare", to={"role": "expert"}), ("actors", "spare"), "does nothing"),
    (setting("ends", "refused", "remedy", to=None), ("ends", "refused"), "does not say"),
    (setting("ends", "refused", "reopens", to=None), ("ends", "refused"), "no stage hears it"),
    (setting("ends", "refused", "objection_within", to=None), ("ends", "refused"), "no time is set"),
    (setting("ends", "refused", "reopens", to="granted"), ("ends", "refused", "reopens"), "no stage 'granted'"),
    (setting("ends", "review", to={"title": TEXT, "outcome": "done"}), ("ends", "review"), "both a stage and an end"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place", "words"), FAULTS, ids=[f"{'.'.join(map(str, f[1]))}: {f[2]}" for f in FAULTS]
)
def test_each_fault_is_found_at_its_place(
    change: Callable[[dict[str, Any]], None], place: tuple[str | int, ...], words: str
) -> None:
    found = [one for one in of(change) if one.place == place and words in one.problem["en"]]
    assert len(found) == 1
    assert all([found[0].problem["ko"], found[0].remedy["ko"], found[0].remedy["en"]])


def test_a_stage_without_a_way_to_any_end() -> None:
    def loop(raw: dict[str, Any]) -> None:
        raw["stages"]["a"] = {"title": TEXT, "by": "clerk", "acts": {"propose": "b"}}
        raw["stages"]["b"] = {"title": TEXT, "by": "clerk", "acts": {"return": "a"}}
        raw["stages"]["review"]["acts"]["accept"] = "a"

    stuck = [one.place for one in of(loop) if "No end can be reached" in one.problem["en"]]
    assert stuck == [("stages", "a"), ("stages", "b")]


def test_two_automatic_stages_in_a_circle() -> None:
    def circle(raw: dict[str, Any]) -> None:
        raw["stages"]["again"] = {"title": TEXT, "auto": [{"go": "sorted"}]}
        raw["stages"]["sorted"]["auto"][1]["go"] = "again"

    found = {one.place for one in of(circle) if "circle" in one.problem["en"]}
    assert found == {("stages", "again"), ("stages", "sorted")}


def test_an_escalation_after_silence_has_decided_never_fires() -> None:
    def silent(raw: dict[str, Any]) -> None:
        raw["clock"]["deemed"] = "granted"
        raw["stages"]["review"]["within"] = "5 days"
        raw["stages"]["review"]["late"] = [{"at": "100%", "tell": "clerk"}, {"at": "150%", "go_up": "head"}]

    assert [one.place for one in of(silent)] == [("stages", "review", "late", 1)]


def test_silence_needs_an_end_with_its_outcome() -> None:
    def silent(raw: dict[str, Any]) -> None:
        raw["clock"]["deemed"] = "refused"
        raw["ends"]["refused"]["outcome"] = "done"

    assert ("clock", "deemed") in [one.place for one in of(silent)]


def test_an_actor_may_stand_alone_for_a_reason() -> None:
    assert of(setting("actors", "head", to={"role": "head", "deputy": "none", "alone_because": TEXT})) == []


def test_names_outside_the_definition_are_checked_where_they_are_known() -> None:
    def elsewhere(raw: dict[str, Any]) -> None:
        raw["actors"]["clerk"] = {"role": "clark", "in": "rods"}
        raw["stages"]["review"]["acts"]["opinion"] = {"unit": "lab", "within": "1 days"}
        raw["clock"]["rule"] = "kr-petitions"

    assert of(elsewhere) == []
    known = Known(
        units=frozenset({"roads"}), roles=frozenset({"clerk", "head"}), rules=frozenset({"kr-petition"})
    )
    assert {one.place for one in of(elsewhere, known)} == {
        ("actors", "clerk", "role"),
        ("actors", "clerk", "in"),
        ("stages", "review", "acts", "opinion", "unit"),
        ("clock", "rule"),
    }


@pytest.mark.parametrize(
    ("period", "other", "longer"),
    [
        ("9 hours", "1 days", True),
        ("8 hours", "1 days", False),
        ("4 hours", "immediately", True),
        ("2 weeks", "10 days", False),
        ("24 days", "1 months", True),
        ("22 days", "1 months", False),
        ("1 years", "2 months", True),
    ],
)
def test_is_longer_only_when_it_is_so_on_every_calendar(period: str, other: str, longer: bool) -> None:
    assert is_longer(period, other) is longer
