"""`madang simulate`."""

import json
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from madang.insight.evidence.commands.queries import arguments, columns_of
from madang.lib.commands import BadInput, Command

PAUSE = 0.5  # seconds between two words of progress


def _arguments(parser: ArgumentParser) -> None:
    arguments(parser, needed=False)
    parser.add_argument(
        "--service", metavar="KEY", help="the service whose log is simulated, instead of a file"
    )
    parser.add_argument(
        "--government", metavar="CODE", help="with --service: the government whose work it is"
    )
    parser.add_argument("--change", type=Path, metavar="FILE.yaml", help="the redesign to be tried")
    parser.add_argument(
        "--replications", type=int, default=20, metavar="N", help="how often it is simulated; usually 20"
    )
    parser.add_argument(
        "--cases", type=int, default=100_000, metavar="N", help="the most cases of all replications together"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the dice; the same seed, the same figures"
    )


def _simulate(parsed: Namespace) -> int:
    from madang.insight.laboratory.answering import Asked, answer
    from madang.insight.laboratory.definition import read_redesign
    from madang.insight.laboratory.fitting.fit import fit

    asked = Asked(*_checked(parsed))
    redesign = read_redesign(parsed.change) if parsed.change else None
    events, name = _events(parsed)
    told = answer(fit(events, name), redesign, asked, events=events, progress=_progress())
    if parsed.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print(told)
    return 0


def _checked(parsed: Namespace) -> tuple[int, int, int]:
    """Replications, cases and seed within what makes sense."""
    if (parsed.file is None) == (parsed.service is None):
        raise BadInput("name either a log FILE or --service KEY.")
    for name, least, most in (("replications", 2, 1000), ("cases", 100, 100_000_000), ("seed", 0, 2**32 - 1)):
        if not least <= getattr(parsed, name) <= most:
            raise BadInput(f"--{name} must be from {least:,} to {most:,}.")
    return parsed.replications, parsed.cases, parsed.seed


def _events(parsed: Namespace) -> tuple[Any, str]:
    """The activities of the file, or of the service."""
    from madang.insight.laboratory.fitting.intake import events_of

    if parsed.service:
        _wake_django()
        from madang.insight.laboratory.queries import events_of_service

        return events_of_service(parsed.service, parsed.government), parsed.service
    with TemporaryDirectory(prefix="madang-log-") as folder:
        file = Path(folder) / "events.parquet"
        zone = columns_of(parsed, os.environ.get("MADANG_TIME_ZONE", "Asia/Seoul"), file)
        return events_of(file, zone, parsed.only), parsed.file.name


def _wake_django() -> None:
    """Only a service needs the database; a file is read without it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings")
    import django

    django.setup()


def _progress() -> Callable[[int, int], None]:
    last = [time.monotonic()]

    def say(done: int, of: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > PAUSE:
            last[0] = time.monotonic()
            print(
                f"\r{done} of {of} replications", end="\n" if done == of else "", file=sys.stderr, flush=True
            )

    return say


def _print(told: dict[str, Any]) -> None:
    """The answer as a table for people."""
    parts = [name for name in ("base", "changed", "difference") if name in told]
    print(f"{'':<34}" + "".join(f"{name:>18}" for name in parts))
    for name, words in (("median", "Cycle time, median"), ("mean", "mean"), ("p90", "9 in 10 within")):
        cells = [told[part]["cycle_time_seconds"][name] for part in parts]
        print(f"{words:<34}" + "".join(f"{_span(cell):>18}" for cell in cells))
    if "within_standard" in told["base"]:
        cells = [told[part]["within_standard"] for part in parts]
        print(f"{'Within the promise':<34}" + "".join(f"{cell:>18.1%}" for cell in cells))
    for role in dict.fromkeys(role for part in parts for role in told[part]["load"]):
        cells = [told[part]["load"].get(role) for part in parts]
        shown = "".join(f"{'' if cell is None else format(cell, '.1%'):>18}" for cell in cells)
        print(f"{'Load of ' + role[:25]:<34}" + shown)
    if "cost_per_case" in told["base"]:
        cells = [told[part]["cost_per_case"] for part in parts]
        print(f"{'Cost of a case':<34}" + "".join(f"{cell:>18,.0f}" for cell in cells))
    _print_fit(told)


def _print_fit(told: dict[str, Any]) -> None:
    fit = told["fit"]
    for words, part in (("the log itself", fit), ("its last part, unseen", fit.get("holdout"))):
        if part:
            errors = ", ".join(
                f"{name} {'not known' if error is None else format(error, '+.1%')}"
                for name, error in part["error"].items()
            )
            apart = part["wasserstein_relative"]
            distance = "" if apart is None else f"; distance {apart:.2f}"
            print(f"Error of the model on {words}: {errors}{distance}")
    for warning in told["warnings"]:
        print(f"Note: {warning}")


def _span(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if abs(seconds) >= length:
            return f"{seconds / length:,.2f} {unit}"
    return f"{seconds:,.1f} seconds"


SIMULATE = Command(
    "try a redesign on paper: a log simulated as it is and as it would be",
    _arguments,
    _simulate,
    needs_django=False,
)
