"""By what a log is to be measured: the office's hours, the law's clock, which activities end a case."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from madang.lib.commands import BadInput

PARTS = ("month", "unit", "channel", "group")


def arguments(parser: ArgumentParser) -> None:
    """What the further figures need to know and no log says."""
    law = parser.add_argument_group("the clocks that times are counted by")
    law.add_argument(
        "--rule", help="the law's clock: kr-petition, kr-disclosure, working-days or calendar-days"
    )
    law.add_argument("--period", help="how long the law gives: '6 days', '3 hours', 'immediately'")
    law.add_argument("--office-hours", metavar="HOURS", help="such as 09:00-12:00,13:00-18:00")
    law.add_argument("--calendar", metavar="NAME", help="the calendar of public holidays (kr)")
    parser.add_argument(
        "--closing", action="append", default=[], metavar="ACTIVITY",
        help="a case is closed once it ends with this activity, else open; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--by", action="append", default=[], choices=PARTS, help="the figures of each; may be given again"
    )


def asked(parsed: Namespace, zone: ZoneInfo) -> Any:
    """What was asked for on the command line; raises BadInput where it cannot be."""
    from madang.insight.evidence.measures.office import Office
    from madang.insight.evidence.measures.whole import Asked

    return over(Asked(Office(_hours(parsed, zone.key))), parsed)


def over(own: Any, parsed: Namespace) -> Any:
    """What a service is measured by, with what was said on the command line in its place."""
    from madang.ground.law.queries import calendar_names
    from madang.insight.evidence.measures.office import Clock

    if bool(parsed.rule) != bool(parsed.period):
        raise BadInput("give --rule and --period together, such as --rule kr-petition --period '6 days'.")
    if parsed.calendar and parsed.calendar not in calendar_names():
        raise BadInput(f"there is no calendar '{parsed.calendar}'; known are: {', '.join(calendar_names())}.")
    office = replace(
        own.office,
        hours=_hours(parsed, own.office.hours.zone_name) if parsed.office_hours else own.office.hours,
        calendar=parsed.calendar or own.office.calendar,
        clock=Clock(parsed.rule, parsed.period) if parsed.rule else own.office.clock,
    )
    return replace(own, office=office, closing=tuple(parsed.closing), by=tuple(dict.fromkeys(parsed.by)))


def _hours(parsed: Namespace, zone: str) -> Any:
    from madang.ground.law.queries import CannotCount, OfficeHours

    said = parsed.office_hours
    try:
        return OfficeHours.of([span.strip().split("-") for span in said.split(",")] if said else None, zone)
    except CannotCount as error:
        raise BadInput(str(error)) from None
