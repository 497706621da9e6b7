"""A verdict on the command line: as JSON for programs, in sentences of one's language for people."""

import json
import math
import os
from collections.abc import Mapping
from typing import Any

from django.utils.translation.trans_null import gettext_noop

from madang.insight.claims import words
from madang.insight.claims.designs.figures import figure
from madang.insight.claims.verdict import Verdict

LABELS = {
    "effect": gettext_noop("Effect"),
    "p": gettext_noop("Chance alone (p)"),
    "grade": gettext_noop("Grade of evidence"),
    "average": gettext_noop("Average effect afterwards"),
    "mean": gettext_noop("Mean"),
    "median": gettext_noop("Median"),
    "weights": gettext_noop("Compared with"),
    "rank": gettext_noop("Rank among units without change"),
    "persistence": gettext_noop("Second year over first"),
    "sensitivity": gettext_noop("With the date moved"),
    "placebo": gettext_noop("A change that never was"),
    "mind": gettext_noop("Mind"),
}
GRADES = {
    "E0": gettext_noop("asserted"),
    "E1": gettext_noop("two numbers with source and number of cases"),
    "E2": gettext_noop("series tested"),
    "E3": gettext_noop("comparison group"),
    "E4": gettext_noop("comparison group, and felt by citizens or found again by others"),
}
INTERVAL = gettext_noop("95 %% interval %(low)s to %(high)s")
SHOWN = 0.0005  # smaller weights stay out of the sentence
SHARE = gettext_noop("%(share)s of what would have been without it")
NOT_TESTED = gettext_noop("not tested")


def language(asked: str | None) -> str:
    """The language asked for, else that of the terminal, else English."""
    terminal = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return asked or ("ko" if terminal.startswith("ko") else "en")


def tell(verdict: Verdict, *, as_json: bool, spoken: str, needed: tuple[str, ...] = ()) -> None:
    """Print the verdict; `needed` keys stand in the JSON even where the design knows nothing of them."""
    if as_json:
        told = {**verdict.as_json(spoken), **dict.fromkeys(needed)}
        if needed:
            told |= {"weights": dict(verdict.weights), "pre_rmspe": verdict.pre_rmspe}
        if verdict.placebo_rank:  # as two numbers, which scripts compare more easily
            told |= dict(zip(("placebo_rank", "placebo_units"), verdict.placebo_rank, strict=True))
        print(json.dumps(plain(told), ensure_ascii=False))
        return
    print(verdict.why.sentence(spoken))
    for label, text in lines(verdict, spoken):
        print(f"{words.said(LABELS[label], spoken)}: {text}")


def plain(value: Any) -> Any:
    """Data that JSON can say: no infinite number, no type of NumPy."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (bool, str, int)):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def lines(verdict: Verdict, spoken: str) -> list[tuple[str, str]]:
    """Label and text of each line."""
    unit = str(verdict.extras.get("unit") or "")
    found = [("effect", _effect(verdict, unit, spoken)), ("p", _p(verdict, spoken))]
    average = verdict.extras.get("average")
    if average and verdict.effect != average["effect"]:
        found.append(
            ("average", f"{figure(average['effect'], unit)} ({_interval(average['ci95'], unit, spoken)})")
        )
    for name in ("mean", "median"):
        sides = getattr(verdict, name)
        if sides and sides.get("before") is not None:
            found.append((name, f"{figure(sides['before'], unit)} → {figure(sides['after'], unit)}"))
    found += _checks(verdict, unit)
    found.append(("grade", f"{verdict.grade} ({words.said(GRADES[verdict.grade], spoken)})"))
    return found + [("mind", remark.sentence(spoken)) for remark in verdict.warnings]


def _effect(verdict: Verdict, unit: str, spoken: str) -> str:
    if verdict.effect is None:
        return "–"
    parts = []
    if verdict.ci95:
        parts.append(_interval(verdict.ci95, unit, spoken))
    if verdict.relative is not None:
        parts.append(words.said(SHARE, spoken) % {"share": f"{verdict.relative:+.1%}"})
    return figure(verdict.effect, unit, signed=True) + (f" ({'; '.join(parts)})" if parts else "")


def _interval(bounds: Any, unit: str, spoken: str) -> str:
    low, high = bounds
    return words.said(INTERVAL, spoken) % {"low": figure(low, unit), "high": figure(high, unit)}


def _p(verdict: Verdict, spoken: str) -> str:
    if verdict.p is None:
        return words.said(NOT_TESTED, spoken)
    return f"{verdict.p:.2g}" if verdict.p < 0.1 else f"{verdict.p:.2f}"


def _checks(verdict: Verdict, unit: str) -> list[tuple[str, str]]:
    found = []
    if verdict.weights:
        found.append(
            (
                "weights",
                ", ".join(
                    f"{name} {weight:.1%}" for name, weight in verdict.weights.items() if weight >= SHOWN
                ),
            )
        )
    if verdict.placebo_rank:
        found.append(("rank", f"{verdict.placebo_rank[0]} / {verdict.placebo_rank[1]}"))
    if verdict.persistence is not None:
        found.append(("persistence", f"{verdict.persistence:.0%}"))
    if verdict.sensitivity:
        moved = ", ".join(f"{shift:+d}: {figure(effect, unit)}" for shift, effect in verdict.sensitivity)
        found.append(("sensitivity", moved))
    if verdict.placebo:
        p = verdict.placebo["p"]
        found.append(("placebo", f"{verdict.placebo['at']}: {figure(verdict.placebo['effect'], unit)}"
                      + ("" if p is None else f" (p {p:.2f})")))  # fmt: skip
    return found
