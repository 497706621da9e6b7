"""Reported against felt: gaps that others have published, and the reckoning of any such gap."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from madang.ground.surveys.definition import Part, Words
from madang.lib.statistics.proportions import Share, cohens_h, gap, gap_to_known, size_in_words

FILE = Path(__file__).resolve().parents[3] / "definitions" / "gaps" / "published.yaml"


class Side(Part):
    """One side of a published gap: its share in percent, of how many if that is told, and who said it."""

    share: float = Field(ge=0, le=100)
    n: int | None = Field(default=None, ge=1)
    who: Words


class Published(Part):
    """A gap as somebody has published it."""

    title: Words
    at: Words
    reported: Side
    felt: Side
    note: Words | None = None


class Collection(Part):
    """All published gaps."""

    gaps: tuple[Published, ...]


@dataclass(frozen=True)
class Reckoned:
    """A gap in points with its interval, where the people behind it are known, and its standardised size."""

    points: str
    between: str
    h: str
    size: str
    clear: bool | None


@cache
def published() -> tuple[Published, ...]:
    """The gaps that are shipped."""
    return Collection.model_validate(yaml.safe_load(FILE.read_text("utf-8"))).gaps


def reckon(
    reported: float, reported_n: int | None, felt: float, felt_n: int | None, deff: float = 1.0
) -> Reckoned:
    """The gap of two shares in percent; without the people behind what was felt there is no interval."""
    r, f = reported / 100, felt / 100
    h = cohens_h(r, f)
    if felt_n is None:
        inside = None
    elif reported_n is None:
        inside = gap_to_known(r, Share(f, felt_n, deff))
    else:
        inside = gap(Share(r, reported_n), Share(f, felt_n, deff)).gap
    return Reckoned(
        _signed(r - f),
        "" if inside is None else f"{_signed(inside.low)} – {_signed(inside.high)}",
        f"{h:.2f}".replace("-", "−"),
        size_in_words(h),
        None if inside is None else inside.direction != "unclear",
    )


def _signed(value: float) -> str:
    return f"{100 * value:+.1f}".replace("-", "−")


class Asking(forms.Form):
    """Two shares that somebody wants to set against each other."""

    reported = forms.FloatField(label=gettext_lazy("Reported (%)"), min_value=0, max_value=100)
    reported_n = forms.IntegerField(
        label=gettext_lazy("Of how many"), min_value=1, max_value=10**9, required=False,
        help_text=gettext_lazy("Leave it empty where only a figure was reported."),
    )  # fmt: skip
    felt = forms.FloatField(label=gettext_lazy("Felt (%)"), min_value=0, max_value=100)
    felt_n = forms.IntegerField(label=gettext_lazy("Of how many asked"), min_value=1, max_value=10**9)
    deff = forms.FloatField(
        label=gettext_lazy("Design effect"), min_value=0.5, max_value=20, required=False, initial=1,
        help_text=gettext_lazy("1 where the answers are not weighted."),
    )  # fmt: skip

    def reckoned(self) -> Reckoned:
        """The gap of what was filled in."""
        told = self.cleaned_data
        return reckon(told["reported"], told["reported_n"], told["felt"], told["felt_n"], told["deff"] or 1.0)


def in_words(found: Reckoned) -> str:
    """A reckoned gap as a sentence."""
    said = {"points": found.points, "between": found.between}
    if found.clear:
        return (
            _("What was reported differs from what is felt by %(points)s points (95%% interval %(between)s).")
            % said
        )
    return (
        _("The difference of %(points)s points cannot be told from none (95%% interval %(between)s).") % said
    )
