"""`madang log measure`."""

import json
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from madang.insight.evidence.commands import asked, reading
from madang.insight.evidence.commands.telling import print_summary, progress, warn
from madang.lib.commands import BadInput, Command


def _arguments(parser: ArgumentParser) -> None:
    reading.arguments(parser, needed=False)
    asked.arguments(parser)
    parser.add_argument(
        "--service", metavar="KEY", help="measure the cases of this service handled in Madang, not a file"
    )
    parser.add_argument("--government", metavar="CODE", help="of this government alone; with --service")


def _measure(parsed: Namespace) -> int:
    if bool(parsed.file) == bool(parsed.service):
        raise BadInput("name a file, or with --service the service whose cases are to be measured.")
    figures = _of_service(parsed) if parsed.service else _of_file(parsed)
    if parsed.json:
        print(json.dumps(in_full(figures), ensure_ascii=False))
    else:
        print_summary(in_full(figures))
    return 0


def in_full(figures: Any) -> dict[str, Any]:
    """The figures with their notes as sentences."""
    from madang.insight.evidence.measures.notes import in_english

    notes = {name: in_english(told) for name, told in figures.details["notes"].items()}
    return {**figures.summary, "notes": notes}


def _of_file(parsed: Namespace) -> Any:
    from madang.insight.evidence import table
    from madang.insight.evidence.measures import measure

    how = reading.options(parsed, parsed.time_zone or os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"))
    by = asked.asked(parsed, how.zone)
    with TemporaryDirectory(prefix="madang-log-") as folder:
        events = Path(folder) / "events.parquet"
        report = table.write(parsed.file, events, how, progress())
        figures = measure(events, lifecycle=parsed.only, asked=by)
    warn(report.as_json(), parsed.only)
    return figures


def _of_service(parsed: Namespace) -> Any:
    """The cases handled here, with the service's own clock and its definition."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    import django

    django.setup()
    from madang.ground.organisations.queries import government
    from madang.insight.evidence import actions, queries, ruled
    from madang.insight.evidence.measures import measured

    office = government(parsed.government) if parsed.government else None
    if parsed.government and office is None:
        raise BadInput(
            f"there is no government '{parsed.government}'; give the code of one that is known here."
        )
    own = ruled.ruled(parsed.service, office)
    if own is None:
        raise BadInput(f"no service '{parsed.service}' takes cases here; /services/ lists those that do.")
    actions.refresh_live_log(by=None)
    with queries.live_log(parsed.government, parsed.service, parsed.only) as log:
        return measured(log, lifecycle=parsed.only, asked=asked.over(own, parsed))


MEASURE = Command(
    "measure a log, or the cases of a service, exactly", _arguments, _measure, needs_django=False
)
