"""The arithmetic of a due date in plain words, one step a line, for the person who waits."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from madang.ground.law.rules import words
from madang.ground.law.rules.clock import Extension
from madang.ground.law.rules.counting import Leg, Stood
from madang.ground.law.rules.due import Count, Due
from madang.ground.law.rules.hours import SECOND
from madang.ground.law.rules.periods import Unit
from madang.ground.law.rules.versions import Mode


def explained(count: Count) -> Due:
    """The due date with its explanation in both languages."""
    return Due(
        at=count.at,
        explanation={language: list(lines(count, language)) for language in ("ko", "en")},
        rule_version=count.ground.rule.version,
        calendar_version=count.ground.days.version,
        paused=count.paused,
    )


def lines(count: Count, language: str) -> Iterator[str]:
    """The steps of the count in the language."""
    ko = language == "ko"
    cites = count.ground.rule.cites.in_(language)
    yield f"{cites}에 따라 계산합니다." if ko else f"Counted under {cites}."
    yield from _received(count, language)
    for number, leg in enumerate(count.legs):
        if leg.by:
            yield _extension(leg.by, language)
        yield _how(count, leg, language)
        yield from _from(count, leg, language, first=number == 0)
        yield from (_stood(count, leg, stood, language) for stood in leg.stood)
        if leg.end is not None:
            yield from _not_counted(count, leg, leg.end, language)
            yield from _end(count, leg, leg.end, language)
    yield from (_without_effect(event, language) for event in count.too_late)
    yield from (_pause_too_late(pause.begin, language) for pause in count.legs[-1].waiting)


def _received(count: Count, language: str) -> Iterator[str]:
    received = words.at(count.received, language)
    yield f"{received}에 접수했습니다." if language == "ko" else f"Received on {received}."
    if count.run.reset:
        start = words.at(count.run.start, language)
        if language == "ko":
            yield f"{start}에 기간을 처음부터 다시 세기 시작했습니다. 그 전에 지난 시간은 세지 않습니다."
        else:
            yield f"The clock started afresh on {start}; what had passed before does not count."


def _extension(extension: Extension, language: str) -> str:
    length, when = extension.period.words(language), words.at(extension.at, language)
    if language == "ko":
        return f"{when}에 기간을 {length} 연장했습니다."
    return f"The period was extended by {length} on {when}."


def _how(count: Count, leg: Leg, language: str) -> str:
    ko, length = language == "ko", leg.period.words(language)
    stated = f"기간은 '{length}'입니다." if ko else f"The period is '{length}'."
    if leg.mode is Mode.HOURS:
        return f"{stated} {_in_hours(count, leg, language)}"
    if leg.mode is Mode.ROUND_THE_CLOCK:
        time = words.worked(count.ground.rule.minutes(leg.period) * 60 * SECOND, language)
        return (
            f"{stated} 밤낮과 쉬는 날을 가리지 않고 {time}을 셉니다."
            if ko
            else f"{stated} Every hour counts, by day and night and on holidays: {time}."
        )
    if leg.mode is Mode.WORKING_DAYS:
        off = _days_off(count, language)
        return (
            f"{stated} 일 단위로 세고 {off} 세지 않습니다."
            if ko
            else f"{stated} It is counted in days; {off} do not count."
        )
    if ko:
        return f"{stated} 달력에 따라 세고, 마지막 날이 쉬는 날이면 다음 근무일로 옮깁니다."
    return f"{stated} It runs by the calendar; a last day that is a day off moves to the next working day."


def _in_hours(count: Count, leg: Leg, language: str) -> str:
    ko, rule = language == "ko", count.ground.rule
    time = words.worked(rule.minutes(leg.period) * 60 * SECOND, language)
    open_ = count.ground.hours.words()
    if leg.period.unit is Unit.DAYS:
        most, a_day = rule.hours_up_to_days, rule.hours_a_day
        if ko:
            return (
                f"{most}일 이하는 하루를 {a_day}시간으로 하여 근무시간 {time}으로 셉니다(근무시간 {open_})."
            )
        return f"Up to {most} days are counted in hours, {a_day} a day: {time} of office hours ({open_})."
    return (
        f"근무시간 {time}으로 셉니다(근무시간 {open_})."
        if ko
        else f"It is counted as {time} of office hours ({open_})."
    )


def _days_off(count: Count, language: str) -> str:
    weekend = 5 in count.ground.days.rest
    if language == "ko":
        return "토요일과 공휴일은" if weekend else "공휴일은"
    return "Saturdays and public holidays" if weekend else "public holidays"


def _from(count: Count, leg: Leg, language: str, first: bool) -> Iterator[str]:
    ko = language == "ko"
    if leg.mode is Mode.ROUND_THE_CLOCK:
        return
    if isinstance(leg.start, datetime):
        begin = _opening(count, leg.start)
        if first and begin > leg.start:
            start = words.at(begin, language)
            if ko:
                yield f"근무시간이 아닌 때에 접수하였으므로 {start}부터 셉니다."
            else:
                yield f"That was outside office hours, so counting begins on {start}."
        return
    start = words.on(leg.start, language)
    if first and leg.start != count.run.start.date():
        yield _later_start(count, start, language)
    else:
        yield f"첫날은 {start}입니다." if ko else f"The first day is {start}."


def _later_start(count: Count, start: str, language: str) -> str:
    ko, day_zero = language == "ko", not count.ground.rule.first_day_counts
    if day_zero:
        return (
            f"첫날은 접수한 다음 날인 {start}입니다."
            if ko
            else f"The first day is the day after receipt, {start}."
        )
    if ko:
        return f"근무시간이 끝난 뒤나 쉬는 날에 접수하였으므로 첫날은 다음 근무일인 {start}입니다."
    return f"That was after hours or on a day off, so the first day is the next working day, {start}."


def _opening(count: Count, moment: datetime) -> datetime:
    """The moment itself if the office is open then, or else its next opening."""
    ground = count.ground
    position = ground.position(moment)
    return max(moment, ground.moment(position + 1) - timedelta(microseconds=1))


def _stood(count: Count, leg: Leg, stood: Stood, language: str) -> str:
    ko, begin = language == "ko", words.at(stood.pause.begin, language)
    if stood.pause.end is None:
        if ko:
            return f"{begin}에 시계가 멈췄습니다. 다시 움직이면 기한을 알려 드립니다."
        return f"The clock stopped on {begin}. The due date will be known when it runs again."
    end = words.at(stood.pause.end, language)
    left_out = _left_out(leg, stood, language)
    if ko:
        return f"{begin}부터 {end}까지 시계가 멈췄습니다. {left_out}"
    return f"The clock stood still from {begin} to {end}. {left_out}"


def _left_out(leg: Leg, stood: Stood, language: str) -> str:
    ko = language == "ko"
    if leg.mode is Mode.HOURS:
        time = words.worked(stood.time, language)
        return f"근무시간 {time}을 세지 않습니다." if ko else f"{time} of working time do not count."
    if leg.mode is Mode.ROUND_THE_CLOCK:
        time = words.worked(stood.time, language)
        return f"그 {time}은 세지 않습니다." if ko else f"These {time} do not count."
    if stood.first is None or stood.last is None:
        return "세지 않는 날은 없습니다." if ko else "No day is left out."
    first, last = words.on(stood.first, language), words.on(stood.last, language)
    if first == last:
        return f"{first}은 세지 않습니다." if ko else f"{first} does not count."
    return f"{first}부터 {last}까지는 세지 않습니다." if ko else f"{first} to {last} do not count."


def _not_counted(count: Count, leg: Leg, end: datetime, language: str) -> Iterator[str]:
    first = leg.start.date() if isinstance(leg.start, datetime) else leg.start
    if leg.mode in (Mode.CALENDAR_DAYS, Mode.BY_CALENDAR):
        if leg.last and leg.last != end.date():
            yield _moved(count, leg.last, end.date(), language)
        return
    if leg.mode is Mode.ROUND_THE_CLOCK:
        return
    said = words.skipped(count.ground.days, first, end.date(), language)
    if said:
        yield f"세지 않는 날: {said}." if language == "ko" else f"Not counted: {said}."


def _moved(count: Count, last: date, end: date, language: str) -> str:
    day, said = words.on(last, language), words.skipped(count.ground.days, last, end, language)
    if language == "ko":
        return f"마지막 날인 {day}이 쉬는 날이므로 다음 근무일로 옮깁니다: {said}."
    return f"The last day would be {day}, a day off, so it moves to the next working day: {said}."


def _end(count: Count, leg: Leg, ends: datetime, language: str) -> Iterator[str]:
    ko, end = language == "ko", words.at(ends, language)
    if leg.mode is Mode.HOURS and isinstance(leg.start, datetime):
        yield from _day_by_day(count, leg, leg.start, ends, language)
    final = leg is count.legs[-1]
    if ko:
        yield f"따라서 처리기한은 {end}입니다." if final else f"연장하기 전의 기한은 {end}입니다."
    else:
        yield f"So it is due on {end}." if final else f"Before the extension it was due on {end}."


def _day_by_day(count: Count, leg: Leg, starts: datetime, ends: datetime, language: str) -> Iterator[str]:
    """The working time of each day, as long as that is few days and the clock ran through."""
    days, a_day = count.ground.days, count.ground.hours.a_day
    places = range(days.before(starts.date()), days.before(ends.date() + timedelta(days=1)))
    if leg.stood or len(places) > 2 * words.MANY:
        return
    start, end = count.ground.position(starts), count.ground.position(ends)
    times = [(days.at(p), min(end, (p + 1) * a_day) - max(start, p * a_day)) for p in places]
    said = ", ".join(
        f"{words.on(d, language)} {words.worked(time, language)}" for d, time in times if time > 0
    )
    yield f"날마다 센 시간: {said}." if language == "ko" else f"Counted day by day: {said}."


def _without_effect(event: Extension, language: str) -> str:
    when = words.at(event.at, language)
    if language == "ko":
        return f"{when}의 연장은 기한이 지난 뒤에 한 것이어서 기한을 바꾸지 않습니다."
    return f"The extension on {when} came after the due date and does not change it."


def _pause_too_late(begin: datetime, language: str) -> str:
    when = words.at(begin, language)
    if language == "ko":
        return f"{when}의 정지는 기한이 지난 뒤의 일이어서 기한을 바꾸지 않습니다."
    return f"The pause on {when} came after the due date and does not change it."
