"""What the comparison of before and after came to: one design, one effect, its uncertainty and its grade."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

E0, E1, E2, E3, E4 = GRADES = ("E0", "E1", "E2", "E3", "E4")
"""Asserted, two numbers, series tested, comparison group, felt or replicated."""

DESIGNS = (
    "two_values", "cases", "series", "short_series",
    "difference_in_differences", "synthetic_control", "staggered",
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """One thing a reader must know: a code for programs and the values that its sentence names."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "en") -> str:
        """The remark as one sentence in "ko" or "en"."""
        from madang.insight.claims import words

        return words.sentence(self, language)


@dataclass(frozen=True)
class Verdict:
    """The effect of one change on one measure, as one design saw it.

    `effect`      after minus what would have been without the change, in units of the measure (in log points
                  where `extras["log"]`); by design: difference of the two values; Hodges-Lehmann shift of
                  cases; change of level at the date for a series; mean effect on the treated for a panel.
    `relative`    the effect as a share of what would have been without the change (-0.23 is 23 % less); None
                  where that is zero.
    `ci95`        95 % interval of `effect` (low, high), or None where nothing can be said.
    `p`           of the hypothesis that there was no effect, 0 to 1, or None where nothing was tested.
    `grade`       E0 to E3 by the design alone; E4 only by `grades.raised`.
    `why`         why this design was taken, as a remark.
    `warnings`    what weakens it, most important first, as remarks.
    `n_before`, `n_after`  values, cases, periods or (panel) periods that were used.
    `sensitivity` (shift, effect) with the date moved by so many periods, without 0; empty where impossible. Of a
                  series the lasting effect, one for the whole time after.
    `placebo`     a date before the change treated as the change: {"at", "effect", "p"}; None where impossible.
    `persistence` effect in months 13 to 24 over that in months 1 to 12; None where there are not 24.
    `concurrent`  other changes near the date, as they were passed in.
    `weights`     synthetic control: weight of each donor that has one, largest first, together 1; else empty.
    `pre_rmspe`   synthetic control: root mean squared gap before the change, in units of the measure.
    `placebo_rank` synthetic control: (rank of the treated unit by post/pre ratio, units compared), 1 is most.
    `mde`         smallest effect that this data would find in 8 of 10 times, in units of `effect`.
    `mean`, `median`  effects on mean and on median {"before", "after", "effect", "ci95"}; None for panels.
    `disagree`    mean and median tell different stories: one is found, the other points elsewhere or is much smaller.
    `extras`      further figures of the design, plain data only; `docs/use/verify_changes.md` lists them.
    """

    design: str
    effect: float | None
    relative: float | None
    ci95: tuple[float, float] | None
    p: float | None
    grade: str
    why: Remark
    warnings: tuple[Remark, ...] = ()
    n_before: int = 0
    n_after: int = 0
    sensitivity: tuple[tuple[int, float], ...] = ()
    placebo: Mapping[str, Any] | None = None
    persistence: float | None = None
    concurrent: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    pre_rmspe: float | None = None
    placebo_rank: tuple[int, int] | None = None
    mde: float | None = None
    mean: Mapping[str, Any] | None = None
    median: Mapping[str, Any] | None = None
    disagree: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all warnings."""
        return tuple(remark.code for remark in self.warnings)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Plain data for JSON and for keeping; codes for programs, sentences in "ko" or "en" for people."""
        told: dict[str, Any] = {
            "design": self.design, "effect": self.effect, "relative": self.relative,
            "ci95": list(self.ci95) if self.ci95 else None, "p": self.p, "grade": self.grade,
            "warnings": list(self.codes),
        }  # fmt: skip
        if self.pre_rmspe is not None or self.weights:
            told |= {"weights": dict(self.weights), "pre_rmspe": self.pre_rmspe}
            told["placebo_rank"] = list(self.placebo_rank) if self.placebo_rank else None
        told |= {
            "why": self.why.sentence(language),
            "sentences": [remark.sentence(language) for remark in self.warnings],
            "n_before": self.n_before, "n_after": self.n_after,
            "sensitivity": [list(pair) for pair in self.sensitivity],
            "placebo": dict(self.placebo) if self.placebo else None,
            "persistence": self.persistence, "concurrent": list(self.concurrent), "mde": self.mde,
            "mean": dict(self.mean) if self.mean else None,
            "median": dict(self.median) if self.median else None, "disagree": self.disagree,
        }  # fmt: skip
        return {**told, "extras": dict(self.extras)}
