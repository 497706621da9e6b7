"""By what a log is to be measured: the office's hours, the law's clock, which activities end a case."""

from argparse import ArgumentParser, Namespace
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
    law.add_argument("--calendar", default="kr", help="the calendar of public holidays (kr)")
    parser.add_argument(
        "--closing", action="append", default=[], metavar="ACTIVITY",
        help="a case is closed once it ends with this activity, else open; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--by", action="append", default=[], choices=PARTS, help="the figures of each; may be given again"
    )


def asked(parsed: Namespace, zone: ZoneInfo, clock: Any = None, decreed: tuple[Any, ...] = ()) -> Any:
    """What was asked for on the command line; `clock` is the service's own, unless another was named."""
    from madang.ground.law.queries import CannotCount, OfficeHours, calendar_names
    from madang.insight.evidence.measures.office import Clock, Office
    from madang.insight.evidence.measures.whole import Asked

    if bool(parsed.rule) != bool(parsed.period):
        raise BadInput("give --rule and --period together, such as --rule kr-petition --period '6 days'.")
    if parsed.calendar not in calendar_names():
        known = ", ".join(sorted(calendar_names()))
        raise BadInput(f"there is no calendar '{parsed.calendar}'; known are: {known}.")
    pairs = [span.split("-") for span in parsed.office_hours.split(",")] if parsed.office_hours else None
    try:
        hours = OfficeHours.of(pairs, zone.key)
    except CannotCount as error:
        raise BadInput(str(error)) from None
    named = Clock(parsed.rule, parsed.period) if parsed.rule else clock
    office = Office(hours, parsed.calendar, decreed, named)
    return Asked(office, tuple(parsed.closing), tuple(dict.fromkeys(parsed.by)))
