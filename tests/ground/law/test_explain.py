"""The arithmetic of a due date is said in words that somebody who waits can follow, in both languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from madang.ground.law.queries import ClockEvent, Decreed, Due, Period, due

SEOUL = ZoneInfo("Asia/Seoul")


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SEOUL)


def _due(received: str, period: str, *events: ClockEvent, rule: str = "kr-petition") -> Due:
    return due(rule=rule, received=_at(received), period=period, events=events)


def _text(answer: Due, language: str) -> str:
    return "\n".join(answer.explanation[language])


def test_each_skipped_day_is_named_with_its_reason() -> None:
    answer = _due("2017-09-25T10:00", "6 days")
    ko, en = _text(answer, "ko"), _text(answer, "en")
    assert "「민원 처리에 관한 법률」 제19조에 따라 계산합니다." in ko
    assert "9월 30일(토요일)" in ko
    assert "10월 2일(임시공휴일, 2017년 9월 5일 지정)" in ko
    assert "10월 4일(추석)" in ko
    assert ko.endswith("따라서 처리기한은 2017년 10월 10일(화) 18시입니다.")
    assert "2 October (temporary holiday, decreed on 5 September 2017)" in en
    assert en.endswith("So it is due on Tuesday 10 October 2017 at 18:00.")


def test_hours_are_told_day_by_day() -> None:
    answer = _due("2017-09-29T15:00", "4 hours")
    assert "Counted day by day: Friday 29 September 2017 3 h, Tuesday 10 October 2017 1 h." in _text(
        answer, "en"
    )
    assert "날마다 센 시간: 2017년 9월 29일(금) 3시간, 2017년 10월 10일(화) 1시간." in _text(answer, "ko")


def test_days_in_hours_say_why() -> None:
    answer = _due("2024-03-05T10:00", "3 days")
    assert "Up to 5 days are counted in hours, 8 a day: 24 h of office hours" in _text(answer, "en")
    assert "5일 이하는 하루를 8시간으로 하여 근무시간 24시간으로 셉니다" in _text(answer, "ko")


def test_receipt_outside_hours_says_from_when() -> None:
    assert "counting begins on Wednesday 6 March 2024 at 09:00" in _text(
        _due("2024-03-05T20:00", "3 hours"), "en"
    )
    later = _due("2024-03-09T10:00", "6 days")
    assert "첫날은 다음 근무일인 2024년 3월 11일(월)입니다." in _text(later, "ko")


def test_many_weekends_are_given_as_a_number() -> None:
    answer = _due("2024-06-03T10:00", "30 days")
    assert "Not counted: 6 June (Memorial Day), Saturdays and Sundays 12 days." in _text(answer, "en")
    assert "세지 않는 날: 6월 6일(현충일), 토요일·일요일 12일." in _text(answer, "ko")


def test_several_days_with_one_reason_become_a_range() -> None:
    flood = [
        Decreed(date(2026, 8, day), date(2026, 8, 3), "임시공휴일", "temporary holiday") for day in (4, 5, 6)
    ]
    answer = due(rule="kr-petition", received=_at("2026-08-03T10:00"), period="6 days", decreed=flood)
    assert "4 August to 6 August (temporary holiday, decreed on 3 August 2026)" in _text(answer, "en")


def test_a_moved_last_day_says_why() -> None:
    answer = _due("2024-02-02T10:00", "1 months")
    assert "The last day would be Friday 1 March 2024, a day off" in _text(answer, "en")
    assert "1 March (Independence Movement Day), 2 March (Saturday), 3 March (Sunday)" in _text(answer, "en")


def test_pauses_and_extensions_are_told_in_order() -> None:
    events = (
        ClockEvent("pause", _at("2024-03-06T10:00")),
        ClockEvent("resume", _at("2024-03-08T15:00")),
        ClockEvent("extend", _at("2024-03-12T10:00"), Period.parse("6 days")),
    )
    answer = _due("2024-03-04T10:00", "6 days", *events)
    en = _text(answer, "en")
    said = [
        "The clock stood still from Wednesday 6 March 2024 at 10:00 to Friday 8 March 2024 at 15:00.",
        "Wednesday 6 March 2024 to Friday 8 March 2024 do not count.",
        "Before the extension it was due on Thursday 14 March 2024",
        "The period was extended by 6 days on Tuesday 12 March 2024",
        "The first day is Friday 15 March 2024.",
        "So it is due on Friday 22 March 2024 at 18:00.",
    ]
    assert [en.find(sentence) for sentence in said] == sorted(en.find(sentence) for sentence in said)
    assert all(sentence in en for sentence in said)


def test_a_standing_clock_has_no_due_date_and_says_so() -> None:
    answer = _due("2024-03-04T10:00", "6 days", ClockEvent("pause", _at("2024-03-06T10:00")))
    assert (answer.at, answer.paused) == (None, True)
    assert answer.explanation["ko"][-1].endswith("다시 움직이면 기한을 알려 드립니다.")


def test_what_comes_too_late_is_said_to_change_nothing() -> None:
    late = ClockEvent("extend", _at("2024-03-12T10:00"), Period.parse("6 days"))
    assert "came after the due date" in _due("2024-03-04T10:00", "6 days", late).explanation["en"][-1]
    pause = ClockEvent("pause", _at("2024-03-12T10:00"))
    answer = _due("2024-03-04T10:00", "6 days", pause)
    assert "came after the due date" in answer.explanation["en"][-1]
    assert not answer.paused


@pytest.mark.parametrize("rule", ["kr-petition", "kr-disclosure", "working-days", "calendar-days"])
@pytest.mark.parametrize(
    "period", ["1 hours", "3 days", "9 days", "2 weeks", "1 months", "1 years", "immediately"]
)
def test_both_languages_take_the_same_steps_in_whole_sentences(rule: str, period: str) -> None:
    events = [
        ClockEvent("reset", _at("2024-03-05T10:30")),
        ClockEvent("pause", _at("2024-03-05T10:40")),
        ClockEvent("resume", _at("2024-03-05T10:50")),
        ClockEvent("extend", _at("2024-03-05T10:55"), Period.parse("5 days")),
    ]
    answer = _due("2024-03-04T19:00", period, *events, rule=rule)
    ko, en = answer.explanation["ko"], answer.explanation["en"]
    assert len(ko) == len(en) >= 6
    assert all(line.endswith(".") for line in [*ko, *en])
    assert not any("None" in line for line in [*ko, *en])


def test_the_version_says_which_rule_and_which_holidays() -> None:
    now = _due("2017-09-25T10:00", "6 days")
    then = due(
        rule="kr-petition", received=_at("2017-09-25T10:00"), period="6 days", as_known_on=date(2017, 9, 1)
    )
    assert now.rule_version == then.rule_version == "kr-petition@2016-02-12"
    assert now.calendar_version != then.calendar_version
    assert _due("2005-04-04T10:00", "6 days").rule_version == "kr-petition@first"
