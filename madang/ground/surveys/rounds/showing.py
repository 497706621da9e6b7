"""What the pages of a round show, in the reader's language; all of it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.ground.surveys.definition import Question, Survey
from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds import pictures, queries
from madang.lib.statistics.proportions import Estimate, size_in_words
from madang.ui.words import in_language

STATES = {
    "draft": (gettext_lazy("Planned"), "gray"),
    "open": (gettext_lazy("Being asked"), "primary"),
    "closed": (gettext_lazy("Closed"), "success"),
}
ASKS = {
    "aware": gettext_lazy("Know of the change"),
    "used": gettext_lazy("Have used it"),
    "felt": gettext_lazy("Feel an improvement"),
    "solved": gettext_lazy("Say it was solved"),
}
SIDES = {
    ("aware", "yes"): gettext_lazy("Those who know of the change"),
    ("aware", "no"): gettext_lazy("Those who do not know of it"),
    ("used", "yes"): gettext_lazy("Those who have used it"),
    ("used", "no"): gettext_lazy("Those who have not used it"),
}
SIZES = {
    "none": gettext_lazy("hardly any"),
    "small": gettext_lazy("small"),
    "medium": gettext_lazy("medium"),
    "large": gettext_lazy("large"),
}


KNOWN = {
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "district": gettext_lazy("Part of town"),
    "f": gettext_lazy("Women"),
    "female": gettext_lazy("Women"),
    "m": gettext_lazy("Men"),
    "male": gettext_lazy("Men"),
}


@dataclass(frozen=True)
class Row:
    """A figure of a table: its name, the number with both ends of its interval, of how many people."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    note: str = ""

    @property
    def percent(self) -> str:
        """The share with its interval, in percent."""
        return f"{100 * self.value:.1f}"

    @property
    def between(self) -> str:
        """Both ends of the interval in percent."""
        return (
            "" if self.low is None or self.high is None else f"{100 * self.low:.1f} – {100 * self.high:.1f}"
        )


def page_of(found: Round) -> dict[str, Any]:
    """All that the page of a closed round shows."""
    told = found.results
    if told.get("suppressed", True):
        return {"suppressed": True}
    questionnaire = queries.questionnaire_of(found)
    shares = _shares(questionnaire, told["questions"])
    alike = queries.series(found)
    return {
        "suppressed": False,
        "told": told,
        "weighting": _weighting(told["weighting"]),
        "shares": shares,
        "shares_picture": pictures.shares(shares),
        "answers": _answers(questionnaire, told["questions"]),
        "scales": _means(questionnaire, told["questions"]),
        "numbers": _medians(questionnaire, told["questions"]),
        "groups": _groups(questionnaire, told["groups"], found.known),
        "splits": _splits(told["splits"]),
        "reliability": _reliability(questionnaire, told["reliability"]),
        **_over_time(found, alike),
    }


def _row(name: str, told: Mapping[str, Any], note: str = "") -> Row:
    return Row(name, told["value"], told["low"], told["high"], told["n"], note)


def said(question: Question) -> str:
    """The question in the reader's language."""
    return str(in_language(question.text.model_dump()))


def _shares(questionnaire: Survey, figures: Mapping[str, Any]) -> list[Row]:
    return [
        _row(str(ASKS.get(question.asks or "", said(question))), figures[question.key]["share"])
        for question in questionnaire.questions
        if "share" in figures.get(question.key, {})
    ]


