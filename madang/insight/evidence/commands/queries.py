"""What commands of other apps ask about log files: which arguments there are, and the file as columns."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from madang.insight.evidence import table
from madang.insight.evidence.commands.reading import arguments, options
from madang.insight.evidence.commands.telling import progress, warn

__all__ = ["ArgumentParser", "arguments", "columns_of"]


def columns_of(parsed: Namespace, zone: str, to: Path) -> str:
    """Write the log that the arguments name to a columnar file; the zone its times were read in. Raises BadInput."""
    how = options(parsed, parsed.time_zone or zone)
    report = table.write(parsed.file, to, how, progress())
    warn(report.as_json(), parsed.only)
    return str(how.zone.key)
