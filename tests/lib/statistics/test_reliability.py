"""Alpha and its kin against published figures, the analysis of variance, and samples whose truth is known."""

import numpy as np
import pytest

from madang.lib.statistics import reliability as r

# Chatterjee and Price's survey of clerical workers (R's data set `attitude`): 30 departments, 7 questions.
ATTITUDE = {
    "rating": "43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 63 66 78 48 85 82",
    "complaints": "51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 37 54 77 75 57 85 82",
    "privileges": "30 51 68 45 56 49 42 50 72 45 53 47 57 83 54 50 64 65 46 68 33 52 52 42 42 66 58 44 71 39",
    "learning": "39 54 69 47 66 44 56 55 67 47 58 39 42 45 72 72 69 75 57 54 34 62 50 58 48 63 74 45 71 59",
    "raises": "61 63 76 54 71 54 66 70 71 62 58 59 55 59 79 60 79 55 75 64 43 66 63 50 66 88 80 51 77 64",
    "critical": "92 73 86 84 83 49 68 66 83 80 67 74 63 77 77 54 79 80 85 78 64 80 80 57 75 76 78 83 74 78",
    "advance": "45 47 48 35 47 34 35 41 31 41 34 41 25 35 46 36 63 60 46 52 33 41 37 49 33 72 49 38 55 39",
}


def attitude() -> r.Answers:
    return np.array([[float(x) for x in column.split()] for column in ATTITUDE.values()]).T


def congeneric(n: int, loadings: list[float], seed: int = 1) -> r.Answers:
    """Answers with one factor; every item has variance 1."""
    dice = np.random.default_rng(seed)
    power = np.array(loadings)
    return np.asarray(
        dice.normal(size=(n, 1)) * power + dice.normal(size=(n, len(loadings))) * np.sqrt(1 - power**2)
    )


def by_analysis_of_variance(answers: r.Answers) -> float:
    """Hoyt's way to alpha: 1 - mean square of the residual over that of the persons."""
    n, k = answers.shape
    grand = answers.mean()
    persons = k * ((answers.mean(axis=1) - grand) ** 2).sum()
    items = n * ((answers.mean(axis=0) - grand) ** 2).sum()
    rest = ((answers - grand) ** 2).sum() - persons - items
    return float(1 - (rest / ((n - 1) * (k - 1))) / (persons / (n - 1)))


def test_the_published_figures_of_the_attitude_survey() -> None:
    """As R's psych prints them for this set: alpha .84, and each item's figures to two digits."""
    found = r.reliability(attitude(), list(ATTITUDE))
    assert round(found.alpha, 2) == 0.84
    assert [round(item.item_rest or 0, 2) for item in found.items] == [
        0.67,
        0.74,
        0.56,
        0.71,
        0.79,
        0.27,
        0.46,
    ]
    deleted = [round(item.alpha_if_deleted or 0, 2) for item in found.items]
    assert deleted == [0.81, 0.80, 0.83, 0.80, 0.80, 0.86, 0.84]
    assert [round(item.sd, 1) for item in found.items] == [12.2, 13.3, 12.2, 11.7, 10.4, 9.9, 10.3]
    assert found.warnings == []


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_analysis_of_variance(seed: int) -> None:
    answers = np.round(congeneric(40, [0.3, 0.5, 0.8, 0.6], seed) + 3)
    assert r.cronbach(answers) == pytest.approx(by_analysis_of_variance(answers), abs=1e-12)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    true = 5 * 0.36 / (1 + 4 * 0.36)  # five items that correlate .36
    hits = sum(
        low <= true <= high
        for seed in range(800)
        for low, high in [r.feldt(r.cronbach(congeneric(40, [0.6] * 5, seed)), 40, 5)]
    )
    assert 0.93 <= hits / 800 <= 0.97


def test_omega_finds_what_unequal_items_have_in_common() -> None:
    loadings = [0.9, 0.7, 0.5, 0.3]
    common = sum(loadings) ** 2
    true = common / (common + sum(1 - power**2 for power in loadings))
    answers = congeneric(40_000, loadings)
    found = r.omega(answers)
    assert found == pytest.approx(true, abs=0.01)
    assert r.cronbach(answers) < true - 0.02