def _answers(questionnaire: Survey, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every choice with how often each answer was given, and its weighted share."""
    found = []
    for question in questionnaire.questions:
        told = figures.get(question.key, {})
        if question.kind == "choice" and told:
            rows = [
                (
                    in_language(answer.text.model_dump()),
                    told["counts"][answer.value],
                    f"{100 * told['shares'][answer.value]:.1f}",
                )
                for answer in question.answers
            ]
            found.append({"text": said(question), "rows": rows})
    return found


def _means(questionnaire: Survey, figures: Mapping[str, Any]) -> list[Row]:
    return [
        _row(said(question), figures[question.key]["mean"])
        for question in questionnaire.questions
        if question.kind == "scale" and question.key in figures
    ]


def _medians(questionnaire: Survey, figures: Mapping[str, Any]) -> list[Row]:
    return [
        _row(said(question), figures[question.key]["median"], str(in_language(question.unit.model_dump())))
        for question in questionnaire.questions
        if question.kind == "number" and question.unit and question.key in figures
    ]


def _groups(
    questionnaire: Survey, told: Mapping[str, Any], known: Mapping[str, Mapping[str, float]]
) -> list[dict[str, Any]]:
    """The groups that are shown, in the order in which the margins were written."""
    asked = [question for question in questionnaire.questions if question.asks in ASKS]
    return [
        {
            "variable": KNOWN.get(variable, variable),
            "heads": [ASKS[question.asks or ""] for question in asked],
            "rows": [
                (
                    KNOWN.get(group, group),
                    figures["n"],
                    [_row("", figures[question.key]) for question in asked],
                )
                for group in known[variable]
                if (figures := told[variable].get(group))
            ],
        }
        for variable in known
        if variable in told
    ]


def _splits(told: Mapping[str, Any]) -> list[Row]:
    return [_row(str(name), told[what][side]) for (what, side), name in SIDES.items() if what in told]


def _weighting(told: Mapping[str, Any]) -> str:
    if told["state"] == "raked":
        return _(
            "The answers are weighted to what is known of all. That makes them worth as much as %(n)s answers"
            " that need no weights (design effect %(deff)s)."
        ) % {"n": f"{told['effective_n']:.0f}", "deff": f"{told['deff']:.2f}"}
    if told["state"] == "impossible":
        where = f"{told['margin']}: {told['category']}" if told.get("category") else told["margin"]
        return _("The answers could not be weighted (%(where)s): all count alike.") % {"where": where}
    return _("The answers are not weighted: all count alike.")


def _reliability(questionnaire: Survey, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    names = {question.key: said(question) for question in questionnaire.questions}
    return {
        "alpha": f"{told['alpha']:.2f}",
        "low": f"{told['ci95'][0]:.2f}",
        "high": f"{told['ci95'][1]:.2f}",
        "enough": round(told["alpha"], 2) >= 0.7,
        "straight": f"{100 * told['straight_lining']:.0f}",
        "n": told["n"],
        "rows": [
            (
                names[item["item"]],
                f"{item['mean']:.2f}",
                f"{item['sd']:.2f}",
                "–" if item["item_rest"] is None else f"{item['item_rest']:.2f}",
                "–" if item["alpha_if_deleted"] is None else f"{item['alpha_if_deleted']:.2f}",
                item["reversed_suspected"],
            )
            for item in told["items"]
        ],
    }


def _over_time(found: Round, alike: Sequence[Round]) -> dict[str, Any]:
    """The rounds of the same wording, and how this one differs from the one before it."""
    points = [
        (one, _row(f"{one.asked_from:%Y-%m}", figure["share"]))
        for one in alike
        if (figure := queries.figure_of(one, "felt")) and "share" in figure
    ]
    if len(points) < 2:
        return {}
    earlier = [one for one in alike if one.asked_until < found.asked_from]
    changes = [queries.change(earlier[-1], found, asks) for asks in ASKS] if earlier else []
    trend = queries.trend_of(alike, "felt")
    return {
        "series": points,
        "series_picture": pictures.series([row for _one, row in points]),
        "previous": earlier[-1] if earlier else None,
        "changes": [_change(one) for one in changes if one],
        "beyond": points_of(beyond) if earlier and (beyond := queries.beyond(earlier[-1], found)) else None,
        "per_year": points_of(trend.per_year) if trend else None,
    }


def _change(one: queries.Change) -> dict[str, Any]:
    return {
        "name": ASKS[one.asks],
        "before": f"{100 * one.before.value:.1f}",
        "after": f"{100 * one.after.value:.1f}",
        "points": points_of(one.estimate) if one.estimate else None,
        "size": SIZES[size_in_words(one.h)] if one.h is not None else "",
        "clear": one.estimate is not None and one.estimate.direction != "unclear",
    }


def points_of(estimate: Estimate) -> str:
    """A difference of shares in points, with its interval."""
    value, low, high = (
        f"{100 * each:+.1f}".replace("-", "−") for each in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} [{low}, {high}]"
