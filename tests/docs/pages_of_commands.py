"""The page of all commands, from the commands themselves."""

import argparse

from madang.site import cli

HEAD = """# All commands

`make docs` generates this page from the commands. `madang COMMAND --help` tells the same.

What holds for all: the answer goes to standard output, everything else to standard error. The exit status is 0 when
it is done, 1 when the answer is no (a problem was found, or what was compared differs), 2 when the input cannot be
used; then one sentence says why. Settings come from the environment: [settings](../run/settings.md).

| Command | What it does |
|---|---|
"""


def commands_page() -> str:
    """The whole page."""
    names = list(cli.COMMANDS)
    listed = [
        f"| [`madang {name}`](#madang-{name.replace(' ', '-')}) | {cli.load(name).help} |" for name in names
    ]
    return HEAD + "\n".join(listed) + "\n" + "".join(_section(name) for name in names)


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a command, as the command line makes it."""
    command = cli.load(name)
    parser = argparse.ArgumentParser(prog=f"madang {name}", description=command.help, exit_on_error=False)
    command.arguments(parser)
    return parser


def arguments_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Its arguments and options but --help."""
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]


def _section(name: str) -> str:
    command = cli.load(name)
    rows = [_row(action) for action in arguments_of(parser_of(name))]
    table = "\n| Argument | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""
    return f"\n## madang {name}\n\n{command.help[0].upper()}{command.help[1:]}.\n{table}"


def _row(action: argparse.Action) -> str:
    said = (action.help or "") % {**vars(action), "prog": "madang"}
    meaning = said.replace("|", "\\|")
    if action.required and action.option_strings:
        meaning += " (needed)"
    return f"| {_written(action)} | {meaning} |"


def _written(action: argparse.Action) -> str:
    """How the argument is typed."""
    choices = "|".join(str(choice) for choice in action.choices) if action.choices else ""
    value = str(action.metavar or choices or action.dest.upper()).replace("|", "\\|")
    if not action.option_strings:
        return f"`{'[' + value + ']' if action.nargs == '?' else value}`"
    if action.nargs == 0:
        return ", ".join(f"`{option}`" for option in action.option_strings)
    return ", ".join(f"`{option} {value}`" for option in action.option_strings)
