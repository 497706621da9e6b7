"""`madang clock`: when is it due, and why."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from madang.ground.law.queries import CannotCount, ClockEvent, Due, OfficeHours, Period, due
from madang.lib.commands import BadInput, Command

KEYS = {"rule", "received", "period", "events", "as_known_on", "calendar"}


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--rule", help="kr-petition, kr-disclosure, working-days, calendar-days or round-the-clock"
    )
    parser.add_argument(
        "--received", metavar="TIME", help="for example 2017-09-25T10:00; without offset: local"
    )
    parser.add_argument(
        "--period", help="'6 days', '3 hours', '2 weeks', '1 months', '1 years' or 'immediately'"
    )
    parser.add_argument(
        "--event",
        action="append",
        default=[],
        metavar="KIND:TIME",
        help="pause:TIME, resume:TIME, reset:TIME or 'extend:TIME,10 days'; may be given again, in order",
    )
    parser.add_argument("--as-known-on", metavar="DATE", help="ignore holidays decreed after that day")
    parser.add_argument("--calendar", help="the calendar of public holidays, unless the rule's own")
    parser.add_argument("--office-hours", metavar="HOURS", help="for example 09:00-12:00,13:00-18:00")
    parser.add_argument("--time-zone", default="Asia/Seoul", help="the zone of the office (Asia/Seoul)")
    parser.add_argument(
        "--batch", metavar="FILE", help="a question a line, as JSON; '-' reads standard input"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def _run(arguments: Namespace) -> int:
    try:
        hours = _hours(arguments.office_hours, arguments.time_zone)
        if arguments.batch:
            return _batch(arguments.batch, hours)
        missing = [f"--{name}" for name in ("rule", "received", "period") if not getattr(arguments, name)]
        if missing:
            raise BadInput(f"give {' and '.join(missing)}, or --batch FILE.")
        question = {key: getattr(arguments, key) for key in KEYS - {"events"}} | {"events": arguments.event}
        answer = _answer(question, hours)
    except CannotCount as error:
        raise BadInput(str(error)) from None
    print(json.dumps(_as_json(answer), ensure_ascii=False, indent=2) if arguments.json else _as_text(answer))
    return 0


def _answer(question: Mapping[str, Any], hours: OfficeHours) -> Due:
    known = question.get("as_known_on")
    calendar = question.get("calendar")
    return due(
        rule=_text(question, "rule"),
        received=_time(_text(question, "received")),
        period=Period.parse(_text(question, "period")),
        events=[_event(event) for event in question.get("events") or []],
        as_known_on=None if known is None else _day(known),
        calendar=None if calendar is None else _text(question, "calendar"),
        office_hours=hours,
    )


def _batch(name: str, hours: OfficeHours) -> int:
    """Answer line by line as they are read; a line that cannot be answered says why, and the rest goes on."""
    refused = False
    try:
        for number, line in enumerate(_lines(name), start=1):
            if line.strip():
                answer = _answer_line(number, line, hours)
                refused = refused or "error" in answer
                print(json.dumps(answer, ensure_ascii=False), flush=name == "-")
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answers has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if refused else 0


def _answer_line(number: int, line: bytes, hours: OfficeHours) -> dict[str, object]:
    try:
        return _as_json(_answer(_question(line), hours))
    except CannotCount as error:
        return {"error": f"Line {number}: {error}", "line": number}


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield from file
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from None


def _question(line: bytes) -> Mapping[str, Any]:
    try:
        question = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _cannot(
            "this is not JSON; write one object, for example "
            '{"rule": "kr-petition", "received": "2017-09-25T10:00", "period": "6 days"}.'
        ) from None
    if not isinstance(question, dict):
        raise _cannot("a question is an object with rule, received and period.")
    if unknown := sorted(set(question) - KEYS):
        raise _cannot(f"the key {unknown[0][:40]!r} is unknown; a question has {', '.join(sorted(KEYS))}.")
    if not isinstance(question.get("events") or [], list):
        raise _cannot('events is a list, for example ["pause:2017-09-26T10:00"].')
    return question


def _text(question: Mapping[str, Any], key: str) -> str:
    value = question.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _cannot(f"{key} is missing or is not a text.")
    return value


def _event(event: object) -> ClockEvent:
    """An event written `pause:TIME`, `extend:TIME,10 days`, or as an object with kind, at and period."""
    if isinstance(event, dict):
        if set(event) - {"kind", "at", "period"}:
            raise _cannot("an event has kind, at and, for an extension, period.")
        kind, at, period = _text(event, "kind"), _text(event, "at"), event.get("period")
    elif isinstance(event, str):
        kind, _, rest = event.partition(":")
        at, _, written = rest.partition(",")
        period = written or None
    else:
        raise _cannot("an event is written pause:TIME, resume:TIME, reset:TIME or 'extend:TIME,10 days'.")
    length = None if period is None else Period.parse(period)
    return ClockEvent(kind.strip(), _time(at), length)  # type: ignore[arg-type]  # ClockEvent itself refuses a wrong kind


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise _cannot(f"{text[:40]!r} is not a time; write it as 2017-09-25T10:00.") from None


def _day(text: object) -> date:
    try:
        return datetime.fromisoformat(str(text).strip()).date()
    except ValueError:
        raise _cannot(f"{str(text)[:40]!r} is not a date; write it as 2017-09-01.") from None


def _hours(written: str | None, zone: str) -> OfficeHours:
    spans: Iterable[str] = written.split(",") if written else ()
    return OfficeHours.of([tuple(span.strip().split("-")) for span in spans], zone)


def _cannot(sentence: str) -> CannotCount:
    return CannotCount(sentence[0].upper() + sentence[1:], sentence)


def _as_json(answer: Due) -> dict[str, object]:
    return {
        "due": answer.at.isoformat() if answer.at else None,
        "paused": answer.paused,
        "explanation": dict(answer.explanation),
        "rule_version": answer.rule_version,
        "calendar_version": answer.calendar_version,
    }


def _as_text(answer: Due) -> str:
    due_on = answer.at.isoformat(" ", "minutes") if answer.at else "not known while the clock stands still"
    ground = f"{answer.rule_version}, {answer.calendar_version}"
    return "\n".join(
        [f"due: {due_on}  ({ground})", "", *answer.explanation["ko"], "", *answer.explanation["en"]]
    )


CLOCK = Command("when something is due, and how that is counted", _arguments, _run, needs_django=False)
