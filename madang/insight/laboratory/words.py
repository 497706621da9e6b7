"""An answer of the laboratory as rows for pages, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from madang.insight.laboratory.model import Model
from madang.insight.laboratory.saying import SENTENCES
from madang.ui.words import duration, in_language


@dataclass(frozen=True)
class Row:
    """A figure now and after the change, with the interval of the difference."""

    name: str
    now: str
    after: str
    difference: str
    interval: str


def notes(answer: dict[str, Any]) -> list[str]:
    """What a reader of the figures should know."""
    return [_(SENTENCES[code]) % values for code, values in answer["notes"] if code in SENTENCES]


def rows(answer: dict[str, Any]) -> list[Row]:
    """All figures of an answer."""
    names = (
        ("median", _("Median: half of the cases within")),
        ("p90", _("9 in 10 cases within")),
        ("mean", _("Mean")),
    )
    found = [_row(answer, words, ("cycle_time_seconds", name), _span) for name, words in names]
    if "within_standard" in answer["base"]:
        found.append(_row(answer, _("Share within the promise"), ("within_standard",), _share))
    roles = list(answer["base"]["load"])
    found += [_row(answer, _("Load: %(role)s") % {"role": role}, ("load", role), _share) for role in roles]
    if "changed" in answer:
        new = [role for role in answer["changed"]["load"] if role not in roles]
        found += [_row(answer, _("Load: %(role)s") % {"role": role}, ("load", role), _share) for role in new]
    if "cost_per_case" in answer["base"]:
        found.append(_row(answer, _("Cost of a case (won)"), ("cost_per_case",), _won))
    return found


def _row(answer: dict[str, Any], name: str, place: tuple[str, ...], said: Any) -> Row:
    now, after = _at(answer["base"], place), _at(answer.get("changed", {}), place)
    apart_said = _points if said is _share else said
    apart = _at(answer.get("difference", {}), place) if now is not None and after is not None else None
    ends = _at(answer["difference"]["ci95"], place) if apart is not None else None
    return Row(
        name,
        "" if now is None else said(now),
        "" if after is None else said(after),
        "" if apart is None else _signed(apart, apart_said),
        ""
        if not ends
        else _("%(low)s to %(high)s")
        % {"low": _signed(ends[0], apart_said), "high": _signed(ends[1], apart_said)},
    )


def _at(part: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        if not isinstance(part, dict) or name not in part:
            return None
        part = part[name]
    return part


def _span(seconds: float) -> str:
    return str(duration(seconds))


def _share(share: float) -> str:
    return f"{share:.1%}"


def _points(share: float) -> str:
    return _("%(count)s points") % {"count": f"{share * 100:.1f}"}


def _won(amount: float) -> str:
    return f"{amount:,.0f}"


def _signed(value: float, said: Any) -> str:
    sign = "−" if value < 0 else "+"
    return f"{sign}{said(abs(value))}"


def renamed(answer: dict[str, Any], titles: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The answer with the roles of a stated model called as in the reader's language."""

    def part(told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        found = {name: part(value) for name, value in told.items()}
        if isinstance(loads := found.get("load"), dict):
            found["load"] = {
                in_language(titles[name]) if name in titles else name: v for name, v in loads.items()
            }
        return found

    return {name: part(value) for name, value in answer.items()}


def fit_rows(fit: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Figure, in the log, in the model, error."""
    names = (
        ("median", _("Median: half of the cases within")),
        ("p90", _("9 in 10 cases within")),
        ("mean", _("Mean")),
    )
    return [
        (words, _span(fit["observed"][name]), _span(fit["simulated"][name]), _error(fit["error"][name]))
        for name, words in names
    ]


def _error(error: float | None) -> str:
    return _("not known") if error is None else f"{error:+.1%}".replace("-", "−")


def hours_in_words(week: Any) -> str:
    """The hours of a week, days with the same hours together."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    told: list[tuple[list[str], str]] = []
    for name, parts in zip(names, week, strict=True):
        hours = ", ".join(f"{_clock(begin)}–{_clock(end)}" for begin, end in parts)
        if told and told[-1][1] == hours:
            told[-1][0].append(name)
        else:
            told.append(([name], hours))
    spans = [
        f"{days[0]}–{days[-1]} {hours}" if len(days) > 1 else f"{days[0]} {hours}"
        for days, hours in told
        if hours
    ]
    return "; ".join(spans)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def roles_of(model: Model) -> list[dict[str, Any]]:
    """Each role with its people and hours."""
    return [
        {
            "name": role.name,
            "staff": f"{role.staff:g}",
            "people": role.people,
            "hours": hours_in_words(role.week),
        }
        for role in model.roles
    ]


def steps_of(model: Model) -> list[dict[str, Any]]:
    """Each step with how often it is done in a case, the work in it and the delay before it."""
    import numpy as np

    count, paths = len(model.paths), model.paths
    times = np.bincount(paths.step, minlength=len(model.steps))
    work = np.bincount(paths.step, paths.work, minlength=len(model.steps)) / np.maximum(times, 1)
    delay = np.bincount(paths.step, paths.delay, minlength=len(model.steps)) / np.maximum(times, 1)
    order = np.argsort(-times)
    return [
        {"name": model.steps[n], "times": f"{times[n] / count:.2f}", "work": _span(work[n]), "delay": _span(delay[n])}
        for n in order.tolist() if times[n]
    ]  # fmt: skip


def outcome_rows(outcome: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """Figure, foretold, range foretold for such a time, what happened, and whether it lies inside."""
    names = {
        "median": _("Median: half of the cases within"),
        "p90": _("9 in 10 cases within"),
        "mean": _("Mean"),
    }
    return [
        (
            names[row["measure"]], _span(row["foretold"]),
            _("%(low)s to %(high)s") % {"low": _span(row["low"]), "high": _span(row["high"])},
            _span(row["seen"]), _("inside") if row["inside"] else _("outside"),
        )
        for row in outcome["rows"]
    ]  # fmt: skip
