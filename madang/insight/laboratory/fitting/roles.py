"""Who can stand in for whom: people who do the same activities make a role."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from madang.insight.laboratory.fitting.intake import Events
from madang.insight.laboratory.hours import DAY, Floats, Numbers, Truths
from madang.insight.laboratory.model import NOBODY

APART = 0.5  # cosine distance of what they do above which two people belong to different roles
MOST_COMPARED = 1500  # people compared pair by pair; beyond it they go by what each does most
OF_ONE_UNIT = 0.6  # share of a role's work in one unit from which the role is called by it


@dataclass(frozen=True)
class Roles:
    """The role of each activity done (nobody where none is named), names, and each person's role."""

    of_event: Numbers
    of_person: Numbers
    names: tuple[str, ...]


def roles_of(events: Events) -> Roles:
    """Group the people of a log by what they do."""
    if not events.resources:
        return nobodys(events)
    named = events.resource >= 0
    shape = (len(events.resources), len(events.activities))
    profile = np.zeros(shape)
    np.add.at(profile, (events.resource[named], events.activity[named]), 1.0)
    working = profile.any(axis=1)
    of_person = np.full(len(profile), NOBODY)
    if working.any():
        of_person[working] = _grouped(profile[working])
    of_event = np.where(named, of_person[np.maximum(events.resource, 0)], NOBODY)
    return Roles(of_event, of_person, _names(events, of_event, int(of_person.max()) + 1))


def nobodys(events: Events) -> Roles:
    """Where queues for people cannot be seen: nobody is named, or the log tells days only."""
    return Roles(np.full(len(events.case), NOBODY), np.zeros(0, np.int64), ())


def _grouped(profile: Floats) -> Numbers:
    """The number of the role of each person, the one with most work first."""
    if len(profile) == 1:
        return np.zeros(1, np.int64)
    length = np.linalg.norm(profile, axis=1, keepdims=True)
    if len(profile) > MOST_COMPARED:
        found = profile.argmax(axis=1)
    else:
        tree = linkage(profile / np.maximum(length, 1e-12), "average", metric="cosine")
        found = fcluster(tree, APART, "distance")
    _, group = np.unique(found, return_inverse=True)
    load = np.bincount(group, profile.sum(axis=1))
    rank = np.empty(len(load), np.int64)
    rank[np.argsort(-load, kind="stable")] = np.arange(len(load))
    return np.asarray(rank[group])


def _names(events: Events, of_event: Numbers, count: int) -> tuple[str, ...]:
    """Each role by its unit where it has one of its own, else by what it does most."""
    names: list[str] = []
    for role in range(count):
        mine = of_event == role
        unit = Counter(events.unit[mine].tolist()).most_common(1)[0]
        what = Counter(events.activity[mine].tolist()).most_common(1)[0][0]
        by_unit = unit[0] >= 0 and unit[1] >= OF_ONE_UNIT * mine.sum()
        name = events.units[unit[0]] if by_unit else events.activities[what]
        wanted = name if name not in names else f"{name}: {events.activities[what]}" if by_unit else name
        number = 2
        while wanted in names:
            wanted, number = f"{name} ({number})", number + 1
        names.append(wanted)
    return tuple(names)


def staff_of(events: Events, mine: Truths, open_days: Numbers) -> tuple[float, int]:
    """How many of a role's people were at work on a usual open day, and how many different ones there were.

    On a quiet day somebody at work may leave no trace. If events of a person present come by chance, so many days
    with a trace tell so many days present (the mean of a Poisson count that is known only where it is not zero).
    """
    people = events.resource[mine]
    day = np.floor_divide(events.end[mine], DAY).astype(np.int64)
    seen = np.unique(np.stack([people, day]), axis=1)[0]
    who, active = np.unique(seen, return_counts=True)
    done = np.bincount(people, minlength=int(who.max()) + 1)[who]
    present = 0.0
    for person, days, count in zip(who.tolist(), active.tolist(), done.tolist(), strict=True):
        own = day[people == person]
        tenure = int(((open_days >= own.min()) & (open_days <= own.max())).sum())
        present += min(max(_present(days, count), days), max(tenure, days))
    return present / max(len(open_days), 1), len(who)


def _present(days: int, count: int) -> float:
    """Days present of somebody with so many events on so many different days."""
    if count <= days:
        return float("inf")
    mean = count / days  # of a day with a trace; solve rate / (1 - exp(-rate)) = mean
    rate = mean
    for _ in range(60):
        rate = mean * -np.expm1(-rate)
    return float(days / -np.expm1(-rate))
