"""What the commands tell while they read and when they have measured."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from madang.insight.evidence.readers import REASONS

PAUSE = 0.5  # seconds between two words of progress


def progress() -> Callable[[int], None]:
    """Says on standard error how far the reading is, where somebody is watching."""
    last = [time.monotonic()]

    def say(rows: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > PAUSE:
            last[0] = time.monotonic()
            print(f"\r{rows:,} events read", end="\n" if rows < 0 else "", file=sys.stderr, flush=True)

    return say


def warn(told: Mapping[str, Any], only: str | None) -> None:
    """Say on standard error what a reader of the figures should know."""
    out = sys.stderr
    if told["refused"]:
        print(f"{told['refused']:,} of {told['rows'] + told['refused']:,} rows were refused:", file=out)
        for one in told["refused_examples"]:
            print(f"  line {one['line']}: {REASONS[one['reason']]}", file=out)
    if told["times_without_offset"]:
        print(f"Times without an offset were read in the zone {told['time_zone']}.", file=out)
    if told["times_doubtful"]:
        print(
            f"{told['times_doubtful']:,} times fall where a clock was changed; see docs/use/logs.md.",
            file=out,
        )
    for role, count in told["unreadable"].items():
        print(
            f"{count:,} values of '{told['columns'][role]}' ({role}) cannot be read and were left out.",
            file=out,
        )
    if len(told["lifecycles"]) > 1 and not only:
        kinds = ", ".join(told["lifecycles"])
        print(
            f"The log holds several lifecycles ({kinds}); every event was counted. --only counts one.",
            file=out,
        )


def print_summary(summary: Mapping[str, Any]) -> None:
    """The figures for people; those that cannot be told say why below."""
    cycle, cases = summary["cycle_time_seconds"], summary["cases"]
    lines = [
        ("Cases", f"{cases:,}"),
        ("Events", f"{summary['events']:,}"),
        ("Activities", f"{summary['activities']:,}"),
        ("Variants", f"{summary['variants']:,}"),
        ("Resources", f"{summary['resources']:,}"),
        ("Cycle time, median", _span(cycle["median"])),
        ("Cycle time, mean", _span(cycle["mean"])),
        ("Cycle time, 9 in 10 within", _span(cycle["p90"])),
        ("Cases with rework", f"{summary['rework_cases']:,} ({summary['rework_cases'] / cases:.1%})"),
        ("Handovers", f"{summary['handovers']:,}"),
        ("Directly-follows pairs", f"{summary['directly_follows_pairs']:,}"),
    ]
    if "late_share" in summary:
        lines.append(("Late", f"{summary['late_share']:.1%} of cases with a deadline"))
    for name, value in [*lines, *_further(summary)]:
        print(f"{name:<27} {value}")


def _further(summary: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The further figures that the log allows."""
    spans = (
        ("Processing time, median", "processing_time_seconds"),
        ("Waiting time, median", "waiting_time_seconds"),
        ("Working time, median", "working_time_seconds"),
    )
    for name, key in spans:
        if summary.get(key):
            yield name, _span(summary[key]["median"])
    if law := summary.get("legal_time"):
        yield "Legal time, median", f"{law['median']:,.1f} {law['unit'].replace('_', ' ')} ({law['rule']})"
        yield "Late by the law's clock", f"{law['late']:,} of {law['cases']:,}"
    whole = sum(summary["waiting_causes"].values())
    for cause, seconds in summary["waiting_causes"].items():
        if seconds:
            yield f"Waiting: {cause}", f"{_span(seconds)} ({seconds / whole:.1%})"
    if summary["open_cases"]:
        median = summary["survival_median"]
        yield "Open cases", f"{summary['open_cases']:,}"
        yield "Median with open cases", _span(median) if median is not None else "not reached yet"
    if (told := summary.get("conformance")) and told["share"] is not None:
        yield "As the definition says", f"{told['conforming']:,} of {told['cases']:,}"


def _span(seconds: float) -> str:
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= length:
            return f"{seconds / length:,.1f} {unit}"
    return f"{seconds:,.1f} seconds"
