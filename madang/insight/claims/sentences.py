"""A claim in five sentences: what changed, was promised, the numbers say, was felt, and what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

from django.utils.translation import gettext as _

from madang.insight.claims import saying
from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.models import Assessment, Claim
from madang.ui.words import in_language, language
from madang.ui.words import when as day_in_words


@dataclass(frozen=True)
class Sentence:
    """One of the five: what it is about, and what it says."""

    about: str
    text: str


def five(claim: Claim, terms: Terms, result: Assessment | None) -> list[Sentence]:
    """The claim in the reader's language; without a result the numbers are said to be open."""
    primary = terms.primary
    found = (result.verdicts if result else {}).get(primary.key)
    return [
        Sentence(_("What changed"), in_words(terms.what)),
        Sentence(_("What is claimed"), claimed(terms)),
        Sentence(_("What the numbers say"), said_by_numbers(primary, found, claim)),
        Sentence(_("What citizens felt"), said_by_citizens(claim, result)),
        Sentence(_("What is not known"), not_known(terms, result)),
    ]


def in_words(words: Any) -> str:
    """A text of the terms in the reader's language."""
    if words is None:
        return ""
    said: dict[str, str] = words if isinstance(words, dict) else words.model_dump()
    return in_language({code: text for code, text in said.items() if text})


def when(terms: Terms) -> str:
    """When the change took place, as far as that is stated."""
    return day_in_words(terms.starts_on, weekday=False) if terms.starts_on else in_words(terms.when)


def claimed(terms: Terms) -> str:
    """What was to become better, for whom, and by how much."""
    first = terms.primary
    values = {
        "measure": in_words(first.name),
        "population": in_words(terms.population),
        "when": when(terms),
        "size": promised(first),
    }
    if first.promised is None:
        down = _("“%(measure)s” was to become less (%(when)s; %(population)s). By how much was not said.")
        up = _("“%(measure)s” was to become more (%(when)s; %(population)s). By how much was not said.")
        return (down if first.better == "down" else up) % values
    down = _("“%(measure)s” was to become less by %(size)s (%(when)s; %(population)s).")
    up = _("“%(measure)s” was to become more by %(size)s (%(when)s; %(population)s).")
    return (down if first.better == "down" else up) % values


def promised(measure: Measure) -> str:
    """The promised size with its unit."""
    if measure.promised is None:
        return ""
    size = saying.number(float(measure.promised.size))
    return f"{size}%" if measure.promised.as_ == "percent" else with_unit(size, measure)


def said_by_numbers(measure: Measure, found: Mapping[str, Any] | None, claim: Claim) -> str:
    """The effect with its interval, or why there is none."""
    if found is None:
        return _no_numbers(measure, claim)
    verdict = found["verdict"]
    if verdict["design"] == "two_values":
        return _two_numbers(measure, found)
    values = {
        "effect": effect_in_words(measure, verdict),
        "range": range_in_words(measure, verdict),
        "standing": saying.standing(found["standing"]).word,
    }
    if verdict["effect"] is None:
        return _("The numbers do not suffice to say anything.")
    if verdict["ci95"] is None:
        return _("The change is %(effect)s; how sure that is cannot be said.") % values
    return (
        _("The change that remains is %(effect)s (95%% interval: %(range)s). Result: %(standing)s.") % values
    )


def _no_numbers(measure: Measure, claim: Claim) -> str:
    if claim.shipped:
        return _("No number before and after is published for “%(measure)s”; only a saving is asserted.") % {
            "measure": in_words(measure.name)
        }
    return _("No result has been published yet.")


def _two_numbers(measure: Measure, found: Mapping[str, Any]) -> str:
    figures = found.get("figures") or {}
    return _(
        "Only two numbers are known: %(before)s %(unit)s before and %(after)s %(unit)s after (%(percent)s). "
        "Nothing was tested: unverified."
    ) % {
        "before": saying.number(figures.get("before")),
        "after": saying.number(figures.get("after")),
        "unit": in_words(measure.unit),
        "percent": saying.percent(found["verdict"]["relative"]),
    }


def relative(verdict: Mapping[str, Any]) -> tuple[float | None, tuple[float, float] | None]:
    """The effect and its interval as shares of what would have been without the change."""
    effect, share, ci95 = verdict["effect"], verdict["relative"], verdict["ci95"]
    if verdict.get("extras", {}).get("log"):
        low, high = (exp(end) - 1 for end in ci95) if ci95 else (0.0, 0.0)
        return share, (low, high) if ci95 else None
    if share is None or not effect:
        return share, None
    scale = share / effect
    return share, (ci95[0] * scale, ci95[1] * scale) if ci95 else None


def effect_in_words(measure: Measure, verdict: Mapping[str, Any]) -> str:
    """The effect in the measure's unit, and in percent where that is known."""
    share, _interval = relative(verdict)
    if verdict.get("extras", {}).get("log"):
        return saying.percent(share)
    text = with_unit(signed(verdict["effect"]), measure)
    return text if share is None else f"{text} ({saying.percent(share)})"


def range_in_words(measure: Measure, verdict: Mapping[str, Any]) -> str:
    """The interval of the effect in the same terms."""
    ci95 = verdict["ci95"]
    if ci95 is None:
        return "–"
    _share, shares = relative(verdict)
    if verdict.get("extras", {}).get("log"):
        assert shares is not None  # an interval in log points has one in percent
        ends = [saying.percent(end) for end in sorted(shares)]
    else:
        ends = [signed(end) for end in ci95]
    joined = _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
    return joined if "%" in ends[0] else with_unit(joined, measure)


def with_unit(number: str, measure: Measure) -> str:
    """A number with the measure's unit; Korean writes them together."""
    return f"{number}{'' if language() == 'ko' else ' '}{in_words(measure.unit)}"


def signed(value: float | None) -> str:
    """A number with its sign."""
    if value is None:
        return "–"
    text = saying.number(abs(value))
    return f"−{text}" if value < 0 else f"+{text}"


def said_by_citizens(claim: Claim, result: Assessment | None) -> str:
    """What was felt, never merged with what the numbers say."""
    said = result.felt if result else {}
    if said.get("sentence"):
        return str(said["sentence"].get(language(), ""))
    if not said.get("direction"):
        return saying.felt("").meaning
    return saying.felt(str(said["direction"])).meaning


def not_known(terms: Terms, result: Assessment | None) -> str:
    """The weightiest doubt."""
    found = (result.verdicts if result else {}).get(terms.primary.key) or {}
    said = {"cannot_tell"} if found.get("standing") == "refuted" else set()  # the result says it already
    warnings = [each[language()] for each in found.get("warnings", []) if each["code"] not in said]
    if terms.doubts:
        return in_words(terms.doubts[0])
    if warnings:
        return str(warnings[0])
    if result is None or found.get("verdict", {}).get("grade") in (None, "E0", "E1"):
        return _("Nobody knows whether it would have become better without the change as well.")
    return _("Whether the change lasts is known only for the months that were measured.")