def test_where_one_factor_does_not_serve_omega_is_not_told() -> None:
    assert r.omega(np.random.default_rng(3).normal(size=(60, 2))) is None
    assert r.omega(np.random.default_rng(0).normal(size=(60, 4))) is None


@pytest.mark.parametrize(("k", "turned"), [(3, {1}), (5, {0, 3}), (6, {2}), (8, {1, 4, 7})])
def test_items_that_run_the_other_way_are_found_and_no_others(k: int, turned: set[int]) -> None:
    answers = np.clip(np.round(congeneric(200, [0.75] * k, k) + 3), 1, 5)
    answers[:, sorted(turned)] = 6 - answers[:, sorted(turned)]
    found = r.reliability(answers, [f"q{place}" for place in range(k)])
    assert {place for place, item in enumerate(found.items) if item.reversed_suspected} == turned
    assert found.alpha_turned is not None
    assert found.alpha_turned > max(found.alpha, 0.7)
    assert "reversed" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize("k", [2, 4])
def test_where_half_of_the_items_is_turned_either_half_is_suspected(k: int) -> None:
    answers = np.clip(np.round(congeneric(200, [0.75] * k, k) + 3), 1, 5)
    sound = r.cronbach(answers)
    answers[:, : k // 2] = 6 - answers[:, : k // 2]
    found = r.reliability(answers, [f"q{place}" for place in range(k)])
    assert all(item.reversed_suspected and (item.item_rest or 0) < 0 for item in found.items)
    assert found.alpha_turned == pytest.approx(sound)
    assert "halves" in {warning.code for warning in found.warnings}


def test_sound_items_are_not_suspected() -> None:
    assert r.reversed_items(congeneric(150, [0.7] * 6)) == set()


def test_whoever_left_something_out_is_set_aside_and_counted() -> None:
    answers = attitude()
    answers[[1, 4], [0, 2]] = np.nan
    found = r.reliability(answers, list(ATTITUDE))
    assert (found.n, found.respondents) == (28, 30)
    assert found.alpha == pytest.approx(r.cronbach(np.delete(attitude(), [1, 4], axis=0)))
    assert [item.missing for item in found.items] == [1, 0, 1, 0, 0, 0, 0]
    said = next(warning for warning in found.warnings if warning.code == "incomplete")
    assert (said.items, said.value) == (("rating", "privileges"), 2)


def test_an_item_that_all_answered_alike_is_named() -> None:
    answers = np.column_stack([attitude(), np.full(30, 3.0)])
    found = r.reliability(answers, [*ATTITUDE, "same"])
    assert found.items[-1].item_rest is None
    assert found.items[-1].constant
    assert found.omega is None
    assert "constant" in {warning.code for warning in found.warnings}


def test_equal_answers_to_everything_are_counted_as_they_were_asked() -> None:
    asked = np.clip(np.round(congeneric(60, [0.6] * 4) + 3), 1, 5)
    asked[:20] = [[4.0] * 4] * 20
    keyed = asked.copy()
    keyed[:, 0] = 6 - keyed[:, 0]
    found = r.reliability(keyed, list("abcd"), asked)
    assert found.straight_lining >= 20 / 60
    assert "straight_lining" in {warning.code for warning in found.warnings}


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (np.ones((10, 1)), "two items"),
        (np.ones((2, 3)), "three"),
        (np.ones((10, 3)), "vary"),
        (np.array([[1.0, np.nan], [np.nan, 2], [1, 2], [2, 1]]), "every item"),
        (np.array([[1.0, 5], [2, 4], [3, 3], [4, 2]]), "same sum"),
    ],
)
def test_where_nothing_can_be_said_it_is_said_why(answers: r.Answers, why: str) -> None:
    with pytest.raises(r.NotEnough, match=why):
        r.reliability(answers, [str(place) for place in range(answers.shape[1])])
