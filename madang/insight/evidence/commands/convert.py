"""`madang log convert`."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from madang.insight.evidence.commands.reading import column_arguments, options, shape_arguments
from madang.lib.commands import Command

KINDS = ("xes", "csv", "parquet", "ocel-json", "ocel-xml", "ocel-sqlite")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="IN", help="a log in XES, OCEL 2.0, CSV or Parquet")
    parser.add_argument("to", type=Path, metavar="OUT", help="the new file; its name says the format")
    parser.add_argument(
        "--from", dest="from_kind", choices=KINDS, help="the format of IN, where it is not found out"
    )
    parser.add_argument(
        "--to", dest="to_kind", choices=KINDS, help="the format of OUT, where its name does not say"
    )
    column_arguments(parser)
    shape_arguments(parser)


def _convert(parsed: Namespace) -> int:
    from madang.insight.evidence.convert import convert

    how = options(parsed, parsed.time_zone or os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"))
    done = convert(parsed.file, parsed.to, how, from_kind=parsed.from_kind, to_kind=parsed.to_kind)
    told = done.as_json()
    _warn(told)
    if parsed.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        about = f"{done.objects:,} objects" if done.objects is not None else f"{done.cases:,} cases"
        print(f"{done.events:,} events, {about}: {done.source} → {done.target}, {parsed.to}")
    return 0


def _warn(told: Mapping[str, Any]) -> None:
    """Say on standard error what is not in the new file as it was in the old."""
    out = sys.stderr
    for one in told["refused_examples"]:
        print(f"line {one['line']}: {one['reason']}; left out", file=out)
    if told["refused"]:
        print(f"{told['refused']:,} in all were left out because they cannot be used.", file=out)
    for what, count in told["left_out"].items():
        print(f"Not in the new file: {what} ({count:,}).", file=out)
    for what, count in told["changed"].items():
        print(f"Changed: {what} ({count:,}).", file=out)
    if told["times_without_offset"]:
        print("Times without an offset were read in the zone of the log; --time-zone says another.", file=out)


CONVERT = Command(
    "convert a log between XES, OCEL 2.0, CSV and Parquet", _arguments, _convert, needs_django=False
)
