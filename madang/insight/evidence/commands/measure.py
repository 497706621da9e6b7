"""`madang log measure`."""

import json
import os
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from madang.insight.evidence.commands.reading import arguments, options
from madang.insight.evidence.commands.telling import print_summary, progress, warn
from madang.lib.commands import Command


def _measure(parsed: Namespace) -> int:
    from madang.insight.evidence import table
    from madang.insight.evidence.measures import measure

    how = options(parsed, parsed.time_zone or os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"))
    with TemporaryDirectory(prefix="madang-log-") as folder:
        events = Path(folder) / "events.parquet"
        report = table.write(parsed.file, events, how, progress())
        figures = measure(events, lifecycle=parsed.only)
    warn(report.as_json(), parsed.only)
    if parsed.json:
        print(json.dumps(figures.summary, ensure_ascii=False))
    else:
        print_summary(figures.summary)
    return 0


MEASURE = Command("measure a log exactly, without keeping it", arguments, _measure, needs_django=False)
