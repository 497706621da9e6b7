"""Commands that concern the whole installation: demo, serve, worker, migrate, check, manage."""

import argparse
import json
from io import StringIO

from madang.lib.commands import Command


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="say in JSON what happens, a line each")


def _tell(parsed: argparse.Namespace, **said: object) -> None:
    if parsed.json:
        print(json.dumps(said, ensure_ascii=False), flush=True)


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--workers", type=int, default=1, help="server processes")
    _json(parser)


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    _address(parser)
    parser.add_argument("--fill-only", action="store_true", help="fill the demo and stop")


def _manage_arguments(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, help="a management command of Django's and its options"
    )


def _manage(parsed: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["madang manage", *parsed.words])
    _tell(parsed, command=parsed.words, status=0)
    return 0


def _migrate(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    from madang.lib.messages import compile_all
    from madang.site.settings import PACKAGE

    compile_all(PACKAGE)
    before = _applied()
    call_command("migrate", interactive=False, verbosity=0 if parsed.json else 1)
    _tell(parsed, applied=sorted(_applied() - before))
    return 0


def _applied() -> set[str]:
    """The migrations that the database has, as `app.name`."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return {".".join(name) for name in MigrationRecorder(connection).applied_migrations()}


def _serve(parsed: argparse.Namespace) -> int:
    from madang.site.running import serve

    return serve(parsed.host, parsed.port, parsed.workers, tell=lambda **said: _tell(parsed, **said))


def _worker(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    _tell(parsed, worker="started", concurrency=parsed.concurrency)
    call_command("procrastinate", "worker", "--concurrency", str(parsed.concurrency))
    _tell(parsed, worker="stopped")
    return 0


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")
    _json(parser)


def _demo(parsed: argparse.Namespace) -> int:
    from madang.site.running import demo

    tell = (lambda **said: _tell(parsed, **said)) if parsed.json else None
    return demo(parsed.host, parsed.port, parsed.workers, fill_only=parsed.fill_only, tell=tell)


def _check(parsed: argparse.Namespace) -> int:
    from django.core.management import CommandError, call_command

    heard = StringIO() if parsed.json else None
    try:
        call_command("check", fail_level="WARNING", stdout=heard)
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except (CommandError, SystemExit) as problem:
        if not parsed.json:
            raise
        _tell(
            parsed, ok=False, problem=str(problem) if str(problem) != "1" else "models and migrations differ"
        )
        return 1
    if not parsed.json:
        print("settings, models, addresses and migrations agree")
    _tell(parsed, ok=True)
    return 0


CHECK = Command("check settings, models, addresses and migrations", _json, _check)
DEMO = Command(
    "fill and run the demo country on this machine", _demo_arguments, _demo, environment={"MADANG_DEMO": "1"}
)
MANAGE = Command("run a management command of Django's", _manage_arguments, _manage)
MIGRATE = Command("bring the database to the newest schema", _json, _migrate)
SERVE = Command("serve the website", _address, _serve)
WORKER = Command("do the work in the background: mail, documents, reminders", _worker_arguments, _worker)
