"""`madang log import`."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from madang.insight.evidence.commands.reading import arguments, options
from madang.insight.evidence.commands.telling import print_summary, progress, warn
from madang.lib.commands import BadInput, Command


def _arguments(parser: ArgumentParser) -> None:
    arguments(parser)
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
    how = options(parsed, parsed.time_zone or government.time_zone)
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not parsed.yes
    if parsed.dry_run or asked:
        _show_guess(parsed.file, how, sys.stdout if parsed.dry_run else sys.stderr)
    if parsed.dry_run:
        return _rehearse(parsed, how)
    if asked and not _confirmed():
        print("Nothing was imported.", file=sys.stderr)
        return 1
    done = actions.import_log(
        parsed.file, government=government, service_key=parsed.service, options=how,
        source=parsed.source, lifecycle=parsed.only, progress=progress(), by=None,
    )  # fmt: skip
    _tell(done, parsed)
    return 0


def _tell(done: Any, parsed: Namespace) -> None:
    """Say what was imported, to a person or to a program."""
    log = done.log
    address = f"/evidence/{log.pk}/"
    read = {**log.reading, "rows": log.rows, "refused": log.refused, "refused_examples": log.refused_examples}
    warn(read, parsed.only)
    if parsed.json:
        told = {"id": log.pk, "new": done.new, "address": address, "service": log.service_key}
        print(json.dumps({**told, **read, "figures": log.figures["summary"]}, ensure_ascii=False))
        return
    if not done.new:
        print(f"This file was imported before, on {log.imported_at:%Y-%m-%d}; nothing was added.")
    print_summary(log.figures["summary"])
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


def _rehearse(parsed: Namespace, how: Any) -> int:
    """Read the whole file, keep nothing, and say what would be refused."""
    from madang.insight.evidence import table

    with TemporaryDirectory(prefix="madang-log-") as folder:
        report = table.write(parsed.file, Path(folder) / "events.parquet", how, progress())
    told = report.as_json()
    warn(told, parsed.only)
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


IMPORT = Command("import a log of past cases of a service, as history", _arguments, _import)
