"""What the pages of a claim show: each measure with its result, marks, data, history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from madang.ground.organisations.queries import today_in
from madang.insight.claims import felt_words, pictures, queries, saying
from madang.insight.claims.definition import Measure, Terms
from madang.insight.claims.life import registered_in_time
from madang.insight.claims.models import Assessment, Claim, Data
from madang.insight.claims.sentences import effect_in_words, five, in_words, promised, range_in_words, when
from madang.insight.laboratory.queries import outcome_of, prediction_of
from madang.ui.words import duration, language
from madang.work.services.queries import service

Marks = tuple[saying.Mark, saying.Mark, saying.Mark]


def marks(claim: Claim) -> dict[str, saying.Mark]:
    """Stage, grade, result and felt state of a claim, as badges."""
    return {
        "stage": saying.stage(claim.stage),
        "grade": saying.grade(claim.grade),
        "standing": saying.standing(claim.standing),
        "felt": saying.felt(claim.felt),
    }


@dataclass(frozen=True)
class Row:
    """One measure on the page: what was promised and what came of it."""

    measure: Measure
    name: str
    unit: str
    promised: str
    primary: bool
    found: Mapping[str, Any] | None
    effect: str
    range: str
    p: str
    standing: saying.Mark
    design: str
    why: str
    warnings: list[str]
    figures: Mapping[str, Any] | None
    percent: str
    data: Data | None


def rows(terms: Terms, result: Assessment | None, tables: Mapping[int, Data]) -> list[Row]:
    """Every measure of the claim in order, the primary one first."""
    return [_row(terms, measure, result, tables) for measure in terms.measures]


def _row(terms: Terms, measure: Measure, result: Assessment | None, tables: Mapping[int, Data]) -> Row:
    found = (result.verdicts if result else {}).get(measure.key)
    verdict = found["verdict"] if found else None
    p = _p(found, primary=measure.key == terms.primary.key)
    return Row(
        measure=measure,
        name=in_words(measure.name),
        unit=in_words(measure.unit),
        promised=promised(measure),
        primary=measure.key == terms.primary.key,
        found=found,
        effect=effect_in_words(measure, verdict) if verdict and verdict["effect"] is not None else "–",
        range=range_in_words(measure, verdict) if verdict and verdict["effect"] is not None else "–",
        p="–" if p is None else ("< 0.001" if p < 0.001 else f"{p:.3f}"),
        standing=saying.standing(found["standing"] if found else "unverified"),
        design=design(verdict["design"]) if verdict else "",
        why=found["why"][language()] if found else "",
        warnings=[warning[language()] for warning in found["warnings"]] if found else [],
        figures=found.get("figures") if found else None,
        percent=saying.percent(verdict["relative"]) if verdict else "–",
        data=tables.get(found.get("data", 0)) if found else None,
    )


def _p(found: Mapping[str, Any] | None, *, primary: bool) -> float | None:
    if found is None:
        return None
    p: float | None = found["verdict"]["p"] if primary else found.get("p_holm", found["verdict"]["p"])
    return p


def design(key: str) -> str:
    """What a design is called."""
    return {
        "two_values": _("Two values, nothing tested"),
        "cases": _("Cases before against cases after"),
        "series": _("Interrupted series"),
        "short_series": _("Short series"),
        "difference_in_differences": _("Difference in differences"),
        "synthetic_control": _("Synthetic control"),
        "staggered": _("Staggered start"),
    }.get(key, key)


def page_of(claim: Claim, result: Assessment | None) -> dict[str, Any]:
    """All that the page of a claim shows of its terms and one of its results."""
    terms = queries.terms_of(claim)
    tables = {data.number: data for data in claim.data.order_by("number")}
    shown = rows(terms, result, tables)
    events = queries.events_of(claim)
    primary = shown[0]
    return {
        "claim": claim, "terms": terms, "result": result, "rows": shown, "primary": primary,
        "marks": marks(claim), "sentences": five(claim, terms, result), "when": when(terms),
        "service": service_title(claim.service_key), "subject": in_words(terms.subject),
        "claimant": in_words(terms.claimant),
        "population": in_words(terms.population), "concurrent": in_words(terms.concurrent),
        "source_title": in_words(terms.source.title), "doubts": [in_words(doubt) for doubt in terms.doubts],
        "amounts": terms.amounts, "derived": [derived(each) for each in terms.derived],
        "tables": list(tables.values()), "events": history(events), "intact": queries.as_registered(claim, events),
        "in_time": in_time(claim), "needed": needed(claim, terms, result),
        "felt_lines": felt_words.lines(result.felt, language()) if result else [],
        **picture(terms, primary, tables),
        **foretold(claim),
        **checks(primary),
    }  # fmt: skip


def service_title(key: str) -> str:
    """What the service is called in the reader's language; its key where it is offered no longer."""
    known = service(key) if key else None
    return known.promise.title.in_language(language()) if known else key


def in_time(claim: Claim) -> bool:
    """Whether the claim was registered before the day of the change."""
    if claim.registered_at is None:
        return False
    return registered_in_time(today_in(claim.government, claim.registered_at), claim.starts_on)


