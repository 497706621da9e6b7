"""The further figures of a log in words: work, waiting, legal time, quality; and why one cannot be told."""

from typing import Any

from django.utils.translation import gettext as _

from madang.insight.evidence.figure import Figure
from madang.insight.evidence.measures.notes import NOTES
from madang.insight.evidence.measures.waiting import CAUSES
from madang.ui.words import duration

Row = dict[str, Any]


def further_of(figures: Row) -> list[Figure]:
    """The figures that were added to the first ones; none for a log that was measured before there were any."""
    summary, notes = figures["summary"], figures.get("notes", {})
    if "waiting_causes" not in summary:
        return []
    return [*_work(summary, notes), *_law(summary, notes), *_quality(summary, notes), *_ended(summary, notes)]


def reason(notes: Row, key: str) -> str:
    """The note on a figure in the reader's language; empty where there is none."""
    told = notes.get(key)
    return _(NOTES[told["code"]]) % told if told else ""


def cause_in_words(cause: str) -> str:
    """What a cause of waiting is called."""
    return {
        "batching": _("Collecting a batch"),
        "contention": _("Busy with earlier cases"),
        "priority": _("Busy with later cases"),
        "unavailable": _("Outside office hours"),
        "extraneous": _("For other reasons"),
    }[cause]


def cause_defined(cause: str) -> str:
    """What a cause of waiting means."""
    return {
        "batching": _(
            "Until the last of several cases was ready that the same person then did together, at most a minute apart."
        ),
        "contention": _(
            "The person who then did the work was at work on something that had been ready earlier."
        ),
        "priority": _(
            "The person who then did the work was at work on something that became ready only later."
        ),
        "unavailable": _("Nights, lunch hours, weekends and public holidays."),
        "extraneous": _(
            "In office hours, while the person is not seen at other work: a reply, a visit, or nothing."
        ),
    }[cause]


def causes(summary: Row) -> list[Row]:
    """The causes of waiting with their share, the longest first."""
    whole = sum(summary["waiting_causes"].values())
    rows = [
        {
            "cause": cause, "name": cause_in_words(cause), "definition": cause_defined(cause),
            "seconds": summary["waiting_causes"][cause],
            "share": summary["waiting_causes"][cause] / whole if whole else 0.0,
        }
        for cause in CAUSES
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -row["seconds"])


def _work(summary: Row, notes: Row) -> list[Figure]:
    return [
        _span(summary, notes, "processing_time_seconds", _("Processing time: median"),
              _("Time in which somebody worked on the case; work that overlaps counts once.")),
        _span(summary, notes, "waiting_time_seconds", _("Waiting time: median"),
              _("The rest of the cycle time: nobody worked on the case."), "sort=waiting"),
        _share(summary, notes, "flow_efficiency", _("Flow efficiency"),
               _("Processing time of all cases divided by their cycle time.")),
        _span(summary, notes, "working_time_seconds", _("Cycle time in working time: median"),
              _("The cycle time without what lies outside office hours, weekends and public holidays.")),
    ]  # fmt: skip


def _law(summary: Row, notes: Row) -> list[Figure]:
    told, name = summary["legal_time"], _("Legal time: median")
    if not told:
        return [_unknown("legal_time", name, notes)]
    unit = {
        "working_hours": _("%(count)s working hours"), "counted_days": _("%(count)s days that count"),
        "days": _("%(count)s days"),
    }[told["unit"]]  # fmt: skip
    rule = (
        _("Counted by the rule %(rule)s for a period of %(period)s, from receipt to the end of the case.")
        % told
    )
    late = told["late_share"] or 0.0
    return [
        Figure("legal_time", name, told["median"], unit % {"count": f"{told['median']:,.1f}"}, rule, "sort=longest"),
        Figure("late_by_law", _("Late by the legal clock"), late, f"{late:.1%} ({told['late']:,})",
               f"{rule} " + _("An open case is late once its time has run out."), "show=late_by_law"),
    ]  # fmt: skip


def _quality(summary: Row, notes: Row) -> list[Figure]:
    ping, cases = summary["ping_pong_cases"], summary["cases"]
    name = _("Cases sent to and fro")
    told = (
        _unknown("ping_pong_cases", name, notes) if ping is None else
        Figure("ping_pong_cases", name, ping, f"{ping:,} ({ping / cases:.1%})",
               _("Work goes from one person to another and, when it next changes hands, straight back."),
               "show=ping_pong")
    )  # fmt: skip
    return [
        told,
        _share(summary, notes, "first_time_right_share", _("First time right"), "", "show=right"),
        _share(summary, notes, "automation_rate", _("Done without a person"),
               _("Share of the events that nobody had to do.")),
        _share(summary, notes, "straight_through_rate", _("Straight through"),
               _("Share of the cases in which nobody had to do anything."), "show=automatic"),
        Figure("dpmo", _("Defects per million opportunities"), summary["dpmo"], f"{summary['dpmo']:,.0f}",
               reason(notes, "dpmo")),
        Figure("sigma", _("Sigma (shifted by 1.5)"), summary["sigma"],
               "–" if summary["sigma"] is None else f"{summary['sigma']:.2f}", reason(notes, "dpmo")),
    ]  # fmt: skip


def _ended(summary: Row, notes: Row) -> list[Figure]:
    median, count = summary["survival_median"], summary["open_cases"]
    return [
        Figure("open_cases", _("Cases still open"), count, f"{count:,}", reason(notes, "open_cases"), "show=open"),
        Figure("survival_median", _("Median with the open cases"), median,
               _("cannot be told yet") if median is None else duration(median),
               _("Open cases count for as long as they have lasted, and are not left out (Kaplan and Meier).")
               + " " + reason(notes, "survival_median")),
    ]  # fmt: skip


def _span(
    summary: Row, notes: Row, key: str, name: str, definition: str, where: str = "sort=longest"
) -> Figure:
    told = summary[key]
    if not told:
        return _unknown(key, name, notes)
    words = f"{definition} {reason(notes, key)}".strip()
    return Figure(f"{key}_median", name, told["median"], duration(told["median"]), words, where)


def _share(summary: Row, notes: Row, key: str, name: str, definition: str, where: str = "") -> Figure:
    told = summary[key]
    if told is None:
        return _unknown(key, name, notes)
    return Figure(key, name, told, f"{told:.1%}", f"{definition} {reason(notes, key)}".strip(), where)


def _unknown(key: str, name: str, notes: Row) -> Figure:
    """A figure that the log does not allow, with the reason."""
    return Figure(key, name, None, _("cannot be told"), reason(notes, key))
