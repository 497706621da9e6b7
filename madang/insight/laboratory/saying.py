"""What a reader of the figures should know, as codes with sentences; pages say them in the reader's language."""

from collections.abc import Iterable
from typing import Any

Note = tuple[str, dict[str, Any]]


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the catalogue; Django's own of this name needs settings, which the command line has not."""
    return sentence


SENTENCES = {
    "not-work": gettext_noop(
        "%(count)s events that are neither a start nor a completion were left out."
    ),
    "end-before-start": gettext_noop("%(count)s activities end before they start; their start was left out."),
    "no-starts": gettext_noop(
        "The log does not say when work began. The time at work is estimated from the time since person and case were "
        "both free; load and the effect of more or fewer staff are less certain for it."
    ),
    "no-arrival": gettext_noop(
        "The log begins with the first work on a case, not with its arrival; waiting before that is not in it."
    ),
    "nobody": gettext_noop(
        "The log names nobody who did the work, so queues cannot be told from other waiting. All waiting is repeated "
        "as it was, and a change of staff cannot be tried."
    ),
    "days-only": gettext_noop(
        "The log tells days, not hours. All waiting is repeated as it was, and a change of staff cannot be tried."
    ),
    "few-cases": gettext_noop("The log holds only %(count)s cases; the figures are uncertain."),
    "last-cases": gettext_noop(
        "%(count)s cases that came shortly before the log ends count as arrivals only; their way may not be complete."
    ),
    "crowded-now": gettext_noop(
        "'%(role)s' is at work for %(load)s of its time now. Its queue grows as long as that lasts, and the times "
        "depend on how long one looks."
    ),
    "crowded-after": gettext_noop(
        "'%(role)s' is at work for %(load)s of its time after the change. Its queue grows as long as that lasts, and "
        "the times depend on how long one looks."
    ),
    "poor-median": gettext_noop(
        "The model misses the median of its own log by %(error)s; do not rely on it for the median."
    ),
    "poor-p90": gettext_noop(
        "The model misses the nine-in-ten of its own log by %(error)s; do not rely on it for the nine-in-ten."
    ),
    "drift": gettext_noop(
        "The service changed within the log: a model of the first part does not repeat the last part. Try the redesign "
        "on the newer part alone."
    ),
}  # fmt: skip


def in_english(notes: Iterable[Note]) -> list[str]:
    """The sentences for programs and the command line."""
    return [SENTENCES[code] % values for code, values in notes]
