"""`madang verify series`, `madang verify log` and `madang verify panel`."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from madang.insight.claims.outcomes import MEASURES
from madang.lib.commands import Command

ONE_CORE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}  # small matrices: threads only wait for each other
PANEL_KEYS = ("weights", "pre_rmspe", "placebo_rank")


def _common(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--concurrent", action="append", default=[], metavar="TEXT",
        help="another change near the date, told with the result; may be given again",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="seed of everything drawn (1)")
    parser.add_argument(
        "--language", choices=("ko", "en"), help="language of the sentences (that of the terminal)"
    )


def _series_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a series in CSV or Parquet, one row a period"
    )
    parser.add_argument(
        "--time", required=True, metavar="COLUMN", help="the column of times: 2019-03, 2019Q1, 25 …"
    )
    parser.add_argument("--value", required=True, metavar="COLUMN", help="the column of values")
    parser.add_argument(
        "--change", required=True, metavar="DATE", help="when it changed, like the times of the file"
    )
    parser.add_argument(
        "--period", type=_positive, metavar="N",
        help="periods in a season: 12 for months and plain numbers, 4 for quarters, 1 for none, unless said",
    )  # fmt: skip
    parser.add_argument(
        "--log", action="store_true", help="explain the logarithm: effects in shares, for counts"
    )
    _common(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"'{text}' is no whole number from 1 on")
    return int(text)


def _series(parsed: Namespace) -> int:
    from madang.insight.claims.commands import files, telling
    from madang.insight.claims.designs import of_series

    data = files.series(parsed.file, parsed.time, parsed.value)
    change = data.calendar.change(parsed.change)
    files.within(data.times, change, data.calendar, parsed.change)
    period = parsed.period or data.calendar.season
    with files.spoken():
        verdict = of_series(
            data.values, data.times, change, period=period, log=parsed.log, concurrent=parsed.concurrent,
            name=data.calendar.name, seed=parsed.seed,
        )  # fmt: skip
    telling.tell(verdict, as_json=parsed.json, spoken=telling.language(parsed.language))
    return 0


def _log_arguments(parser: ArgumentParser) -> None:
    from madang.insight.evidence.commands.queries import arguments

    arguments(parser)
    parser.add_argument("--change", required=True, metavar="DATE", help="the day from which cases began anew")
    parser.add_argument(
        "--measure", choices=MEASURES, default="cycle_time", help="what is compared (cycle_time, in seconds)"
    )
    _common(parser)


def _log(parsed: Namespace) -> int:
    from madang.insight.claims import outcomes
    from madang.insight.claims.commands import files, telling
    from madang.insight.claims.designs.log import of_log
    from madang.insight.evidence.commands.queries import columns_of

    change, month = files.day(parsed.change)
    with TemporaryDirectory(prefix="madang-log-") as folder:
        events = Path(folder) / "events.parquet"
        columns_of(parsed, os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"), events)
        found = outcomes.outcomes(events, parsed.measure, parsed.only)
    files.day_within(found.days, change)
    with files.spoken():
        verdict = of_log(
            found, change, month, measure=parsed.measure, concurrent=parsed.concurrent, seed=parsed.seed
        )
    telling.tell(verdict, as_json=parsed.json, spoken=telling.language(parsed.language))
    return 0


def _panel_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a panel in CSV or Parquet, one row a unit and time"
    )
    parser.add_argument("--unit", required=True, metavar="COLUMN", help="the column of units")
    parser.add_argument("--time", required=True, metavar="COLUMN", help="the column of times")
    parser.add_argument("--value", required=True, metavar="COLUMN", help="the column of values")
    parser.add_argument(
        "--treated", required=True, metavar="NAME",
        help="the unit that changed; several with commas; NAME=TIME where starts differ; or a column that tells",
    )  # fmt: skip
    parser.add_argument("--change", metavar="T", help="when it changed, like the times of the file")
    parser.add_argument("--log", action="store_true", help="explain the logarithm: effects in shares")
    _common(parser)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _panel(parsed: Namespace) -> int:
    from madang.insight.claims.commands import files, telling
    from madang.insight.claims.designs import of_panel

    names = {"unit": parsed.unit, "time": parsed.time, "value": parsed.value}
    panel = files.panel(parsed.file, names, parsed.treated, parsed.change)
    with files.spoken():
        verdict = of_panel(panel, log=parsed.log, concurrent=parsed.concurrent, seed=parsed.seed)
    telling.tell(verdict, as_json=parsed.json, spoken=telling.language(parsed.language), needed=PANEL_KEYS)
    return 0


def _command(help_: str, arguments: Any, run: Any) -> Command:
    return Command(help_, arguments, run, needs_django=False, environment=ONE_CORE)


SERIES = _command("what changed in a series at a date, and how sure that is", _series_arguments, _series)
LOG = _command("what changed for the cases of a log at a date", _log_arguments, _log)
PANEL = _command("what changed for treated units, against units without change", _panel_arguments, _panel)
