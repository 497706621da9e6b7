"""Whether cases went as the definition says: which step was skipped, done out of order, by whom not entitled.

Every order that cases took is walked once along the definition's stages. An act that cannot be done where the
case may stand is a departure: a step was *skipped* where the case jumped past stages that every way to this act
leads through; otherwise the act was *out of order*. Activities that the definition does not know (a receipt, an
answer) are passed over and counted.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a log alone can be measured without all that reads definitions
    from madang.flow.definition import FlowDefinition

BOUND = 10.0  # seconds


@dataclass(frozen=True)
class Way:
    """An order of activities that cases took, each with the role in which it was done, if known."""

    steps: Sequence[str]
    roles: Sequence[str]
    cases: int


@dataclass(frozen=True)
class Model:
    """Stages and acts of a definition as a walk needs them."""

    start: str
    leads: dict[str, dict[str, frozenset[str]]]  # stage -> act -> where the case may stand then
    passing: dict[str, frozenset[str]]  # where a case goes on by itself
    role: dict[tuple[str, str], str]

    @classmethod
    def of(cls, flow: "FlowDefinition") -> "Model":
        """The model of a definition; acts are known by their key and by their labels."""
        leads: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
        role = {}
        for stage, said in flow.stages.items():
            for key, act in said.acts.items():
                to = frozenset({act.to} if act.does == "move" and act.to else {stage})
                for name in (key, act.label.ko, act.label.en):
                    leads[stage][name] = to
                    role[stage, name] = flow.actor_of(stage, key).role
        passing = {
            stage: frozenset(way.go for way in said.auto) for stage, said in flow.stages.items() if said.auto
        }
        passing |= {key: frozenset({end.reopens}) for key, end in flow.ends.items() if end.reopens}
        return cls(flow.start, dict(leads), passing, role)

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """At which stages each act can be done."""
        found: dict[str, set[str]] = defaultdict(set)
        for stage, acts in self.leads.items():
            for act in acts:
                found[act].add(stage)
        return found

    @cached_property
    def needed(self) -> dict[str, set[str]]:
        """Of each place the stages that every way to it from the start leads through."""
        stages = set(self.leads)
        places = (
            stages
            | set(self.passing)
            | {to for acts in self.leads.values() for go in acts.values() for to in go}
        )
        found: dict[str, set[str]] = {place: set() for place in places}
        for stage in stages:
            beyond = places if stage == self.start else places - self._reached(without=stage)
            for place in beyond - {stage}:
                found[place].add(stage)
        return found

    def _reached(self, without: str) -> set[str]:
        seen, left = {self.start}, [self.start]
        while left:
            place = left.pop()
            on = set(self.passing.get(place, ())).union(*self.leads.get(place, {}).values())
            new = on - seen - {without}
            seen |= new
            left += new
        return seen

    def nearest(self, stages: Iterable[str], visited: set[str]) -> tuple[list[str], set[str]]:
        """Of the stages at which an act can be done the one for which least was left out, and what that is."""
        stage = min(stages, key=lambda stage: (len(self.needed[stage] - visited), stage))
        return [stage], self.needed[stage] - visited - {stage}

    def settled(self, places: Iterable[str]) -> frozenset[str]:
        """These places and all to which a case goes on by itself from them."""
        seen = set(places)
        left = list(seen)
        while left:
            new = set(self.passing.get(left.pop(), ())) - seen
            seen |= new
            left += new
        return frozenset(seen)


@dataclass
class Conformance:
    """How many cases went as the definition says, and how many departed from it in which step and way."""

    cases: int = 0
    conforming: int = 0
    not_walked: int = 0  # cases for which there was no time
    unknown_steps: int = 0
    known_steps: int = 0
    without_role: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    out_of_order: Counter[str] = field(default_factory=Counter)
    not_entitled: Counter[str] = field(default_factory=Counter)

    def know(self, cases: int, role: str) -> None:
        """Count a step that the definition knows."""
        self.known_steps += cases
        self.without_role += 0 if role else cases

    def add(self, cases: int, skipped: set[str], disordered: set[str], strangers: set[str]) -> bool:
        """Count the departures of so many cases; True where there are none."""
        self.skipped.update(dict.fromkeys(skipped, cases))
        self.out_of_order.update(dict.fromkeys(disordered, cases))
        self.not_entitled.update(dict.fromkeys(strangers, cases))
        return not (skipped or disordered or strangers)

    def as_json(self) -> dict[str, Any]:
        walked = self.cases - self.not_walked
        return {
            "cases": self.cases,
            "conforming": self.conforming,
            "share": self.conforming / walked if walked and self.known_steps else None,
            "skipped": dict(self.skipped.most_common()),
            "out_of_order": dict(self.out_of_order.most_common()),
            "not_entitled": dict(self.not_entitled.most_common()),
            "steps_known": self.known_steps,
            "steps_unknown": self.unknown_steps,
            "steps_without_role": self.without_role,
            "finished": not self.not_walked,
            "cases_not_walked": self.not_walked,
        }


def conformance(ways: Iterable[Way], model: Model, bound: float = BOUND) -> Conformance:
    """Walk each way along the definition, the most frequent first; after `bound` seconds the rest is left undone."""
    told, until = Conformance(), time.monotonic() + bound
    for way in ways:
        told.cases += way.cases
        if time.monotonic() > until:
            told.not_walked += way.cases
        elif _walk(way, model, told):
            told.conforming += way.cases
    return told


def _walk(way: Way, model: Model, told: Conformance) -> bool:
    """Walk one way and count its departures, each once a case; True where there are none."""
    places, visited = model.settled([model.start]), set[str]()
    skipped, disordered, strangers = set[str](), set[str](), set[str]()
    for step, role in zip(way.steps, way.roles, strict=True):
        stages = model.known.get(step)
        if stages is None:
            told.unknown_steps += way.cases
            places = model.settled({step}) if step in places else places  # a move by rule says where to
            continue
        told.know(way.cases, role)
        at, past = sorted(stages & places), set[str]()
        if not at:
            at, past = model.nearest(stages, visited)
            disordered |= set() if past else {step}
        skipped |= past
        if role and all(model.role[stage, step] != role for stage in at):
            strangers.add(step)
        visited |= set(at)
        places = model.settled(to for stage in at for to in model.leads[stage][step])
    for held, found in (
        (told.skipped, skipped),
        (told.out_of_order, disordered),
        (told.not_entitled, strangers),
    ):
        held.update(dict.fromkeys(found, way.cases))
    return not (skipped or disordered or strangers)
