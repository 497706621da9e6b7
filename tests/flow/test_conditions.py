"""Conditions: read, evaluated and said in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.flow.conditions import (
    OPERATORS,
    BadCondition,
    Condition,
    comparisons,
    holds,
    in_words,
    paths,
    raw,
    read,
)

FACTS: dict[str, Any] = {
    "form": {
        "purpose": "bank",
        "copies": 3,
        "urgent": False,
        "topics": ["law", "facts"],
        "on": "2026-03-02",
        "note": "",
    },
    "applicant": {"age": 19},
    "case": {"received_at": "2026-03-02T10:00+09:00"},
}


@pytest.mark.parametrize(
    "condition",
    [
        {"form.purpose": "bank"},
        {"form.purpose": ["bank", "court"]},
        {"form.purpose": {"is_not": "court"}},
        {"form.copies": {"at_least": 3, "at_most": 3}},
        {"form.copies": {"more_than": 2, "less_than": 4}},
        {"form.urgent": False},
        {"form.topics": "law"},
        {"form.on": {"before": "2026-03-03"}},
        {"form.on": {"after": "2026-03-01T12:00"}},
        {"case.received_at": {"before": "2026-03-02T10:01+09:00"}},
        {"form.note": {"filled": False}},
        {"form.urgent": {"filled": True}},
        {"form.nothing": {"filled": False}},
        {"form.purpose": "bank", "applicant.age": {"at_least": 19}},
        {"any": [{"form.purpose": "court"}, {"form.copies": 3}]},
        {"all": [{"form.purpose": "bank"}, {"not": {"form.copies": 4}}]},
    ],
)
def test_holds(condition: dict[str, Any]) -> None:
    assert holds(read(condition), FACTS)


@pytest.mark.parametrize(
    "condition",
    [
        {"form.purpose": "court"},
        {"form.copies": {"at_least": 4}},
        {"form.copies": True},
        {"form.urgent": 0},
        {"form.on": {"after": "2026-03-02"}},
        {"form.purpose": {"at_least": 1}},
        {"form.purpose.deeper": "bank"},
        {"form.purpose": "bank", "applicant.age": {"less_than": 19}},
        {"not": {"form.purpose": "bank"}},
        {"any": [{"form.purpose": "court"}, {"form.copies": 4}]},
    ],
)
def test_does_not_hold(condition: dict[str, Any]) -> None:
    assert not holds(read(condition), FACTS)


@pytest.mark.parametrize("op", [op for op in OPERATORS if op != "filled"])
def test_a_missing_fact_makes_every_comparison_false(op: str) -> None:
    value = {"one_of": ["a"], "before": "2026-01-01", "after": "2026-01-01", "is": "a", "is_not": "a"}.get(
        op, 1
    )
    assert not holds(read({"form.missing": {op: value}}), FACTS)


def test_no_condition_always_holds() -> None:
    assert holds(None, {})


@pytest.mark.parametrize(
    "wrong",
    [None, {}, [], "x", 3, {"a": {}}, {"a": {"equals": 1}}, {"a": {"at_least": "3"}}, {"a": {"filled": 1}},
     {"a": []}, {"any": {}}, {"any": []}, {"not": []}, {1: 2}, {"a": None}, {"a": {"before": "soon"}},
     {"a": {"is": [1]}}, {"a": {1: 2}}, {"a": [[1]]}],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(wrong: object) -> None:
    with pytest.raises(BadCondition) as caught:
        read(wrong)
    assert all(caught.value.problem[language] and caught.value.remedy[language] for language in ("ko", "en"))


def test_a_condition_nested_too_deep_is_refused() -> None:
    condition: dict[str, Any] = {"a": 1}
    for _ in range(50):
        condition = {"not": condition}
    with pytest.raises(BadCondition):
        read(condition)


def test_a_condition_read_is_read_again_as_it_is() -> None:
    condition = read({"form.copies": 1})
    assert read(condition) is condition


def test_two_spellings_of_the_same_are_written_alike() -> None:
    short = read({"form.purpose": ["a", "b"], "form.copies": 1})
    long = read({"all": [{"form.purpose": {"one_of": ["a", "b"]}}, {"form.copies": {"is": 1}}]})
    assert raw(short) == raw(long)


SCALARS = st.one_of(st.booleans(), st.integers(-5, 5), st.sampled_from(["a", "b", ""]))
NAMES = st.sampled_from(["form.a", "form.b", "case.c"])
COMPARED = st.one_of(
    SCALARS,
    st.lists(SCALARS, min_size=1, max_size=3),
    st.fixed_dictionaries({"filled": st.booleans()}),
    st.fixed_dictionaries({"at_least": st.integers(-5, 5)}),
)
CONDITIONS = st.recursive(
    st.dictionaries(NAMES, COMPARED, min_size=1, max_size=2),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ),
    max_leaves=6,
)
KNOWN = st.fixed_dictionaries(
    {
        "form": st.dictionaries(st.sampled_from(["a", "b"]), SCALARS),
        "case": st.fixed_dictionaries({"c": SCALARS}),
    }
)


@given(CONDITIONS, KNOWN)
def test_writing_and_reading_again_changes_no_meaning(written: dict[str, Any], facts: dict[str, Any]) -> None:
    try:
        condition = read(written)
    except BadCondition:
        return  # nested deeper than allowed
    again = read(raw(condition))
    assert holds(again, facts) == holds(condition, facts)
    assert paths(again) == paths(condition)


@given(CONDITIONS, KNOWN)
def test_not_is_the_opposite(written: dict[str, Any], facts: dict[str, Any]) -> None:
    try:
        condition, opposite = read(written), read({"not": written})
    except BadCondition:
        return
    assert holds(opposite, facts) != holds(condition, facts)


def test_paths_and_comparisons_are_found_at_every_depth() -> None:
    condition = read({"any": [{"a.b": 1}, {"not": {"c.d": {"at_least": 1, "at_most": 2}}}]})
    assert paths(condition) == {"a.b", "c.d"}
    assert len(list(comparisons(condition))) == 3


def test_in_words() -> None:
    condition: Condition = read(
        {"any": [{"form.purpose": "bank", "form.copies": {"at_least": 2}}, {"form.urgent": True}]}
    )
    words = in_words(condition)
    assert words["en"] == "(form.purpose is bank and form.copies is at least 2) or form.urgent is true"
    assert words["ko"] == "(form.purpose: bank 그리고 form.copies: 2 이상) 또는 form.urgent: true"
