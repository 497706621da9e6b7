"""From the data of a claim to verdicts: which design takes which table, and what the verdict means for the claim."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from statistics import median
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.designs import Panel, of_cases, of_panel, of_series, two_values
from madang.insight.claims.errors import NotPossible
from madang.insight.claims.felt import felt_of_claim
from madang.insight.claims.hashing import content_hash
from madang.insight.claims.models import Claim, Data
from madang.insight.claims.sentences import in_words
from madang.insight.claims.standing import LEVEL, better_by, promised_size, standing
from madang.insight.claims.tables import CASES, PANEL, SERIES, parsed, treated_in
from madang.insight.claims.verdict import Remark, Verdict
from madang.lib.statistics.several import holm

ENOUGH = 12  # months before, and after, from which on cases are read as a series


@dataclass
class Judged:
    """The verdict on each measure as plain data, what was felt, and the grade of the whole."""

    verdicts: dict[str, Any] = field(default_factory=dict)
    felt: dict[str, Any] = field(default_factory=dict)
    grade: str = "E0"


def judge(claim: Claim, terms: Terms, tables: Mapping[str, Data], seed: int) -> Judged:
    """Judge every measure that has data, or else published figures; then what citizens felt of it."""
    judged, primary = Judged(), terms.primary
    for measure in terms.measures:
        if measure.key in tables:
            judged.verdicts[measure.key] = _from_table(terms, measure, tables[measure.key], seed)
        elif measure.figures:
            judged.verdicts[measure.key] = _from_figures(terms, measure)
    _corrected(judged.verdicts, primary, terms)
    found = judged.verdicts.get(primary.key)
    effect = found["verdict"]["effect"] if found else None
    felt = felt_of_claim(claim, improved=effect is None or better_by(effect, primary.better) >= 0)
    judged.felt = plain(felt.as_json()) if felt.source else {}
    judged.grade = _grade(found["verdict"], felt.direction) if found else "E0"
    return judged


def _corrected(verdicts: dict[str, Any], primary: Measure, terms: Terms) -> None:
    """Secondary measures are held against a p corrected for all tests (Holm); the primary one stands by its own."""
    tested = [key for key, each in verdicts.items() if each["verdict"]["p"] is not None]
    if len(tested) < 2:
        return
    better = {measure.key: measure.better for measure in terms.measures}
    for key, p in zip(tested, holm([verdicts[key]["verdict"]["p"] for key in tested]), strict=True):
        each = verdicts[key]
        each["p_holm"] = p
        if key != primary.key:
            each["standing"] = standing(each["verdict"], better[key], each["promised"], p)


def _grade(verdict: Mapping[str, Any], direction: str) -> str:
    """The verdict's grade; E3 becomes E4 where an effect was found and citizens felt it in the same direction."""
    found = verdict["p"] is not None and verdict["p"] <= LEVEL
    return "E4" if verdict["grade"] == "E3" and found and direction == "same" else str(verdict["grade"])


def _from_figures(terms: Terms, measure: Measure) -> dict[str, Any]:
    assert measure.figures  # the caller asks only where there are some
    before, after = measure.figures.before, measure.figures.after
    verdict = two_values(
        float(before.value), float(after.value), n_before=before.n, n_after=after.n,
        source=bool(terms.source.quote or terms.source.url), concurrent=_concurrent(terms),
    )  # fmt: skip
    figures = {
        "before": float(before.value),
        "after": float(after.value),
        "n_before": before.n,
        "n_after": after.n,
    }
    digest = content_hash(measure.figures.model_dump_json())
    told = _told(verdict, terms, measure, float(before.value))
    return {**told, "hash": digest, "kind": "figures", "figures": figures}


def _from_table(terms: Terms, measure: Measure, data: Data, seed: int) -> dict[str, Any]:
    if terms.starts_on is None:
        raise NotPossible(_("The claim names no day on which the change began, so nothing can be compared."))
    rows, start = parsed(data.content), _month(f"{terms.starts_on:%Y-%m}")
    try:
        verdict, before = BY_KIND[data.kind](rows, start, data, _concurrent(terms), seed)
    except ValueError as why:
        raise NotPossible(_cannot(measure)) from why
    told = _told(verdict, terms, measure, before)
    return {
        **told,
        "hash": data.hash,
        "kind": data.kind,
        "data": data.number,
        "change": f"{terms.starts_on:%Y-%m}",
    }


