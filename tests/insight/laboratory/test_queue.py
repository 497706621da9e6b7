"""The queue gives the answers that are known from theory, and both of its loops give the same."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from madang.insight.laboratory.desks import Desk, Plan, Times
from madang.insight.laboratory.engine import _entries, simulate
from madang.insight.laboratory.hours import ALWAYS, HOUR, Hours, laid_out
from madang.insight.laboratory.model import Discipline
from madang.insight.laboratory.turns import by_turn

OFFICE = tuple(((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)) if day < 5 else () for day in range(7))
DAY = 86400.0
START = 19_000 * DAY


def _plan(arrival: Any, work: Any, steps: int = 1, role: Any = None, **more: Any) -> Plan:
    count = len(work)
    usual: dict[str, Any] = {
        "delay": np.zeros(count), "beside": np.zeros(count, bool),
        "priority": np.zeros(len(arrival), np.int64), "due": np.zeros(len(arrival)),
    }  # fmt: skip
    return Plan(
        arrival=arrival, first=np.arange(0, count + 1, steps), work=work,
        role=np.zeros(count, np.int64) if role is None else role, **(usual | more),
    )  # fmt: skip


def _always() -> Hours:
    return laid_out(ALWAYS, (), START, START + 1e9)


def _wait(times: Times) -> float:
    """Mean wait without the first tenth, in which the queue is not yet as usual."""
    return float((times.begun - times.ready)[len(times.ready) // 10 :].mean())


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (1, 0.8), (3, 0.8), (10, 0.9)])
def test_waiting_is_erlangs(people: int, load: float) -> None:
    """M/M/c: the mean wait by Erlang C (1917)."""
    dice, count = np.random.default_rng(people), 300_000
    arrival = START + np.cumsum(dice.exponential(1 / (load * people), count))
    times = simulate(
        _plan(arrival, dice.exponential(1.0, count)), [Desk(((_always(), people),))], [_always()] * 2
    )
    busy, blocked = load * people, 1.0
    for number in range(1, people + 1):
        blocked = busy * blocked / (number + busy * blocked)
    expected = blocked / (1 - load * (1 - blocked)) / (people - busy)
    assert _wait(times) == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.5])
def test_waiting_is_that_of_pollaczek_and_khinchine(spread: float) -> None:
    """M/G/1: the mean wait is load × (1 + variation²) / 2 / (1 - load), for work of mean 1."""
    dice, count, load = np.random.default_rng(7), 300_000, 0.7
    arrival = START + np.cumsum(dice.exponential(1 / load, count))
    shape = np.log(1 + spread**2)
    work = np.exp(dice.normal(-shape / 2, shape**0.5, count))
    times = simulate(_plan(arrival, work), [Desk(((_always(), 1),))], [_always()] * 2)
    assert _wait(times) == pytest.approx(load * (1 + spread**2) / 2 / (1 - load), rel=0.06)


def test_as_many_are_there_as_come_in_the_time_that_each_stays() -> None:
    """Little's law, counted moment by moment."""
    dice, count = np.random.default_rng(5), 20_000
    arrival = START + np.cumsum(dice.exponential(50.0, count))
    plan = _plan(arrival, dice.exponential(60.0, 2 * count), 2, np.tile([0, 1], count))
    times = simulate(plan, [Desk(((_always(), 2),)), Desk(((_always(), 3),))], [_always()] * 3)
    done = times.done[1::2]
    moments = np.concatenate([arrival, done])
    change = np.concatenate([np.ones(count), -np.ones(count)])[np.argsort(moments)]
    moments.sort()
    there = float((np.cumsum(change)[:-1] * np.diff(moments)).sum() / (moments[-1] - moments[0]))
    assert there == pytest.approx(
        count / (moments[-1] - moments[0]) * float((done - arrival).mean()), rel=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(
    seed=some.integers(0, 10_000), people=some.integers(1, 4), steps=some.integers(1, 4),
    hours=some.sampled_from([OFFICE, ALWAYS]), delayed=some.booleans(),
)  # fmt: skip
def test_both_loops_agree(seed: int, people: int, steps: int, hours: Any, delayed: bool) -> None:
    dice, count = np.random.default_rng(seed), 300
    at = laid_out(hours, (), START, START + 1e8)
    arrival = START + np.cumsum(dice.exponential(400.0, count))
    delay = dice.exponential(3000.0, count * steps) if delayed else np.zeros(count * steps)
    role = dice.integers(-1, 2, count * steps)
    plan = _plan(arrival, dice.exponential(900.0, count * steps), steps, role, delay=delay)
    desks, counting = [Desk(((at, people),))] * 2, [at, at, _always()]
    quick = simulate(plan, desks, counting)
    _ready, begun, done = by_turn(plan, desks, counting, _entries(plan, counting))
    assert np.allclose(quick.done, done, atol=1e-3)
    assert np.allclose(quick.begun, begun, atol=1e-3)
    assert (quick.begun >= quick.ready - 1e-3).all()
    assert (quick.done >= quick.begun - 1e-3).all()


@settings(max_examples=30, deadline=None)
@given(seed=some.integers(0, 10_000), by=some.sampled_from(["fifo", "priority", "due"]))
def test_nobody_does_two_things_at_once(seed: int, by: Discipline) -> None:
    dice, count, people = np.random.default_rng(seed), 200, 2
    arrival = START + np.cumsum(dice.exponential(100.0, count))
    work = dice.exponential(300.0, count)
    plan = _plan(
        arrival, work, priority=dice.integers(0, 2, count), due=arrival + dice.uniform(0, 5000, count)
    )
    times = simulate(plan, [Desk(((_always(), people),), by)], [_always()] * 2)
    moments = np.concatenate([times.begun, times.done - 1e-6])
    change = np.concatenate([np.ones(count), -np.ones(count)])[np.argsort(moments, kind="stable")]
    assert change.cumsum().max() <= people
    assert np.allclose(times.done - times.begun, work, atol=1e-3)


def test_who_goes_first_waits_less_and_all_wait_as_long_together() -> None:
    """Without regard to length, an order changes who waits, not how long all wait together."""
    dice, count = np.random.default_rng(2), 50_000
    arrival = START + np.cumsum(dice.exponential(1.2, count))
    first = dice.integers(0, 2, count)
    plan = _plan(arrival, dice.exponential(1.0, count), priority=first)
    fair, ranked = (
        simulate(plan, [Desk(((_always(), 1),), by)], [_always()] * 2) for by in ("fifo", "priority")
    )
    wait = ranked.begun - ranked.ready
    assert wait[first == 0].mean() < 0.5 * wait[first == 1].mean()
    assert wait.mean() == pytest.approx((fair.begun - fair.ready).mean(), rel=0.02)


def test_work_pauses_at_night_unless_it_is_finished_first() -> None:
    at = laid_out(OFFICE, (), START, START + 1e8)
    monday = (START // DAY - (START // DAY - 4) % 7 + 7) * DAY
    plan = _plan(np.array([monday + 17.5 * HOUR]), np.array([2.0 * HOUR]))
    paused = simulate(plan, [Desk(((at, 1),))], [at, at])
    finished = simulate(plan, [Desk(((at, 1),), finishes=True)], [at, at])
    assert paused.done[0] == monday + DAY + 10.5 * HOUR
    assert finished.done[0] == monday + 19.5 * HOUR


def test_steps_done_at_the_same_time_end_with_the_longer_one() -> None:
    beside = np.array([False, False, True, False])
    plan = _plan(np.array([START]), np.array([10.0, 100.0, 30.0, 5.0]), 4, np.full(4, -1), beside=beside)
    times = simulate(plan, [], [_always()])
    assert (times.done - START).tolist() == [10.0, 110.0, 40.0, 115.0]
