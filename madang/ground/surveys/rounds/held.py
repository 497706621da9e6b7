"""How a round was held, as facts for its page."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds.rules import margins_text
from madang.ui.words import in_language


def held_of(found: Round) -> list[tuple[str, str]]:
    """Whom, when, how many, weighted to what, in which words."""
    facts = [
        (_("Who is asked"), _asked(found)),
        (_("Days of answering"), f"{date_format(found.asked_from)} – {date_format(found.asked_until)}"),
        (_("Sample"), _sample(found)),
    ]
    if found.margins:
        source = f" ({found.margins_source})" if found.margins_source else ""
        facts.append((_("Weighted to"), margins_text(found.known).replace("\n", " · ") + source))
    facts.append((_("Wording"), f"{found.survey} {found.version} · {found.wording[:12]}"))
    if found.reform:
        facts.append((_("Key of the reform"), found.reform))
    return facts


def _asked(found: Round) -> str:
    if found.population == Round.Population.USERS and found.cases_from and found.cases_until:
        who = _("Users of %(service)s whose cases ended") % {"service": found.service}
        told = f"{who} {date_format(found.cases_from)} – {date_format(found.cases_until)}"
    else:
        told = _("Residents")
    area = [str(in_language(found.area))] if found.area else []
    return " · ".join([told, *area, *([_("For comparison")] if found.compares else [])])


def _sample(found: Round) -> str:
    seed = _("seed %(seed)s") % {"seed": found.seed}
    if found.state == Round.State.DRAFT:
        return f"{found.size} · {seed}"
    if not found.frame_hash:
        return _("%(invited)s, asked by telephone or on paper") % {"invited": found.invited}
    told = _("%(invited)s drawn by lot from %(frame)s") % {
        "invited": found.invited,
        "frame": found.frame_size,
    }
    return f"{told} · {seed}"
