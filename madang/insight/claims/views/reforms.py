"""Pages of reforms for everybody: the list with grades, one reform in five sentences, what grades mean."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.insight.claims import queries, saying, showing
from madang.insight.claims.views.asked import known, wanted
from madang.insight.claims.views.benefits import benefits_of
from madang.lib.permissions import open_to_all

PAGE = 20


@open_to_all
@require_safe
def reforms(request: HttpRequest) -> HttpResponse:
    """All reforms that were claimed, newest first, with grade, result and what citizens felt."""
    form, narrowed = wanted(request)
    page = Paginator(queries.public(narrowed), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(claim, showing.marks(claim)) for claim in page.object_list],
        "invented": any(claim.invented for claim in page.object_list),
        "query": request.GET.urlencode(),
        "narrowed": any(vars(narrowed).values()),
    }
    return render(request, "claims/reforms.html", context)


@open_to_all
@require_safe
def reform(request: HttpRequest, key: str) -> HttpResponse:
    """One reform: five sentences, one picture, grade, felt state, what is not known."""
    claim = known(key)
    context = showing.page_of(claim, claim.published)
    results = queries.assessments(claim, public_only=True)
    return render(request, "claims/reform.html", {**context, "results": results, **benefits_of(claim)})


@open_to_all
@require_safe
def result(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A result as it was published once, also where a newer one has replaced it."""
    claim = known(key)
    found = next(
        (each for each in queries.assessments(claim, public_only=True) if each.number == number), None
    )
    if found is None:
        raise Http404(_("There is no published result of this number."))
    context = showing.page_of(claim, found)
    context["marks"] |= {"grade": saying.grade(found.grade), "standing": saying.standing(found.standing)}
    newer = claim.published if claim.published_id != found.pk else None
    return render(request, "claims/result.html", {**context, "newer": newer})


@open_to_all
@require_safe
def grades(request: HttpRequest) -> HttpResponse:
    """What the grades mean, and what each needs."""
    results = [saying.standing(key) for key in queries.Claim.Standing.values]
    return render(request, "claims/grades.html", {"grades": saying.grades(), "results": results})