def derived(each: Any) -> tuple[str, str, str]:
    """A derived number: its name, the arithmetic, the number with its unit."""
    sign = " × " if each.rule == "multiply" else " ÷ "
    arithmetic = sign.join(saying.number(float(number), 4) for number in each.of)
    return in_words(each.name), arithmetic, f"{each.value:,.{each.digits}f} {in_words(each.unit)}"


def picture(terms: Terms, primary: Row, tables: Mapping[int, Data]) -> dict[str, Any]:
    """The one picture of the claim and the numbers of its table."""
    data = primary.data or next((each for each in tables.values() if each.measure == terms.primary.key), None)
    if data is None:
        return {"picture": pictures.figures(terms), "points": []}
    weights = primary.found["verdict"].get("weights") or {} if primary.found else {}
    points = pictures.weighted(pictures.rows_of(data), data, weights)
    return {
        "picture": pictures.series(points, terms, terms.primary),
        "points": points,
        "has_others": any(point.get("others") is not None for point in points),
        "has_cases": any("cases" in point for point in points),
    }


def checks(primary: Row) -> dict[str, Any]:
    """What was tried to break the result: other dates, a change that never was, whether it lasts."""
    if primary.found is None:
        return {}
    verdict = primary.found["verdict"]
    placebo = verdict.get("placebo")
    return {
        "verdict": verdict,
        "sensitivity": [
            (f"{shift:+d}", saying.number(effect)) for shift, effect in verdict.get("sensitivity") or []
        ],
        "placebo": placebo,
        "persistence": verdict.get("persistence"),
        "weights": sorted((verdict.get("weights") or {}).items(), key=lambda pair: -pair[1]),
        "placebo_rank": verdict.get("placebo_rank"),
        "mde": None if verdict.get("mde") is None else f"{saying.number(verdict['mde'])} {primary.unit}",
        "mean": verdict.get("mean"),
        "median": verdict.get("median"),
    }


def needed(claim: Claim, terms: Terms, result: Assessment | None) -> list[str]:
    """What would have to be there for a better grade."""
    figures = terms.primary.figures
    facts = {
        "figures": figures is not None,
        "n": bool(figures and figures.before.n and figures.after.n),
        "in_time": in_time(claim),
        "felt": bool(result and result.felt.get("direction")),
    }
    return saying.needed(result.grade if result else claim.grade, facts)


FIGURES: dict[str, Callable[[], str]] = {
    "median": lambda: _("Half of the cases take no longer"),
    "mean": lambda: _("Mean time of a case"),
    "p90": lambda: _("Nine in ten cases take no longer"),
}


def foretold(claim: Claim) -> dict[str, Any]:
    """What the laboratory foretold before the change began, beside what happened."""
    if not claim.service_key or claim.starts_on is None:
        return {}
    found = prediction_of(claim.government, claim.service_key)
    if found is None or today_in(claim.government, found.made_at) >= claim.starts_on:
        return {}
    outcome = outcome_of(found) or {"rows": []}
    happened = {row["measure"]: row["seen"] for row in outcome["rows"]}
    told = found.answer["changed" if "changed" in found.answer else "base"]
    rows = [
        (name(), _span(told, key), duration(happened[key]) if key in happened else _("not yet known"))
        for key, name in FIGURES.items()
    ]
    return {"prediction": found, "predictions": rows}


def _span(told: Mapping[str, Any], key: str) -> str:
    """A foretold time with its interval."""
    low, high = told["range95"]["cycle_time_seconds"][key]
    ends = _("%(low)s to %(high)s") % {"low": duration(low), "high": duration(high)}
    return f"{duration(told['cycle_time_seconds'][key])} ({ends})"


ACTS = {
    "claim.register": lambda: _("Registered"),
    "claim.amend": lambda: _("Amended before the change"),
    "claim.plan": lambda: _("Proof planned"),
    "claim.watch": lambda: _("Data added"),
    "claim.assess": lambda: _("Assessed"),
    "claim.publish": lambda: _("Result published"),
    "claim.withdraw": lambda: _("Withdrawn"),
    "claim.count": lambda: _("Benefit ledger changed"),
}


def history(events: list[Any]) -> list[dict[str, Any]]:
    """The events of the claim for the timeline; officials are named by name, as they acted in office."""
    return [
        {
            "title": ACTS[event.type](),
            "at": event.recorded_at,
            "by": event.actor.name if event.actor else "",
            "text": told(event),
            "state": "done",
        }
        for event in events
        if event.type in ACTS
    ]


def told(event: Any) -> str:
    """What an event says beyond its name."""
    said = event.data
    if event.type in ("claim.assess", "claim.publish"):
        return f"{said['grade']} · {saying.standing(said['standing']).word}"
    if event.type == "claim.withdraw":
        return str(said["reason"])
    if event.type == "claim.watch":
        return _("Table %(number)s, SHA-256 %(hash)s…") % {"number": said["data"], "hash": said["hash"][:12]}
    if event.type in ("claim.register", "claim.amend"):
        return _("Terms SHA-256 %(hash)s…") % {"hash": said["hash"][:12]}
    return ""
