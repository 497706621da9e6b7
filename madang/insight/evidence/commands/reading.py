"""What every command that reads a log is told: the file, its columns, its zone, its dates."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from madang.insight.evidence.columns import NAMES
from madang.lib.commands import BadInput

ROLES = {
    "case": "the case that an event belongs to",
    "activity": "what was done",
    "time": "when it was done",
    "resource": "who did it",
    "lifecycle": "start or completion of an activity",
    "deadline": "when the case was due",
    "end": "when the case was closed",
    "start": "when the activity began",
    "unit": "the unit that acted",
    "channel": "the channel by which the case came",
    "role": "the role in which it was done",
    "enabled": "when the work could have begun",
    "automated": "whether nobody was needed (yes or no)",
    "outcome": "how the case ended",
    "group": "the group of people or areas the case belongs to",
}
DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def arguments(parser: ArgumentParser, *, needed: bool = True) -> None:
    """The file and how it is to be read; a command that can do without a file says that it is not needed."""
    parser.add_argument(
        "file",
        type=Path,
        nargs=None if needed else "?",
        metavar="FILE",
        help="a log in CSV, Parquet, XES or OCEL 2.0, also packed as .gz",
    )
    column_arguments(parser)
    parser.add_argument(
        "--only", metavar="LIFECYCLE", help="count only events of this lifecycle, such as 'complete'"
    )
    shape_arguments(parser)


def column_arguments(parser: ArgumentParser) -> None:
    """Which column holds what."""
    columns = parser.add_argument_group("columns, where the guess is wrong ('none' leaves one out)")
    for role in NAMES:
        columns.add_argument(f"--{role}", metavar="COLUMN", help=ROLES[role])
    columns.add_argument("--object-type", metavar="TYPE", help="in OCEL: the type of object that is the case")


def shape_arguments(parser: ArgumentParser) -> None:
    """How times and texts are written, what is taken, how the answer is given."""
    parser.add_argument(
        "--time-zone",
        "--zone",
        metavar="ZONE",
        help="the zone of the log, such as Europe/Amsterdam; times without offset count as its",
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", dest="order", action="store_const", const="day", help="25/12/2011")
    order.add_argument("--month-first", dest="order", action="store_const", const="month", help="12/25/2011")
    parser.add_argument("--delimiter", help="the sign between fields: , ; | or tab")
    parser.add_argument("--encoding", help="such as utf-8, cp949, utf-16")
    parser.add_argument(
        "--keep-good", action="store_true", help="take the good rows, however many are refused"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def options(parsed: Namespace, zone: str) -> Any:
    """How the file is to be read, from what was said on the command line; raises BadInput."""
    from madang.insight.evidence import table

    said = {role: column for role in NAMES if (column := getattr(parsed, role))}
    delimiter = DELIMITERS.get(parsed.delimiter, parsed.delimiter)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii()):
        raise BadInput(f"'{parsed.delimiter}' cannot part fields; give one sign, such as ';' or tab.")
    return table.Options(
        _zone(zone), said, parsed.order, delimiter, _encoding(parsed.encoding), parsed.keep_good,
        object_type=parsed.object_type,
    )  # fmt: skip


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(f"there is no time zone '{name}'; write it like Asia/Seoul.") from None


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        "".encode(name)
        b"".decode(name)
    except (LookupError, UnicodeError):
        raise BadInput(f"there is no encoding '{name}'; write it like utf-8, cp949 or utf-16.") from None
    return "utf-8-sig" if name.lower().replace("-", "").replace("_", "") == "utf8" else name
