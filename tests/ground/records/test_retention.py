"""How long a record is kept: worked cases, and that no rule shortens a term."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.ground.records.queries import Retention, kept_until, longer

# Articles tried: public-records-decree 26


@pytest.mark.parametrize(
    ("completed", "term", "last"),
    [
        (date(2020, 1, 1), "1", date(2021, 12, 31)),
        (date(2020, 12, 31), "1", date(2021, 12, 31)),
        (date(2021, 1, 1), "1", date(2022, 12, 31)),
        (date(2016, 2, 29), "3", date(2019, 12, 31)),
        (date(2016, 5, 3), "5", date(2021, 12, 31)),
        (date(2016, 5, 3), "10", date(2026, 12, 31)),
        (date(2016, 5, 3), "30", date(2046, 12, 31)),
        (date(2016, 5, 3), "semi-permanent", None),
        (date(2016, 5, 3), "permanent", None),
    ],
)
def test_worked_cases(completed: date, term: str, last: date | None) -> None:
    assert kept_until(completed, Retention(term)) == last


@given(st.dates(max_value=date(9000, 1, 1)), st.sampled_from(Retention), st.sampled_from(Retention))
def test_of_two_terms_the_record_is_kept_for_the_longer(
    completed: date, one: Retention, other: Retention
) -> None:
    chosen = kept_until(completed, longer(one, other)) or date.max
    assert chosen == max(kept_until(completed, each) or date.max for each in (one, other))


@given(st.dates(max_value=date(9000, 1, 1)), st.sampled_from([each for each in Retention if each.years]))
def test_a_term_is_full_years_after_the_year_of_completion(completed: date, term: Retention) -> None:
    last = kept_until(completed, term)
    assert last is not None
    assert (last.month, last.day, last.year - completed.year) == (12, 31, term.years)
