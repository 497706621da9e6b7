"""The command line: every sub-command and the app that answers it."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from madang.lib.commands import BadInput, Command

COMMANDS = {
    "check": "madang.site.commands:CHECK",
    "demo": "madang.site.commands:DEMO",
    "serve": "madang.site.commands:SERVE",
    "worker": "madang.site.commands:WORKER",
    "migrate": "madang.site.commands:MIGRATE",
    "manage": "madang.site.commands:MANAGE",
    "clock": "madang.ground.law.commands:CLOCK",
    "cases erase": "madang.flow.commands:ERASE",
    "cases hand-on": "madang.flow.commands:HAND_ON",
    "certificates revoke": "madang.work.services.commands:REVOKE",
    "definitions check": "madang.site.definitions:CHECK",
    "definitions publish": "madang.work.services.commands:PUBLISH",
    "definitions diff": "madang.work.services.commands:DIFF",
    "new service": "madang.work.services.commands:NEW",
    "disclosure classify": "madang.work.disclosure.commands:CLASSIFY",
    "disclosure redact": "madang.work.disclosure.commands:REDACT",
    "log import": "madang.insight.evidence.commands:IMPORT",
    "log measure": "madang.insight.evidence.commands:MEASURE",
    "log convert": "madang.insight.evidence.commands.convert:CONVERT",
    "log refresh": "madang.insight.evidence.commands.refresh:REFRESH",
    "records bag": "madang.work.services.commands.records:BAG",
    "records unbag": "madang.work.services.commands.records:UNBAG",
    "records verify": "madang.work.services.commands.records:VERIFY",
    "log verify": "madang.ground.events.commands:VERIFY",
    "verify series": "madang.insight.claims.commands.verify:SERIES",
    "verify log": "madang.insight.claims.commands.verify:LOG",
    "verify panel": "madang.insight.claims.commands.verify:PANEL",
    "simulate": "madang.insight.laboratory.commands:SIMULATE",
    "survey reliability": "madang.ground.surveys.commands:RELIABILITY",
}


def load(name: str) -> Command:
    """The command of that name; its module is imported only now, so that the others cost nothing."""
    module, attribute = COMMANDS[name].split(":")
    command = getattr(importlib.import_module(module), attribute)
    assert isinstance(command, Command)
    return command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = next((n for n in (" ".join(words[:2]), " ".join(words[:1])) if n in COMMANDS), None)
    if name is None:
        return _overview(words)
    command = load(name)
    parser = argparse.ArgumentParser(prog=f"madang {name}", description=command.help)
    command.arguments(parser)
    parsed = parser.parse_args(words[len(name.split()) :])
    os.environ.update(command.environment)
    if command.needs_django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
        import django

        django.setup()
    try:
        return command.run(parsed)
    except BadInput as error:
        print(f"madang {name}: {error}", file=sys.stderr)
        return 2


def _overview(words: list[str]) -> int:
    asked = not words or words[0] in {"-h", "--help", "help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"madang: there is no command '{' '.join(words[:2])}'.", file=out)
    print("usage: madang COMMAND [options]; 'madang COMMAND --help' tells more\n", file=out)
    for name in COMMANDS:
        print(f"  {name:<20} {load(name).help}", file=out)
    return 0 if asked else 2
