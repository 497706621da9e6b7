"""Units that changed against units that did not: published answers, hand counts, relabelling."""

import csv
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lib.statistics import panel, staggered, synthetic
from tests.lib.statistics.published import RESTAURANTS, TEENS


def _grid(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    times, units = np.indices(values.shape)
    return values.ravel(), units.ravel(), times.ravel()


def test_the_minimum_wage_of_new_jersey_cost_no_jobs() -> None:
    """Card, Krueger (1994): +2.76 full-time equivalents (2.75 from the rounded means), untested with two units."""
    states = ["New Jersey", "Pennsylvania"]
    cells = np.array([[RESTAURANTS[state, time] for state in states] for time in (0, 1)])
    values, units, times = _grid(cells)
    found = panel.difference(values, ((units == 0) & (times == 1)).astype(float), units, times)
    assert found.effect == pytest.approx(2.75)
    assert found.how == "none"


def test_the_difference_is_that_of_four_means() -> None:
    rng = np.random.default_rng(1)
    cells = rng.normal(size=(2, 50))
    values, units, times = _grid(cells)
    found = panel.difference(values, ((units < 20) & (times == 1)).astype(float), units, times)
    change = cells[1] - cells[0]
    assert found.effect == pytest.approx(change[:20].mean() - change[20:].mean())
    assert found.how == "clustered"


def test_holes_in_the_panel_leave_the_least_squares_answer() -> None:
    rng = np.random.default_rng(2)
    values, units, times = _grid(rng.normal(size=(6, 12)))
    kept = rng.random(len(values)) > 0.2
    values, units, times = values[kept], units[kept], times[kept]
    treated = ((units < 5) & (times >= 3)).astype(float)
    dummies = np.column_stack([treated, np.eye(12)[units], np.eye(6)[times][:, 1:]])
    by_hand = np.linalg.lstsq(dummies, values, rcond=None)[0][0]
    assert panel.difference(values, treated, units, times, draws=99).effect == pytest.approx(
        by_hand, abs=1e-8
    )


def test_with_few_units_every_pattern_of_signs_is_tried() -> None:
    """The wild bootstrap with 6 units counted out by hand from its definition."""
    rng = np.random.default_rng(3)
    values, units, times = _grid(rng.normal(size=(8, 6)))
    treated = ((units < 3) & (times >= 4)).astype(float)
    found = panel.difference(values, treated, units, times)
    dummies = np.column_stack([treated, np.eye(6)[units], np.eye(8)[times][:, 1:]])

    def t_of(series: np.ndarray) -> float:
        left = series - dummies @ np.linalg.lstsq(dummies, series, rcond=None)[0]
        rest = dummies[:, 1:]
        change = treated - rest @ np.linalg.lstsq(rest, treated, rcond=None)[0]
        scores = np.bincount(units, change * left)
        return float(change @ series / np.sqrt(scores @ scores))

    rest = dummies[:, 1:]
    fitted = rest @ np.linalg.lstsq(rest, values, rcond=None)[0]
    signs = np.array(np.meshgrid(*[[1, -1]] * 6)).T.reshape(-1, 6)
    drawn = np.array([abs(t_of(fitted + row[units] * (values - fitted))) for row in signs])
    assert found.how == "wild"
    assert found.p == pytest.approx(np.mean(drawn >= abs(t_of(values)) - 1e-9))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 100))
def test_relabelled_units_and_another_unit_of_measure_change_nothing_else(seed: int, by: float) -> None:
    rng = np.random.default_rng(seed)
    cells = rng.normal(size=(6, 14))
    order = rng.permutation(14)
    treated = np.arange(14) < 6
    found = []
    for table, who in ((cells, treated), (by * cells[:, order], treated[order])):
        values, units, times = _grid(table)
        found.append(
            panel.difference(values, (who[units] & (times >= 3)).astype(float), units, times, draws=499)
        )
    assert found[1].effect == pytest.approx(by * found[0].effect, rel=1e-6)
    assert found[1].error == pytest.approx(by * found[0].error, rel=1e-6)


def test_false_alarms_of_few_units_are_few() -> None:
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(200):
        values, units, times = _grid(rng.normal(size=(6, 10)) + rng.normal(size=10))
        found = panel.difference(values, ((units < 5) & (times >= 3)).astype(float), units, times)
        alarms += found.p <= 0.05
    assert alarms / 200 < 0.10


def test_with_two_treated_units_all_other_pairs_are_tried() -> None:
    rng = np.random.default_rng(12)
    changes = rng.normal(size=12)
    changes[:2] += 6
    found = panel.permuted(changes, np.arange(12) < 2)
    assert found.how == "permuted"
    assert found.p == pytest.approx(1 / 66)  # no other of the 66 pairs differs as much
    assert found.low < 6 < found.high
    assert found.effect == pytest.approx(changes[:2].mean() - changes[2:].mean())


def test_false_alarms_of_two_treated_units_are_one_in_twenty() -> None:
    rng = np.random.default_rng(13)
    alarms = [panel.permuted(rng.normal(size=20), np.arange(20) < 2).p <= 0.05 for _ in range(300)]
    assert 0.02 < np.mean(alarms) < 0.08


def test_a_drift_before_the_change_is_seen() -> None:
    rng = np.random.default_rng(6)
    cells = rng.normal(0, 0.2, (10, 60)) + 0.3 * np.arange(10)[:, None] * (np.arange(60) < 30)
    values, units, times = _grid(cells)
    found = panel.before_the_change(values, (units < 30).astype(float), units, times, 6)
    assert found is not None
    assert found.effect == pytest.approx(0.3, abs=0.05)
    assert found.p < 0.001
    assert panel.by_time(values, (units < 30).astype(float), units, times, 6)[9] == pytest.approx(
        1.2, abs=0.2
    )


