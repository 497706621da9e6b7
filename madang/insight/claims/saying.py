"""What claims say in words: stages, grades, standings, faults of tables and of ledgers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from madang.insight.claims.tables import FEWEST_CASES, Unreadable

UNREADABLE: dict[str, Callable[[], str]] = {
    "empty": lambda: _("The file is empty. Its first line must name the columns, for example: period,value"),
    "no-rows": lambda: _("The file has column names but no rows. Add one row for each period."),
    "broken": lambda: _("Line %(line)s cannot be read as CSV. Save the table as CSV in UTF-8 and try again."),
    "encoding": lambda: _(
        "The file is no text in UTF-8 or CP949. Save the table as CSV in UTF-8 and try again."
    ),
    "columns": lambda: _("These columns are needed: %(what)s. Name them in this order, separated by commas."),
    "no-column": lambda: _(
        "The file has no column called “%(what)s”. Write the name as it stands in the first line."
    ),
    "short": lambda: _("Line %(line)s has fewer cells than the first line, which has %(what)s. Complete it."),
    "period": lambda: _("Line %(line)s: “%(what)s” is no month. Write year and month, for example 2026-03."),
    "value": lambda: _(
        "Line %(line)s: “%(what)s” is no number. Write digits with a point, for example 12.5."
    ),
    "unit": lambda: _(
        "Line %(line)s: “%(what)s” is no name of a unit. Write a name that does not begin with a sign."
    ),
    "twice": lambda: _("“%(what)s” stands there twice. Each period may have one value only."),
    "gap": lambda: _(
        "Periods are missing between the first and the last: %(what)s. Add them, or shorten the series."
    ),
    "too-long": lambda: _("The file has more than %(what)s rows. Sum it up by month first."),
    "all-few": lambda: _(
        "No month has at least %(few)s cases, so single people could be recognised. Give monthly values instead."
    ),
    "live": lambda: "%(what)s",
}


def unreadable(why: Unreadable) -> str:
    """What is wrong with a table, and what to do."""
    values = {"line": f"{why.line:,}", "what": why.what, "few": FEWEST_CASES}
    return UNREADABLE[why.code]() % values


PARTS = {
    "volume": lambda: _("Volume"),
    "before": lambda: _("Before"),
    "after": lambda: _("After"),
    "value": lambda: _("Value of one unit"),
    "implementing": lambda: _("Cost of implementing"),
    "running": lambda: _("Cost of running a year"),
}


def fault_in_words(part: str, fault: str) -> str:
    """Why a line of the ledger is refused, and what to do."""
    sentence = {
        "missing": _("%(part)s is missing. A benefit needs volume, before, after and the value of one unit."),
        "no-source": _("%(part)s has no source. Say where the number is from, so that others can check it."),
        "order": _("%(part)s: write low, most likely and high in this order."),
        "not-finite": _("%(part)s: write numbers."),
        "negative": _("%(part)s cannot be less than zero."),
        "no-difference": _("%(part)s is the same as before, so there is no benefit to count."),
    }[fault]
    return sentence % {"part": PARTS[part]()}


@dataclass(frozen=True)
class Mark:
    """A word with the colour of its badge and the sentence that explains it."""

    key: str
    word: str
    colour: str
    meaning: str


def stage(key: str) -> Mark:
    """How far a claim has come."""
    return {
        "draft": Mark(key, _("Draft"), "gray", _("Only the office sees it.")),
        "registered": Mark(key, _("Registered"), "information", _("It is public what will be measured.")),
        "planned": Mark(key, _("Planned"), "information", _("It is known how long the proof will take.")),
        "watched": Mark(key, _("Watched"), "primary", _("Numbers are coming in.")),
        "assessed": Mark(key, _("Assessed"), "primary", _("A result is there and waits to be published.")),
        "published": Mark(key, _("Published"), "success", _("The result is public.")),
        "withdrawn": Mark(key, _("Withdrawn"), "gray", _("It was taken back, with a reason.")),
    }[key]


def grade(key: str) -> Mark:
    """What a grade of proof means."""
    return {
        "E0": Mark(
            key, _("Asserted"), "gray",
            _("It is only said, or two numbers stand there without the number of cases behind them."),
        ),
        "E1": Mark(
            key, _("Two numbers"), "warning",
            _("A number before and one after, with source and number of cases. Chance and other causes are open."),
        ),
        "E2": Mark(
            key, _("Series tested"), "information",
            _("Many values before and after were tested against chance, trend and season."),
        ),
        "E3": Mark(
            key, _("Compared"), "primary",
            _("It was compared with others that did not change, so other causes are unlikely."),
        ),
        "E4": Mark(
            key, _("Compared and felt"), "success",
            _("As E3, and citizens felt the same, or somebody else found the same elsewhere."),
        ),
    }[key]  # fmt: skip


def standing(key: str) -> Mark:
    """What the proof came to."""
    return {
        "unverified": Mark(key, _("Unverified"), "gray", _("Nothing was tested, so nobody can say whether it is so.")),
        "shown": Mark(key, _("Shown"), "success", _("A change in the claimed direction is there.")),
        "smaller": Mark(
            key, _("Smaller than promised"), "warning", _("A change is there, but clearly smaller than was promised.")
        ),
        "refuted": Mark(
            key, _("Refuted"), "danger", _("No change was seen, and one as promised would have been seen.")
        ),
        "opposite": Mark(key, _("Opposite"), "danger", _("The numbers went the other way.")),
        "uncertain": Mark(
            key, _("Cannot tell"), "warning", _("A change as promised and no change are both possible.")
        ),
    }[key]  # fmt: skip


def felt(key: str) -> Mark:
    """What citizens said, beside the official numbers and never mixed with them."""
    return {
        "same": Mark(key, _("Felt"), "success", _("Citizens felt a change in the same direction.")),
        "opposite": Mark(
            key, _("Felt the opposite"), "danger", _("Citizens felt a change in the other direction.")
        ),
        "unclear": Mark(key, _("Not felt"), "warning", _("Citizens did not clearly feel a change.")),
        "": Mark(
            key, _("Not asked"), "gray", _("Citizens were not asked before and after with the same words.")
        ),
    }[key]


def number(value: float | None, digits: int = 2) -> str:
    """A number as people write it: grouped, without needless zeros."""
    if value is None:
        return "–"
    if value and abs(value) < 10**-digits:
        return f"{value:.2g}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float | None, digits: int = 1) -> str:
    """A share as percent with its sign."""
    return "–" if share is None else f"{100 * share:+,.{digits}f}%".replace("-", "−")


def grades() -> list[Mark]:
    """All grades, the weakest first."""
    return [grade(key) for key in ("E0", "E1", "E2", "E3", "E4")]


def needed(claim_grade: str, facts: dict[str, bool]) -> list[str]:
    """What would have to be there for a better grade, most important first."""
    wanted = []
    if claim_grade == "E0":
        if not facts.get("figures"):
            wanted.append(_("A number before the change and one after it, for the same measure."))
        if not facts.get("n"):
            wanted.append(_("The number of cases behind each of the two numbers."))
        wanted.append(_("How widely single cases differ (the single values, or at least their spread)."))
    if claim_grade in ("E0", "E1"):
        wanted.append(_("Monthly values of at least 12 months before and 12 months after the change."))
    if claim_grade in ("E0", "E1", "E2"):
        wanted.append(_("The same values of others that did not change at that time, to compare with."))
    if not facts.get("felt"):
        wanted.append(_("Answers of citizens to the same question before and after."))
    if not facts.get("in_time"):
        wanted.append(_("For the next time: the measure named in public before the change begins."))
    return wanted


def why_not(act: str, stage: str) -> str:
    """Why the act is not possible at this stage."""
    if stage == "withdrawn":
        return _("The claim was withdrawn. Nothing can be done with it; it only stays readable.")
    if stage == "draft":
        return _("The claim is only a draft. Register it first.")
    if act in ("save", "register", "discard"):
        return _("The claim is registered already. Open it again to see how it stands.")
    if act == "assess":
        return _("There is no data yet. Add data first, then assess.")
    if act == "publish":
        return _("There is no new result to publish. Assess the claim first.")
    return _("The proof has begun, so this can no longer be changed.")
