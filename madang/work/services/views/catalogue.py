"""The catalogue of services and the page of each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from madang.ground.organisations.queries import Government
from madang.lib.permissions import open_to_all
from madang.ui.words import language
from madang.work.services import queries
from madang.work.services.definition import ServiceDefinition, fee_due
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.asked import chosen_government
from madang.work.services.views.forms import DEPTHS, CatalogueFilter

A_PAGE = 12


@open_to_all
def catalogue(request: HttpRequest) -> HttpResponse:
    """All services: searched, narrowed, in pages."""
    every = queries.services()
    place = 0 if language() == "ko" else 1
    form = CatalogueFilter(request.GET, fields=[(pair[0], pair[place]) for pair in queries.fields(every)])
    asked = form.cleaned_data if form.is_valid() else {}
    narrowed = queries.Narrowed(
        words=request.GET.get("q", "")[:100],
        depth=asked.get("depth", ""),
        field=asked.get("field", ""),
        grade=asked.get("grade", ""),
    )
    page = Paginator(queries.catalogue(narrowed), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "narrowed": narrowed,
        "page": page,
        "cards": [words.card(each) for each in page.object_list],
        "depths": DEPTHS[1:],
        "how_many": page.paginator.count,
    }
    return render(request, "services/catalogue.html", context)


@open_to_all
def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service: what, who, how long in law and in truth, what is needed and what is not asked."""
    found = queries.service(key)
    if found is None:
        return unknown(request, key)
    government = chosen_government(request, found.promise)
    return render(request, "services/service.html", _page_of(found, government))


def unknown(request: HttpRequest, key: str) -> HttpResponse:
    """There is no such service; perhaps one of these was meant."""
    near = queries.search(key.replace("-", " "), get_language() or "ko", limit=5)
    context = {"words": key.replace("-", " "), "cards": [words.card(each) for each in near]}
    return render(request, "services/unknown.html", context, status=404)


def _page_of(found: queries.Service, government: Government | None) -> dict[str, Any]:
    promise = found.promise
    now = timezone.now()
    due = queries.if_filed_now(promise, government, at=now)
    return {
        "service": found,
        "promise": promise,
        "government": government,
        "several": len(queries.governments_offering(promise)) > 1,
        "unit": queries.unit_answering(promise, government) if government else None,
        "period": words.period(promise.clock.period) if promise.clock else "",
        "due": due,
        "arithmetic": due.explanation[language()] if due else [],
        "now": now,
        "long": queries.how_long(found.key, government),
        "fee": _fee(promise),
        "needed": words.needed(promise),
        "fetched": words.fetched(promise),
        "standards": words.standards(promise),
        "ends": words.remedies(promise),
        "channels": words.channels(promise),
        "criteria": found.grade.criteria,
        "depth": dict(DEPTHS)[promise.depth],
        "function": promise.function.ko if language() == "ko" else promise.function.en,
    }


def _fee(promise: ServiceDefinition) -> int:
    return promise.fee.won if promise.fee else fee_due(promise, {})


@open_to_all
def governments(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the government that is to answer, from those that offer the service."""
    found = queries.service(key)
    if found is None:
        return unknown(request, key)
    sought = request.GET.get("q", "").strip()[:60]
    offering = [each for each in queries.governments_offering(found.promise) if _fits(each, sought)]
    page = Paginator(offering, 30).get_page(request.GET.get("page"))
    context = {"service": found, "promise": found.promise, "page": page, "q": sought, "next": _next(request)}
    return render(request, "services/governments.html", context)


def _fits(government: Government, sought: str) -> bool:
    names = [government.name_ko, government.name_en]
    if government.parent:
        names += [government.parent.name_ko, government.parent.name_en]
    return all(any(word in name.casefold() for name in names) for word in sought.casefold().split())


def _next(request: HttpRequest) -> str:
    return "apply" if request.GET.get("next") == "apply" else "service"
