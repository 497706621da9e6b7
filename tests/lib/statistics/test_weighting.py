"""Raking against a table fitted by hand, and what cannot be weighted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.lib.statistics.weighting import CannotWeight, kish, rake

AGES = ["young"] * 30 + ["old"] * 70
SEXES = (["f"] * 10 + ["m"] * 20) + (["f"] * 45 + ["m"] * 25)
MARGINS = {"age": {"young": 0.5, "old": 0.5}, "sex": {"f": 0.52, "m": 0.48}}


def fitted_by_table() -> dict[tuple[str, str], float]:
    """The four cells fitted row by row and column by column in plain Python."""
    cells = {("young", "f"): 10.0, ("young", "m"): 20.0, ("old", "f"): 45.0, ("old", "m"): 25.0}
    for _ in range(500):
        for side, shares in enumerate((MARGINS["age"], MARGINS["sex"])):
            for name, share in shares.items():
                inside = [cell for cell in cells if cell[side] == name]
                factor = 100 * share / sum(cells[cell] for cell in inside)
                for cell in inside:
                    cells[cell] *= factor
    return cells


def test_the_weights_are_those_of_the_fitted_table() -> None:
    found = rake({"age": AGES, "sex": SEXES}, MARGINS)
    sums: dict[tuple[str, str], float] = {}
    for age, sex, weight in zip(AGES, SEXES, found.weights, strict=True):
        sums[age, sex] = sums.get((age, sex), 0) + weight
    for cell, whole in fitted_by_table().items():
        assert sums[cell] == pytest.approx(whole, abs=1e-5)
    assert found.discrepancy < 1e-9
    assert found.weights.mean() == pytest.approx(1)


def test_one_margin_is_met_at_once_and_costs_what_kish_says() -> None:
    found = rake({"age": AGES}, {"age": {"young": 1, "old": 1}})
    assert found.weights[0] == pytest.approx(50 / 30)
    assert found.weights[-1] == pytest.approx(50 / 70)
    deff = 100 * (30 * (50 / 30) ** 2 + 70 * (50 / 70) ** 2) / 100**2
    assert found.deff == pytest.approx(deff)
    assert found.effective_n == pytest.approx(100 / deff)


def test_equal_weights_cost_nothing() -> None:
    assert kish(np.full(7, 3.0)) == pytest.approx(1)
    assert rake({"age": AGES}, {}).effective_n == 100


def test_whose_category_is_not_known_keeps_the_weight_in_that_margin() -> None:
    found = rake({"age": [*AGES, "", ""]}, {"age": {"young": 0.5, "old": 0.5}})
    known = found.weights[:100]
    assert known[:30].sum() == pytest.approx(known[30:].sum())
    assert found.weights[-1] == pytest.approx(found.weights.sum() / 102)


@pytest.mark.parametrize(
    ("known", "margins", "why"),
    [
        ({"age": AGES}, {"age": {"young": 0.3, "old": 0.3, "child": 0.4}}, "empty"),
        ({"age": AGES}, {"age": {"young": 1.0}}, "unknown"),
        ({"age": AGES}, {"age": {"young": -1, "old": 2}}, "shares"),
        ({"age": AGES}, {"age": {"young": float("nan"), "old": 2}}, "shares"),
        ({"age": AGES, "sex": SEXES[:-1]}, MARGINS, "length"),
    ],
)
def test_what_cannot_be_weighted_is_said(
    known: dict[str, list[str]], margins: dict[str, dict[str, float]], why: str
) -> None:
    with pytest.raises(CannotWeight) as refused:
        rake(known, margins)
    assert refused.value.why == why


def test_margins_that_contradict_each_other_never_end_in_weights() -> None:
    """All the old are women and all the young men: then both margins cannot be half and three quarters."""
    known = {"age": ["young"] * 5 + ["old"] * 5, "sex": ["m"] * 5 + ["f"] * 5}
    with pytest.raises(CannotWeight) as refused:
        rake(known, {"age": {"young": 0.5, "old": 0.5}, "sex": {"m": 0.75, "f": 0.25}})
    assert refused.value.why == "convergence"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=5, max_size=60),
    st.floats(0.2, 0.8),
)
def test_whatever_comes_out_meets_the_margins(people: list[tuple[str, str]], share: float) -> None:
    known = {"first": [one for one, _ in people], "second": [two for _, two in people]}
    margins = {"first": {"a": share, "b": 1 - share}, "second": {"x": 1.0, "y": 1.0, "z": 2.0}}
    try:
        found = rake(known, margins, tolerance=1e-6)
    except CannotWeight:
        return  # an empty category, or margins that these people cannot meet together
    assert (found.weights > 0).all()
    a = sum(w for w, one in zip(found.weights, known["first"], strict=True) if one == "a")
    assert a / found.weights.sum() == pytest.approx(share, abs=1e-5)
    assert 1 <= found.deff <= len(people)
