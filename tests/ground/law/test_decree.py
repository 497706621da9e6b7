"""A holiday is decreed here: once, with notice, and due dates that run over it move."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from madang.ground.law import actions, queries
from madang.ground.law.events import HolidayDecreed, HolidayRevoked
from madang.ground.people.models import Person
from madang.lib import news

DAY = date(2026, 11, 30)
KNOWN = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Seoul"))
RECEIVED = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Seoul"))
Heard = list[HolidayDecreed | HolidayRevoked]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What is announced while the test runs."""
    announced: Heard = []
    monkeypatch.setitem(news._listeners, HolidayDecreed, [announced.append])
    monkeypatch.setitem(news._listeners, HolidayRevoked, [announced.append])
    return announced


def _decree(by: Person) -> None:
    actions.decree("kr", DAY, "임시공휴일", "temporary holiday", "국무회의 의결(가상)", KNOWN, by=by)


def _due() -> datetime | None:
    return queries.due_at(
        rule="kr-petition", received=RECEIVED, period="6 days", decreed=queries.decreed("kr")
    )


def test_a_decreed_holiday_moves_what_runs_over_it(clerk: Person, heard: Heard) -> None:
    before = _due()
    _decree(clerk)
    after = _due()
    assert before is not None
    assert after is not None
    assert (before.date(), after.date()) == (date(2026, 11, 30), date(2026, 12, 1))
    assert heard == [HolidayDecreed("kr", DAY)]


def test_a_holiday_decreed_twice_is_decreed_once(clerk: Person, heard: Heard) -> None:
    _decree(clerk)
    _decree(clerk)
    assert [holiday.day for holiday in queries.decreed("kr")] == [DAY]
    assert heard == [HolidayDecreed("kr", DAY)]


def test_a_revoked_holiday_is_a_working_day_again_but_was_known(clerk: Person, heard: Heard) -> None:
    before = _due()
    _decree(clerk)
    actions.revoke("kr", DAY, by=clerk)
    actions.revoke("kr", DAY, by=clerk)
    assert _due() == before
    assert heard == [HolidayDecreed("kr", DAY), HolidayRevoked("kr", DAY)]
    (kept,) = queries.decreed("kr")
    assert kept.revoked_on is not None
    _decree(clerk)
    assert _due() != before


def test_who_decreed_it_and_on_what_ground_is_kept(clerk: Person) -> None:
    row = actions.decree("kr", DAY, "임시공휴일", "temporary holiday", "국무회의 의결(가상)", KNOWN, by=clerk)
    assert (row.entered_by, row.basis) == (str(clerk.pk), "국무회의 의결(가상)")
    assert row.as_decreed().known_on == date(2026, 11, 20)
    assert str(row) == "2026-11-30 임시공휴일"


@pytest.mark.django_db
@pytest.mark.parametrize(("calendar", "day"), [("kr", date(2050, 1, 1)), ("nowhere", DAY)])
def test_a_day_no_calendar_covers_cannot_be_decreed(calendar: str, day: date, clerk: Person) -> None:
    with pytest.raises(queries.CannotCount):
        actions.decree(calendar, day, "임시공휴일", "temporary holiday", "", KNOWN, by=clerk)
    assert queries.decreed(calendar) == []


@pytest.mark.django_db
def test_decrees_of_one_calendar_do_not_touch_another(clerk: Person) -> None:
    _decree(clerk)
    assert queries.decreed("elsewhere") == []