def test_wages_and_teens_come_out_as_callaway_and_santanna_print_them() -> None:
    """Their package `did` on these counties, without covariates: -.0400 in all, -.0310 by group, -.0772 dynamic."""
    starts = np.concatenate([np.full(count, year) for year, (count, _) in TEENS.items()])
    values = np.concatenate([np.tile(means, (count, 1)) for count, means in TEENS.values()])
    places = np.where(starts == 0, staggered.NEVER, starts - 2003)
    never = staggered.group_times(values, places, draws=50)
    assert never.simple.effect == pytest.approx(-0.0400, abs=2e-4)
    assert never.by_group.effect == pytest.approx(-0.0310, abs=2e-4)
    assert never.overall.effect == pytest.approx(-0.0772, abs=2e-4)
    assert never.effects[1, 3].effect == pytest.approx(-0.1373, abs=2e-4)
    later = staggered.group_times(values, places, control="not_yet", draws=50)
    assert later.simple.effect == pytest.approx(-0.0398, abs=2e-4)
    assert later.effects[3, 3].effect == pytest.approx(0.0047, abs=2e-4)


def test_late_starters_do_not_turn_the_sign() -> None:
    """Effects that grow with time: two-way effects understate them, group-time effects do not."""
    rng = np.random.default_rng(7)
    times, starts = np.arange(12), np.repeat([3, 7, staggered.NEVER], 40)
    since = np.where(starts[:, None] < 0, -1, times - starts[:, None])
    values = np.where(since >= 0, since + 1.0, 0.0) + rng.normal(0, 0.3, (120, 12))
    found = staggered.group_times(values, starts, draws=200)
    truth = (since[since >= 0] + 1.0).mean()
    assert found.simple.effect == pytest.approx(truth, abs=0.15)
    assert found.simple.low < truth < found.simple.high
    assert found.dynamic[4].effect == pytest.approx(5.0, abs=0.2)
    assert abs(found.dynamic[-2].effect) < 0.2


def _tobacco() -> tuple[np.ndarray, int, list[int]]:
    """Packs of cigarettes a head, states by years, as the package synthdid-py carries them."""
    spec = find_spec("synthdid")
    assert spec is not None
    assert spec.origin is not None
    with (Path(spec.origin).parent / "data" / "california_prop99.csv").open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    states, years = sorted({row["State"] for row in rows}), sorted({int(row["Year"]) for row in rows})
    cells = np.zeros((len(years), len(states)))
    for row in rows:
        cells[years.index(int(row["Year"])), states.index(row["State"])] = float(row["PacksPerCapita"])
    return cells, states.index("California"), years


def test_proposition_99_cost_about_26_packs_by_2000() -> None:
    """Abadie, Diamond, Hainmueller (2010): about 26 packs in 2000, about 20 on average; Utah weighs most.

    Arkhangelsky et al. (2021), American Economic Review 111, table 1: -19.6 by synthetic control on outcomes alone.
    """
    cells, california, years = _tobacco()
    found = synthetic.compare(cells, california, np.array(years) < 1989)
    assert found.effect == pytest.approx(-19.6, abs=0.3)
    assert found.gaps[-1] == pytest.approx(-26, abs=1.5)
    assert found.error_before < 2
    assert found.rank <= 3
    assert found.compared == 39
    assert found.mixture.weights.max() == pytest.approx(0.34, abs=0.08)


def test_difference_of_proposition_99_is_27_packs() -> None:
    """Arkhangelsky et al. (2021), table 1: -27.3 by difference in differences."""
    cells, california, years = _tobacco()
    values, units, times = _grid(cells)
    treated = ((units == california) & (np.array(years)[times] >= 1989)).astype(float)
    assert panel.difference(values, treated, units, times, draws=99).effect == pytest.approx(-27.3, abs=0.1)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.integers(2, 12))
def test_a_mixture_is_convex_and_proved_to_be_the_nearest(seed: int, donors: int, times: int) -> None:
    rng = np.random.default_rng(seed)
    target, others = rng.normal(size=times), rng.normal(size=(times, donors))
    found = synthetic.nearest(target, others)
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights.min() >= 0
    assert found.gap <= synthetic.GAP
    best = np.sum((others @ found.weights - target) ** 2)
    tried = rng.dirichlet(np.ones(donors), 200)
    assert best <= np.min(np.sum((tried @ others.T - target) ** 2, axis=1)) + 1e-6


def test_a_mixture_that_is_there_is_found() -> None:
    rng = np.random.default_rng(8)
    donors = rng.normal(size=(30, 6))
    weights = np.array([0.5, 0.3, 0.2, 0, 0, 0])
    assert synthetic.nearest(donors @ weights, donors).weights == pytest.approx(weights, abs=1e-4)


def test_relabelled_donors_keep_their_weights() -> None:
    rng = np.random.default_rng(9)
    cells = rng.normal(size=(20, 8)).cumsum(axis=0)
    order = np.array([0, 5, 3, 7, 1, 2, 6, 4])
    before = np.arange(20) < 14
    one, other = (synthetic.compare(table, 0, before) for table in (cells, 100 * cells[:, order]))
    assert other.effect == pytest.approx(100 * one.effect, rel=1e-3)
    assert other.mixture.weights == pytest.approx(one.mixture.weights[order[1:] - 1], abs=1e-3)
    assert other.rank == one.rank
