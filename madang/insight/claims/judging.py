"""From the data of a claim to verdicts: which design takes which table, and what the verdict means for the claim."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any

from django.utils.translation import override

from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.hashing import content_hash
from madang.insight.claims.models import Claim, Data
from madang.insight.claims.standing import promised_size, standing
from madang.insight.claims.verdict import Remark, Verdict


@dataclass
class Judged:
    """The verdict on each measure as plain data, what was felt, and the grade of the whole."""

    verdicts: dict[str, Any] = field(default_factory=dict)
    felt: dict[str, Any] = field(default_factory=dict)
    grade: str = "E0"


def judge(claim: Claim, terms: Terms, tables: Mapping[str, Data], seed: int) -> Judged:
    """Judge every measure that has data, or else published figures."""
    judged = Judged()
    for measure in terms.measures:
        if measure.key in tables:
            judged.verdicts[measure.key] = _from_table(terms, measure, tables[measure.key], seed)
        elif measure.figures:
            judged.verdicts[measure.key] = _from_figures(measure)
    primary = judged.verdicts.get(terms.primary.key)
    judged.grade = primary["verdict"]["grade"] if primary else "E0"
    return judged


def _from_figures(measure: Measure) -> dict[str, Any]:
    assert measure.figures  # the caller asks only where there are some
    before, after = measure.figures.before, measure.figures.after
    effect = float(after.value - before.value)
    enough = before.n is not None and after.n is not None
    verdict = Verdict(
        design="two_values", effect=effect, relative=effect / float(before.value) if before.value else None, ci95=None,
        p=None, grade="E1" if enough else "E0", why=Remark("two_values"),
    )
    digest = content_hash(measure.figures.model_dump_json())
    figures = {"before": float(before.value), "after": float(after.value), "n_before": before.n, "n_after": after.n}
    return {**_told(verdict, measure, float(before.value)), "hash": digest, "kind": "figures", "figures": figures}


def _from_table(terms: Terms, measure: Measure, data: Data, seed: int) -> dict[str, Any]:
    raise NotImplementedError


def _told(verdict: Verdict, measure: Measure, before: float | None) -> dict[str, Any]:
    """A verdict as it is kept: codes and numbers, and its sentences in both languages."""
    numbers = plain(verdict.as_json())
    for spoken in ("why", "sentences"):
        numbers.pop(spoken, None)
    log = bool(verdict.extras.get("log"))
    wanted = promised_size(measure.model_dump(by_alias=True)["promised"], before, log)
    return {
        "verdict": numbers,
        "why": _spoken(verdict.why),
        "warnings": [{"code": remark.code, **_spoken(remark)} for remark in verdict.warnings],
        "promised": wanted,
        "standing": standing(numbers, measure.better, wanted),
    }


def _spoken(remark: Remark) -> dict[str, str]:
    said = {}
    for code in ("ko", "en"):
        with override(code):
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
