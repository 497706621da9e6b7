"""Pages for everybody: predictions with what then happened, and worked redesigns."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madang.ground.people.queries import Person
from madang.insight.laboratory import pictures, queries, trying, words
from madang.insight.laboratory.definition import StatedModel, shipped
from madang.insight.laboratory.forms import LiveForm
from madang.insight.laboratory.models import Prediction
from madang.insight.laboratory.permissions import governing, redesigners, to_try
from madang.lib.commands import BadInput
from madang.lib.permissions import open_to_all
from madang.ui.pages import stretch
from madang.work.services.queries import service


@open_to_all
@require_safe
def predictions(request: HttpRequest) -> HttpResponse:
    """All predictions, newest first; for those who redesign also the logs to try one on."""
    tries = request.user.is_authenticated and redesigners(request.user)
    page = stretch(queries.predictions(), request.GET.get("page"))
    return render(request, "laboratory/predictions.html", {
        "page": page,
        "invented": any(one.invented for one in page.object_list),
        "worked": [(key, one.title) for key, one in shipped().items()],
        "tries": tries,
        "logs": queries.sources()[:50] if tries else [],
        "handled": _handled(request.user) if isinstance(request.user, Person) and tries else [],
    })  # fmt: skip


def _handled(person: Person) -> list[tuple[str, dict[str, str], int]]:
    """The services of one's own government with cases handled here: key, title, how many cases."""
    government = governing(person)
    found = []
    for key, cases in queries.handled(government) if government else []:
        known = service(key)
        found.append(
            (key, {"ko": known.promise.title.ko, "en": known.promise.title.en} if known else {}, cases)
        )
    return found


@open_to_all
@require_safe
def prediction(request: HttpRequest, prediction_id: UUID) -> HttpResponse:
    """One prediction: what was changed, what was foretold, what happened."""
    found = _found(prediction_id)
    may = request.user.is_authenticated and to_try(found.government, request.user, timezone.now()) is not None
    outcome = queries.outcome_of(found)
    return render(request, "laboratory/prediction.html", {
        "prediction": found, "may": may, "live_form": LiveForm(), "outcome": outcome,
        "outcome_rows": words.outcome_rows(outcome) if outcome else [],
        **shown(found.answer),
    })  # fmt: skip


@open_to_all
@require_safe
def prediction_json(request: HttpRequest, prediction_id: UUID) -> JsonResponse:
    """A prediction with all that is needed to compute it again."""
    found = _found(prediction_id)
    return JsonResponse(
        {
            "title": found.title, "government": found.government.code, "service": found.service_key,
            "invented": found.invented, "redesign": found.redesign, "log_sha256": found.log_hash,
            "seed": found.seed, "engine": found.engine, "made_at": found.made_at.isoformat(),
            "answer_sha256": found.answer_hash, "answer": found.answer,
            "live_on": found.live_on and found.live_on.isoformat(), "outcome": found.outcome,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )  # fmt: skip


@open_to_all
@require_safe
def worked(request: HttpRequest, key: str) -> HttpResponse:
    """A worked redesign on a stated model, beside the published claim."""
    try:
        found, answer = trying.worked(key)
    except BadInput:
        raise Http404 from None
    claim = found.published
    means = (
        [answer[part]["cycle_time_seconds"][claim.measure] for part in ("base", "changed")] if claim else []
    )
    return render(request, "laboratory/worked.html", {
        "redesign": found, "claim": claim,
        "compared": [
            (claim.before_minutes * 60, means[0]), (claim.after_minutes * 60, means[1])
        ] if claim else [],
        "steps": _stated(found.model),
        **shown(words.renamed(answer, found.model.titles)),
    })  # fmt: skip


def _stated(model: StatedModel) -> list[dict[str, Any]]:
    """The steps of a stated model, with names in the reader's language."""
    titles = model.titles
    return [
        {
            "name": titles.get(step.name, step.name), "role": titles.get(step.role or "", step.role or "–"),
            "median": step.length.median, "p90": step.length.p90, "share": f"{step.share:.0%}",
        }
        for step in model.steps
    ]  # fmt: skip


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """What every page about an answer shows: rows, pictures, notes, and how well the model fits."""
    return {
        "answer": answer, "rows": words.rows(answer), "notes": words.notes(answer), "changed": "changed" in answer,
        "fit": words.fit_rows(answer["fit"]) if "fit" in answer else [],
        "distribution_picture": pictures.of_distribution(answer),
        "load_picture": pictures.of_load(answer) if answer["base"]["load"] else "",
    }  # fmt: skip


def _found(prediction_id: UUID) -> Prediction:
    return get_object_or_404(queries.predictions(), pk=prediction_id)
