"""What a log's figures are called, what they say in words, and how each is defined."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from madang.insight.evidence.figure import Figure
from madang.insight.evidence.further import further_of
from madang.ui.words import duration


def figures_of(figures: dict[str, Any]) -> list[Figure]:
    """The figures of a log in the reader's language."""
    summary = figures["summary"]
    found = [*_sizes(summary), *_times(summary["cycle_time_seconds"]), *_ways(summary)]
    if figures.get("deadline"):
        found += _late(figures["deadline"])
    return [*found, *further_of(figures)]


def _sizes(summary: dict[str, Any]) -> list[Figure]:
    return [
        _count("cases", _("Number of cases"), summary, _("Every different case in the log.")),
        _count("events", _("Number of events"), summary, _("Every row that was taken: one activity done in one case.")),
        _count("activities", _("Different activities"), summary, _("Every different activity.")),
        _count(
            "variants", _("Variants"), summary,
            _("Different orders of activities from the first event of a case to its last. Events at the same moment "
              "are taken in the order of the file."),
        ),
        _count(
            "resources", _("Resources"), summary,
            _("Every different person or desk that did something. Events that name nobody add none."),
        ),
    ]  # fmt: skip


def _times(cycle: dict[str, float]) -> list[Figure]:
    whole = _("Calendar time from the first event of a case to its last. A case with one event took no time.")
    between = _("Between two cases the value is interpolated on a straight line.")
    half, nine = _("Half of the cases took no longer."), _("Nine in ten cases took no longer.")
    mean = _("The sum divided by the cases.")
    return [
        _span("cycle_time_median", _("Cycle time: median"), cycle["median"], f"{whole} {half} {between}"),
        _span("cycle_time_mean", _("Cycle time: mean"), cycle["mean"], f"{whole} {mean}"),
        _span(
            "cycle_time_p90", _("Cycle time: 9 in 10 cases within"), cycle["p90"], f"{whole} {nine} {between}"
        ),
    ]


def _ways(summary: dict[str, Any]) -> list[Figure]:
    rework = summary["rework_cases"]
    return [
        Figure(
            "rework_cases", _("Cases with rework"), rework,
            f"{rework:,} ({rework / summary['cases']:.1%})",
            _("Cases in which an activity occurs more than once."), "show=rework",
        ),
        _count(
            "handovers", _("Handovers"), summary,
            _("How often two events that follow each other directly in a case were done by different persons. Where "
              "one of the two names nobody, it is not counted."),
        ),
        _count(
            "directly_follows_pairs", _("Connections between activities"), summary,
            _("Different pairs of activities of which the second follows the first directly in some case."),
        ),
    ]  # fmt: skip


def _late(deadline: dict[str, int]) -> list[Figure]:
    share, by_event = deadline["late"] / deadline["cases"], deadline["late_by_last_event"] / deadline["cases"]
    return [
        Figure(
            "late_share", _("Late"), share, f"{share:.1%} ({deadline['late']:,})",
            _("Share of the cases with a deadline that ended after it. The end is the day on which the log says that "
              "the case was closed (%(closed)s of %(cases)s cases); otherwise its last event.")
            % {"closed": f"{deadline['cases_with_end']:,}", "cases": f"{deadline['cases']:,}"}, "show=late",
        ),
        Figure(
            "late_share_by_last_event", _("Late, by the last event"), by_event,
            f"{by_event:.1%} ({deadline['late_by_last_event']:,})",
            _("The same share if the last event counts as the end of every case."),
        ),
    ]  # fmt: skip


def _count(key: str, name: str, summary: dict[str, Any], definition: str) -> Figure:
    return Figure(key, name, summary[key], f"{summary[key]:,}", definition, "sort=first")


def _span(key: str, name: str, seconds: float, definition: str) -> Figure:
    return Figure(f"{key}_seconds", name, seconds, duration(seconds), definition, "sort=longest")


def reason(code: str) -> str:
    """Why a row was refused."""
    return {
        "fields": _("wrong number of fields"),
        "no-case": _("no case"),
        "no-activity": _("no activity"),
        "no-time": _("no time"),
        "bad-time": _("a time that cannot be read"),
        "outside": _("an event outside of any trace"),
    }.get(code, code)


def role(name: str) -> str:
    """What a column of the log was taken for."""
    return {
        "case": _("Case number"),
        "activity": _("Activity"),
        "time": _("Time"),
        "resource": _("Resource"),
        "lifecycle": _("Lifecycle"),
        "deadline": _("Deadline of the case"),
        "end": _("End of the case"),
        "start": _("Start of the activity"),
        "unit": _("Unit"),
        "channel": _("Channel"),
        "enabled": _("Work could begin"),
        "role": _("Role"),
        "automated": _("Done without a person"),
        "outcome": _("Outcome of the case"),
        "group": _("Group of cases"),
    }.get(name, name)


def cover(count: int) -> str:
    """How few variants make most of the cases."""
    return ngettext(
        "%(count)s variant makes 80 %% of the cases.", "%(count)s variants make 80 %% of the cases.", count
    ) % {"count": f"{count:,}"}
