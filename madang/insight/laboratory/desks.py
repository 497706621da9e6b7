"""What the queue is given and what it answers."""

from dataclasses import dataclass

import numpy as np

from madang.insight.laboratory.hours import Floats, Hours, Numbers, Truths
from madang.insight.laboratory.model import Discipline


@dataclass(frozen=True)
class Desk:
    """A role as the queue sees it: groups of people with the same hours, and whom they take next."""

    groups: tuple[tuple[Hours, int], ...]
    discipline: Discipline = "fifo"
    finishes: bool = False

    @property
    def plain(self) -> bool:
        """Whether one event a step is enough."""
        return self.discipline == "fifo" and len(self.groups) == 1 and not self.finishes


@dataclass(frozen=True)
class Plan:
    """Cases to be simulated: when each comes, and its steps one after the other in flat rows."""

    arrival: Floats
    first: Numbers
    role: Numbers
    work: Floats
    delay: Floats
    beside: Truths
    priority: Numbers
    due: Floats

    @property
    def last(self) -> Truths:
        """Which steps are the last of their case."""
        marks = np.zeros(len(self.role), bool)
        marks[self.first[1:] - 1] = True
        return marks


@dataclass(frozen=True)
class Times:
    """For each step: when it could begin, when it began and when it was done."""

    ready: Floats
    begun: Floats
    done: Floats
