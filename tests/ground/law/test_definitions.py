"""The law's own files: right in shape, known days where they belong, errors that name the place."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from madang.ground.law import definition, freeze
from madang.ground.law.queries import calendar_names, holidays, is_working_day, rule_keys


def test_every_rule_and_calendar_can_be_read() -> None:
    assert set(rule_keys()) == {
        "kr-petition",
        "kr-disclosure",
        "working-days",
        "calendar-days",
        "round-the-clock",
    }
    assert [definition.counting_rule(key).key for key in rule_keys()] == list(rule_keys())
    calendar = definition.calendar(calendar_names()[0])
    assert (calendar.first, calendar.last) == (date(2004, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2005, 4, 5), False),  # Tree Planting Day, for the last time
        (date(2006, 4, 5), True),
        (date(2007, 7, 17), False),  # Constitution Day, for the last time before 2026
        (date(2008, 7, 17), True),
        (date(2013, 10, 9), False),  # Hangul Day, again
        (date(2014, 9, 10), False),  # the first substitute holiday
        (date(2021, 8, 16), False),
        (date(2025, 5, 6), False),  # Children's Day and Buddha's Birthday on one day
        (date(2024, 2, 12), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
    ],
)
def test_known_days(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_a_day_decreed_later_stands_in_one_place_only() -> None:
    calendar = definition.calendar("kr")
    assert not [decree.day for decree in calendar.decreed if decree.day in calendar.holidays]
    assert all(decree.known_on < decree.day for decree in calendar.decreed)


def test_the_holidays_of_a_month_are_named() -> None:
    named = {day.day: name.ko for day, name in holidays(date(2017, 10, 1), date(2017, 10, 31))}
    assert named[2] == "임시공휴일"
    assert named[9] == "한글날"


def test_freezing_again_writes_the_same_years(tmp_path: Path) -> None:
    folder = definition.FOLDER / "calendars" / "kr"
    (tmp_path / "decreed.yaml").write_text((folder / "decreed.yaml").read_text())
    freeze.freeze("kr", 2017, 2017, tmp_path)
    written = (tmp_path / "2017.yaml").read_text().splitlines()
    assert [line for line in written if not line.startswith("source")] == [
        line for line in (folder / "2017.yaml").read_text().splitlines() if not line.startswith("source")
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("day: [", "expected"),
        ("- day: 2017-10-02", "known_on: Field required"),
        ("- {day: soon, known_on: 2017-09-05, name: {ko: 가, en: a}, source: s}", "0.day"),
        ("- {day: 2017-10-02, known_on: 2017-09-05, name: {ko: 가}, source: s}", "0.name.en: Field required"),
    ],
)
def test_a_broken_file_is_named_with_the_place(content: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "decreed.yaml").write_text(content)
    with pytest.raises(definition.BadDefinition) as broken:
        definition.read(tmp_path / "decreed.yaml", list[definition.DecreedDay])
    assert str(tmp_path / "decreed.yaml") in str(broken.value)
    assert says in str(broken.value)


def test_versions_out_of_order_are_refused(tmp_path: Path) -> None:
    written = (definition.FOLDER / "rules" / "kr-petition.yaml").read_text()
    (tmp_path / "rule.yaml").write_text(written.replace("2016-02-12", "2001-01-01"))
    with pytest.raises(definition.BadDefinition, match="oldest first"):
        definition.read(tmp_path / "rule.yaml", definition.RuleFile)


def test_counting_needs_neither_django_nor_the_holidays_package() -> None:
    program = (
        "import sys; from datetime import datetime; from madang.ground.law.queries import due\n"
        "print(due(rule='kr-petition', received=datetime(2017, 9, 25, 10), period='6 days').at)\n"
        "print([name for name in ('django', 'holidays') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["2017-10-10 18:00:00+09:00", "[]"]
