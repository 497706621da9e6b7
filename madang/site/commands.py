"""Commands that concern the whole installation: demo, serve, worker, migrate, check, manage."""

import argparse

from madang.lib.commands import Command


def _nothing(parser: argparse.ArgumentParser) -> None:
    """These commands take no arguments."""


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--workers", type=int, default=1, help="server processes")


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    _address(parser)
    parser.add_argument("--fill-only", action="store_true", help="fill the demo and stop")


def _manage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, help="a management command of Django's and its options"
    )


def _manage(parsed: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["madang manage", *parsed.words])
    return 0


def _migrate(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    from madang.lib.messages import compile_all
    from madang.site.settings import PACKAGE

    compile_all(PACKAGE)
    call_command("migrate", interactive=False, verbosity=1)
    return 0


def _serve(parsed: argparse.Namespace) -> int:
    from madang.site.running import serve

    return serve(parsed.host, parsed.port, parsed.workers)


def _worker(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--concurrency", str(parsed.concurrency))
    return 0


def _worker_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")


def _demo(parsed: argparse.Namespace) -> int:
    from madang.site.running import demo

    return demo(parsed.host, parsed.port, parsed.workers, fill_only=parsed.fill_only)


def _check(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    print("settings, models, addresses and migrations agree")
    return 0


CHECK = Command("check settings, models, addresses and migrations", _nothing, _check)
DEMO = Command(
    "fill and run the demo country on this machine", _demo_arguments, _demo, environment={"MADANG_DEMO": "1"}
)
MANAGE = Command("run a management command of Django's", _manage_arguments, _manage)
MIGRATE = Command("bring the database to the newest schema", _nothing, _migrate)
SERVE = Command("serve the website", _address, _serve)
WORKER = Command("do the work in the background: mail, documents, reminders", _worker_arguments, _worker)
