"""Filters for the pages of services: texts of definitions, money, how long it takes."""

from django import template
from django.utils.translation import gettext as _

from madang.flow.definition import Text
from madang.ui.words import duration, language
from madang.work.services.definition import Law
from madang.work.services.queries import HowLong, Past
from madang.work.services.views.promise_in_words import law_words

register = template.Library()
AT_ONCE = 10  # seconds, below which nobody waits


@register.filter
def said(text: Text | None) -> str:
    """A text of a definition in the language of the page."""
    return text.in_language(language()) if text else ""


@register.filter
def law_in_words(law: Law) -> str:
    """A rule of law as it is cited: 주민등록법 제29조 · Resident Registration Act, art. 29."""
    return law_words(law)


@register.filter
def won(amount: int) -> str:
    """An amount in won: 1,000원 · 1,000 won."""
    return _("%(amount)s won") % {"amount": f"{amount:,}"}


def _span(seconds: float) -> str:
    """How long something took; what no person had to do is done at once."""
    return duration(seconds) if seconds >= AT_ONCE else _("At once")


@register.filter
def live_pairs(long: HowLong) -> list[tuple[str, str]]:
    """The real times of live cases, as names and values."""
    assert long.live.median is not None  # there are cases
    assert long.live.p90 is not None  # the same
    return [
        (_("Half of the cases within"), _span(long.live.median)),
        (_("9 of 10 cases within"), _span(long.live.p90)),
        (_("Decided within the legal period"), f"{long.in_time_percent}%"),
    ]


@register.filter
def past_pairs(past: Past) -> list[tuple[str, str]]:
    """The times of a log of the past, as names and values; what the log does not tell is left out."""
    pairs = []
    if past.median is not None:
        pairs.append((_("Half of the cases within"), _span(past.median)))
    if past.p90 is not None:
        pairs.append((_("9 of 10 cases within"), _span(past.p90)))
    if past.in_time_share is not None:
        pairs.append((_("Within the deadline"), f"{round(past.in_time_share * 100)}%"))
    return pairs


@register.filter
def file_size(size: int) -> str:
    """The size of a file: 12 KB, 3.4 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
