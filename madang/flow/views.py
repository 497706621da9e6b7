"""Pages of the office: the inbox, assigning, and how much waits for whom."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from madang.flow import actions as flow
from madang.flow import queries, rows
from madang.flow.forms import AssignForm, Colleagues, FilterForm
from madang.flow.permissions import OfOfficial, officials
from madang.flow.queries import Filters
from madang.ground.organisations.queries import Authority, Unit, authorities, colleagues
from madang.ground.people.queries import Person
from madang.lib.permissions import only

TABS = {
    "": Filters(),
    "mine": Filters(whose="mine"),
    "nobody": Filters(whose="nobody", kind="stage"),
    "late": Filters(when="late"),
    "today": Filters(when="today"),
    "waiting": Filters(when="waiting"),
    "opinion": Filters(kind="opinion"),
}


@only(officials)
@require_GET
def inbox(request: OfOfficial) -> HttpResponse:
    """What waits for me, the next due first."""
    now, me = timezone.now(), request.user
    held = authorities(me, at=now)
    people = _colleagues(held, now)
    form = FilterForm(request.GET, services=queries.kinds_of_work(), colleagues=people)
    filters = form.filters()
    page = _page(me, filters, request.GET.get("after", ""), held, now)
    return render(
        request,
        "flow/inbox.html",
        {
            "form": form,
            "filters": filters,
            "nothing_asked": TABS[""],
            "assign_form": AssignForm(me=me, colleagues=people),
            "rows": rows.shown(page.items, queries.standing_in(held)),
            "more": _address(request, after=page.after) if page.after else "",
            "continued": "after" in request.GET,
            "tabs": _tabs(me, filters, held, now),
            "here": request.get_full_path(),
            "now": now,
        },
    )


def _page(
    me: Person, filters: Filters, after: str, held: Sequence[Authority], now: datetime
) -> queries.InboxPage:
    try:
        return queries.inbox(me, filters, after=after, held=held, at=now)
    except ValueError:  # an address that was cut off on its way here begins again
        return queries.inbox(me, filters, held=held, at=now)


def _tabs(
    me: Person, filters: Filters, held: Sequence[Authority], now: datetime
) -> list[tuple[str, str, bool, str]]:
    names = [
        _("All"),
        _("Mine"),
        _("Nobody's"),
        _("Overdue"),
        _("Due today"),
        _("Waiting"),
        _("Opinions asked"),
    ]
    counted = queries.how_many(me, TABS, held=held, at=now)
    return [
        (name, _tab_address(tab), filters == TABS[tab], _count(counted[tab]))
        for name, tab in zip(names, TABS, strict=True)
    ]


def _tab_address(tab: str) -> str:
    asked = {key: value for key, value in vars(TABS[tab]).items() if value}
    return f"{reverse('flow:inbox')}{'?' if asked else ''}{urlencode(asked)}"


def _count(count: int) -> str:
    return f"{queries.COUNTED_TO:,}+" if count > queries.COUNTED_TO else f"{count:,}"


def _address(request: OfOfficial, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _colleagues(held: Sequence[Authority], now: datetime) -> Colleagues:
    units = Unit.objects.filter(pk__in={authority.unit_id for authority in held})
    units = units.select_related("government").order_by("name_ko", "pk")
    people = colleagues([unit.pk for unit in units], at=now)
    return [(unit, people.get(unit.pk, [])) for unit in units]


@only(officials)
@require_POST
def assign(request: OfOfficial) -> HttpResponse:
    """Assign the items chosen to a colleague, to myself or to nobody."""
    me, now = request.user, timezone.now()
    chosen = [int(item) for item in request.POST.getlist("item") if item.isdecimal()]
    form = AssignForm(request.POST, me=me, colleagues=_colleagues(authorities(me, at=now), now))
    if not chosen:
        messages.warning(
            request, _("Nothing was chosen. Tick the cases that you want to assign, then assign them.")
        )
    elif not form.is_valid():
        messages.warning(request, _("Please choose to whom the cases go."))
    else:
        _assign(request, chosen, form.cleaned_data["to"])
    return HttpResponseRedirect(_back(request))


def _assign(request: OfOfficial, chosen: list[int], to: str) -> None:
    person = Person.objects.get(pk=int(to)) if to != "nobody" else None
    try:
        done = flow.assign(chosen, person, by=request.user)
    except flow.NotPossible as refused:
        messages.error(request, str(refused))
        return
    name = person or _("nobody")
    said = ngettext(
        "%(count)d case was assigned to %(name)s.", "%(count)d cases were assigned to %(name)s.", done
    )
    if done:
        messages.success(request, said % {"count": done, "name": name})
    if missed := len(set(chosen)) - done:
        gone = ngettext(
            "%(count)d was passed over: it no longer waits here.",
            "%(count)d were passed over: they no longer wait here.",
            missed,
        )
        messages.warning(request, gone % {"count": missed})


def _back(request: OfOfficial) -> str:
    """The page of the office from which the form was sent, else the inbox."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith(
        reverse("flow:inbox")
    )
    return asked if safe else reverse("flow:inbox")


@only(officials)
@require_GET
def load(request: OfOfficial) -> HttpResponse:
    """How much waits for each colleague of my units, and who is away."""
    now = timezone.now()
    people = _colleagues(authorities(request.user, at=now), now)
    return render(request, "flow/load.html", {"units": rows.loads(people, now), "now": now})
