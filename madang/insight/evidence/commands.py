"""`madang log import` and `madang log measure`."""

import json
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from madang.insight.evidence.columns import NAMES
from madang.insight.evidence.readers import REASONS
from madang.lib.commands import BadInput, Command

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
}
DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
PAUSE = 0.5  # seconds between two words of progress


def _reading_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a log in CSV, Parquet or XES, also packed as .gz"
    )
    columns = parser.add_argument_group("columns, where the guess is wrong ('none' leaves one out)")
    for role in NAMES:
        columns.add_argument(f"--{role}", metavar="COLUMN", help=ROLES[role])
    parser.add_argument(
        "--only", metavar="LIFECYCLE", help="count only events of this lifecycle, such as 'complete'"
    )
    parser.add_argument(
        "--time-zone",
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


def _options(parsed: Namespace, zone: str) -> Any:
    from madang.insight.evidence import table

    said = {role: column for role in NAMES if (column := getattr(parsed, role))}
    delimiter = DELIMITERS.get(parsed.delimiter, parsed.delimiter)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n' or not delimiter.isascii()):
        raise BadInput(f"'{parsed.delimiter}' cannot part fields; give one sign, such as ';' or tab.")
    return table.Options(
        _zone(zone), said, parsed.order, delimiter, _encoding(parsed.encoding), parsed.keep_good
    )


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


def _measure(parsed: Namespace) -> int:
    from madang.insight.evidence import table
    from madang.insight.evidence.measures import measure

    options = _options(parsed, parsed.time_zone or os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"))
    with TemporaryDirectory(prefix="madang-log-") as folder:
        events = Path(folder) / "events.parquet"
        report = table.write(parsed.file, events, options, _progress())
        figures = measure(events, lifecycle=parsed.only)
    _warn(report.as_json(), parsed.only)
    if parsed.json:
        print(json.dumps(figures.summary, ensure_ascii=False))
    else:
        _print_summary(figures.summary)
    return 0


def _import_arguments(parser: ArgumentParser) -> None:
    _reading_arguments(parser)
    parser.add_argument(
        "--service", required=True, metavar="KEY", help="the service whose past cases these are"
    )
    parser.add_argument("--government", metavar="CODE", help="the government that did the work")
    parser.add_argument(
        "--source", default="", metavar="TEXT", help="where the log comes from, shown with its figures"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show the columns found and the first events, keep nothing"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask whether the columns are right")


def _import(parsed: Namespace) -> int:
    from madang.insight.evidence import actions

    government = _government(parsed.government)
    options = _options(parsed, parsed.time_zone or government.time_zone)
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not parsed.yes
    if parsed.dry_run or asked:
        _show_guess(parsed.file, options, sys.stdout if parsed.dry_run else sys.stderr)
    if parsed.dry_run:
        return _rehearse(parsed, options)
    if asked and not _confirmed():
        print("Nothing was imported.", file=sys.stderr)
        return 1
    done = actions.import_log(
        parsed.file, government=government, service_key=parsed.service, options=options,
        source=parsed.source, lifecycle=parsed.only, progress=_progress(), by=None,
    )  # fmt: skip
    _tell(done, parsed)
    return 0


def _tell(done: Any, parsed: Namespace) -> None:
    """Say what was imported, to a person or to a program."""
    log = done.log
    address = f"/evidence/{log.pk}/"
    read = {**log.reading, "rows": log.rows, "refused": log.refused, "refused_examples": log.refused_examples}
    _warn(read, parsed.only)
    if parsed.json:
        told = {"id": log.pk, "new": done.new, "address": address, "service": log.service_key}
        print(json.dumps({**told, **read, "figures": log.figures["summary"]}, ensure_ascii=False))
        return
    if not done.new:
        print(f"This file was imported before, on {log.imported_at:%Y-%m-%d}; nothing was added.")
    _print_summary(log.figures["summary"])
    print(f"Imported as history of '{log.service_key}': {address}")


def _government(code: str | None) -> Any:
    from madang.ground.organisations.queries import Government

    if code:
        found = Government.objects.filter(code=code).first()
        if not found:
            raise BadInput(f"there is no government '{code}'; give the code of one that is known here.")
        return found
    few = list(Government.objects.order_by("id")[:2])
    if len(few) == 1:
        return few[0]
    if not few:
        raise BadInput("no government is known here yet; fill the demo or enter one first.")
    raise BadInput("say with --government whose log this is; several governments are known here.")


def _rehearse(parsed: Namespace, options: Any) -> int:
    """Read the whole file, keep nothing, and say what would be refused."""
    from madang.insight.evidence import table

    with TemporaryDirectory(prefix="madang-log-") as folder:
        report = table.write(parsed.file, Path(folder) / "events.parquet", options, _progress())
    told = report.as_json()
    _warn(told, parsed.only)
    if parsed.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{report.rows:,} events would be taken, {report.refused:,} refused. Nothing was imported.")
    return 0


def _show_guess(file: Path, options: Any, out: Any) -> None:
    from madang.insight.evidence import table

    chosen = table.plan(file, options)
    print(f"{file.name}: {chosen.reader.kind}, times without offset read as {options.zone.key}", file=out)
    for role, column in chosen.guess.columns.items():
        print(f"  {role:<10} {column}  ({HOW[chosen.guess.how[role]]})", file=out)
    for event in table.preview(file, options):
        shown = [
            str(event[name]) for name in ("case", "activity", "time", "resource") if event[name] is not None
        ]
        print("    " + " · ".join(shown), file=out)


HOW = {"said": "as you said", "name": "guessed by its name", "content": "guessed by its content"}


def _confirmed() -> bool:
    print("Are these the right columns? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes", "예", "네"}


def _progress() -> Callable[[int], None]:
    """Says on standard error how far the reading is, where somebody is watching."""
    last = [time.monotonic()]

    def say(rows: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > PAUSE:
            last[0] = time.monotonic()
            print(f"\r{rows:,} events read", end="\n" if rows < 0 else "", file=sys.stderr, flush=True)

    return say


def _warn(told: Mapping[str, Any], only: str | None) -> None:
    """Say on standard error what a reader of the figures should know."""
    out = sys.stderr
    if told["refused"]:
        print(f"{told['refused']:,} of {told['rows'] + told['refused']:,} rows were refused:", file=out)
        for one in told["refused_examples"]:
            print(f"  line {one['line']}: {REASONS[one['reason']]}", file=out)
    if told["times_without_offset"]:
        print(f"Times without an offset were read in the zone {told['time_zone']}.", file=out)
    if told["times_doubtful"]:
        print(
            f"{told['times_doubtful']:,} times fall where a clock was changed; see docs/use/logs.md.",
            file=out,
        )
    for role, count in told["unreadable"].items():
        print(
            f"{count:,} values of '{told['columns'][role]}' ({role}) cannot be read and were left out.",
            file=out,
        )
    if len(told["lifecycles"]) > 1 and not only:
        kinds = ", ".join(told["lifecycles"])
        print(
            f"The log holds several lifecycles ({kinds}); every event was counted. --only counts one.",
            file=out,
        )


def _print_summary(summary: Mapping[str, Any]) -> None:
    cycle = summary["cycle_time_seconds"]
    lines = [
        ("Cases", f"{summary['cases']:,}"),
        ("Events", f"{summary['events']:,}"),
        ("Activities", f"{summary['activities']:,}"),
        ("Variants", f"{summary['variants']:,}"),
        ("Resources", f"{summary['resources']:,}"),
        ("Cycle time, median", _span(cycle["median"])),
        ("Cycle time, mean", _span(cycle["mean"])),
        ("Cycle time, 9 in 10 within", _span(cycle["p90"])),
        (
            "Cases with rework",
            f"{summary['rework_cases']:,} ({summary['rework_cases'] / summary['cases']:.1%})",
        ),
        ("Handovers", f"{summary['handovers']:,}"),
        ("Directly-follows pairs", f"{summary['directly_follows_pairs']:,}"),
    ]
    if "late_share" in summary:
        lines.append(("Late", f"{summary['late_share']:.1%} of cases with a deadline"))
    for name, value in lines:
        print(f"{name:<27} {value}")


def _span(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:,.1f} seconds"


IMPORT = Command("import a log of past cases of a service, as history", _import_arguments, _import)
MEASURE = Command(
    "measure a log exactly, without keeping it", _reading_arguments, _measure, needs_django=False
)
