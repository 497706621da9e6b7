"""Grades: by design, by what citizens felt, over several measures; and what a proof says in both languages."""

from dataclasses import replace

import polib
import pytest

from madang.insight.claims import grades, words
from madang.insight.claims.commands import telling
from madang.insight.claims.designs import of_cases, of_series, two_values
from madang.insight.claims.verdict import Remark, Verdict


def _verdict(grade: str = "E3", effect: float = -3.0, p: float | None = 0.01) -> Verdict:
    return Verdict("synthetic_control", effect, -0.1, (-5, -1), p, grade, Remark("synthetic_control"))


@pytest.mark.parametrize(
    ("design", "tested", "comparable", "grade"),
    [
        ("two_values", False, True, "E1"),
        ("cases", True, True, "E1"),
        ("short_series", True, True, "E1"),
        ("series", True, True, "E2"),
        ("difference_in_differences", True, True, "E3"),
        ("difference_in_differences", False, True, "E1"),
        ("synthetic_control", True, False, "E2"),
        ("staggered", True, True, "E3"),
    ],
)
def test_a_design_can_give_so_much(design: str, tested: bool, comparable: bool, grade: str) -> None:
    assert grades.of_design(design, tested=tested, comparable=comparable) == grade


def test_two_values_need_a_source_and_their_numbers() -> None:
    assert two_values(43, 17).grade == "E0"
    assert two_values(43, 17, source=True).grade == "E0"
    told = two_values(43, 17, source=True, n_before=200, n_after=220)
    assert (told.grade, told.effect, told.codes) == ("E1", -26, ("unverified",))
    assert told.relative == pytest.approx(-0.605, abs=0.001)
    assert two_values(0, 3).relative is None


def test_only_a_found_effect_with_a_comparison_is_raised() -> None:
    assert grades.raised(_verdict(), felt=-0.4).grade == "E4"
    assert grades.raised(_verdict(), replicated=True).grade == "E4"
    assert grades.raised(_verdict()).grade == "E3"
    assert grades.raised(_verdict("E2"), felt=-0.4).grade == "E2"
    assert grades.raised(_verdict(p=0.3), felt=-0.4).grade == "E3"
    otherwise = grades.raised(_verdict(), felt=0.4)
    assert (otherwise.grade, otherwise.codes) == ("E3", ("felt_otherwise",))


def test_several_measures_are_corrected_together() -> None:
    tested = [_verdict(p=0.01), _verdict(p=None), _verdict(p=0.04)]
    assert grades.several(tested) == pytest.approx([0.02, None, 0.04])
    assert grades.of_claim(tested) == "E3"
    assert grades.of_claim([]) == "E0"


def test_every_sentence_has_its_korean() -> None:
    korean = {entry.msgid: entry.msgstr for entry in polib.pofile(str(words.CATALOGUE)) if not entry.obsolete}
    spoken = [*words.SENTENCES.values(), *telling.LABELS.values(), *telling.GRADES.values()]
    assert not [text for text in spoken if not korean.get(text)]


def test_a_remark_is_a_sentence_in_both_languages() -> None:
    remark = Remark("gaps", {"count": 3, "first": "2019-05"})
    assert remark.sentence() == "3 periods lack a value, the first of them 2019-05; they are left out."
    assert remark.sentence("ko").startswith("3개 기간에 값이 없어")
    assert Remark("unheard-of").sentence() == "unheard-of"


def test_cases_are_told_by_shift_mean_and_median() -> None:
    before, after = [float(n % 20 + 1) for n in range(100)], [float(n % 20 - 2) for n in range(100)]
    told = of_cases(before, after, limit=15, concurrent=["new staff"])
    assert (told.design, told.grade, told.effect) == ("cases", "E1", -3)
    assert told.ci95 is not None
    assert told.ci95[0] <= -3 <= told.ci95[1] < 0
    assert told.mean is not None
    assert told.median is not None
    assert told.extras["late"]["effect"] < 0
    assert {"trend_not_excluded", "concurrent_changes"} <= set(told.codes)
    assert told.disagree is False


def test_mean_and_median_that_disagree_are_both_shown() -> None:
    """Half of the cases became quicker, a few hang for ever."""
    before = [10.0 + n % 5 for n in range(200)]
    after = [7.0 + n % 5 for n in range(190)] + [400.0] * 10
    told = of_cases(before, after)
    assert told.disagree
    assert "mean_and_median_disagree" in told.codes


def test_a_changed_mix_is_told() -> None:
    before, after = [10.0] * 80 + [2.0] * 20, [10.0] * 20 + [2.0] * 80
    kinds = ["slow"] * 80 + ["quick"] * 20, ["slow"] * 20 + ["quick"] * 80
    told = of_cases(before, after, kinds_before=kinds[0], kinds_after=kinds[1])
    assert "mix_changed" in told.codes
    assert told.extras["standardised"]["effect"] == pytest.approx(0)


def test_a_single_case_on_each_side_is_two_values() -> None:
    assert of_cases([5], [3]).design == "two_values"
    with pytest.raises(ValueError, match="needed"):
        of_cases([], [3])


def test_the_same_seed_gives_the_same_verdict() -> None:
    values = [10 + (n * 7919 % 13) / 5 - 3 * (n >= 24) for n in range(48)]
    one, other = (of_series(values, range(48), 24, seed=5) for _ in range(2))
    assert one == replace(other)
