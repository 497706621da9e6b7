"""Units that can be chosen when an opinion is asked or a case is handed to the right place."""

from django.utils.translation import gettext as _

from madang.flow.queries import Case
from madang.ground.organisations.queries import Unit, today_in, units_in
from madang.ui.words import both

Groups = list[tuple[str, list[tuple[str, str]]]]


def unit_choices(case: Case, *, elsewhere: bool) -> Groups:
    """The other units of the case's government, and where wanted those that do the same elsewhere, as groups."""
    here = [(f"{u.pk}", both(u, "name")[0]) for u in units_in(case.government) if u.pk != case.unit_id]
    groups = [(both(case.government, "name")[0], sorted(here, key=lambda pair: pair[1]))]
    if elsewhere:
        groups.append((_("Other governments"), _same_elsewhere(case)))
    return [group for group in groups if group[1]]


def _same_elsewhere(case: Case) -> list[tuple[str, str]]:
    same = Unit.objects.on(today_in(case.government)).filter(key=case.unit.key)
    others = same.exclude(government=case.government_id).select_related("government")
    return [
        (f"{unit.pk}", f"{both(unit.government, 'name')[0]} · {both(unit, 'name')[0]}")
        for unit in others.order_by("government__name_ko", "pk")
    ]
