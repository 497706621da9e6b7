"""Commands that concern the whole installation: demo, serve, worker, migrate, check."""

import argparse

from madang.lib.commands import Command


def _nothing(parser: argparse.ArgumentParser) -> None:
    """These commands take no arguments."""


def _manage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="a management command of Django's and its options")


def _manage(parsed: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["madang manage", *parsed.words])
    return 0


def _migrate(parsed: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    return 0


MANAGE = Command("run a management command of Django's", _manage_arguments, _manage)
MIGRATE = Command("bring the database to the newest schema", _nothing, _migrate)