def _cannot(measure: Measure) -> str:
    name = in_words(measure.name)
    return _("“%(measure)s”: values from before and from after the change are both needed.") % {
        "measure": name
    }


def _concurrent(terms: Terms) -> tuple[str, ...]:
    """What else changed at that time, as a part of a sentence."""
    return (in_words(terms.concurrent).rstrip(". "),) if terms.concurrent else ()


Found = tuple[Verdict, float | None]
Rows = list[dict[str, str]]


def _cases(rows: Rows, start: int, data: Data, concurrent: tuple[str, ...], seed: int) -> Found:
    """Cases of at least a year on each side are a series of their monthly medians; of less, they are compared."""
    months: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        months[_month(row["month"])].append(float(row["value"]))
    sides = [[month for month in months if (month >= start) is late] for late in (False, True)]
    if min(map(len, sides)) >= ENOUGH:
        times = sorted(months)
        values = [median(months[month]) for month in times]
        return of_series(values, times, start, concurrent=concurrent, name=_name, seed=seed), _mean(
            values, times, start
        )
    before, after = ([value for month in side for value in months[month]] for side in sides)
    return of_cases(before, after, concurrent=concurrent, seed=seed), median(before) if before else None


def _series(rows: Rows, start: int, data: Data, concurrent: tuple[str, ...], seed: int) -> Found:
    times = [_month(row["period"]) for row in rows]
    values = [float(row["value"]) for row in rows]
    verdict = of_series(values, times, start, concurrent=concurrent, name=_name, seed=seed)
    return verdict, _mean(values, times, start)


def _panel(rows: Rows, start: int, data: Data, concurrent: tuple[str, ...], seed: int) -> Found:
    units = tuple(sorted({row["unit"] for row in rows}))
    times = sorted({_month(row["period"]) for row in rows})
    place, at = {unit: n for n, unit in enumerate(units)}, {time: n for n, time in enumerate(times)}
    values = np.full((len(times), len(units)), np.nan)
    for row in rows:
        values[at[_month(row["period"])], place[row["unit"]]] = float(row["value"])
    starts = {unit: start if at_ is None else _month(at_) for unit, at_ in treated_in(data.treated).items()}
    panel = Panel(values, np.array(times), units, starts, name=_name)
    early = values[np.array(times) < start][:, [place[unit] for unit in starts]]
    return of_panel(panel, concurrent=concurrent, seed=seed), float(np.nanmean(early)) if early.size else None


BY_KIND = {CASES: _cases, SERIES: _series, PANEL: _panel}


def _mean(values: list[float], times: list[int], start: int) -> float | None:
    before = [value for value, time in zip(values, times, strict=True) if time < start]
    return sum(before) / len(before) if before else None


def _month(text: str) -> int:
    return 12 * int(text[:4]) + int(text[5:7]) - 1


def _name(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _told(verdict: Verdict, terms: Terms, measure: Measure, before: float | None) -> dict[str, Any]:
    """A verdict as it is kept: codes and numbers, and its sentences in both languages."""
    numbers = plain(verdict.as_json())
    for spoken in ("why", "sentences"):
        numbers.pop(spoken, None)
    log = bool(verdict.extras.get("log"))
    wanted = promised_size(measure.model_dump(by_alias=True)["promised"], before, log=log)
    return {
        "verdict": numbers,
        "why": _spoken(verdict.why, terms),
        "warnings": [{"code": remark.code, **_spoken(remark, terms)} for remark in verdict.warnings],
        "promised": wanted,
        "standing": standing(numbers, measure.better, wanted),
    }


def _spoken(remark: Remark, terms: Terms) -> dict[str, str]:
    said = {}
    for code in ("ko", "en"):
        with override(code):
            if remark.code == "concurrent_changes":
                remark = replace(remark, values={"changes": "; ".join(_concurrent(terms))})
            said[code] = remark.sentence(code)
    return said


def plain(value: Any) -> Any:
    """Plain data for JSON: no dataclass, no tuple, no number that JSON cannot say."""
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (bool, str, int)) or value is None:
        return value
    number = float(value)
    return number if isfinite(number) else None
