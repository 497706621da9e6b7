"""What the applicant does with a case: answer, withdraw, object, say whether it helped."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.flow import actions as flow
from madang.flow.queries import Case, timeline
from madang.lib import uploads
from madang.lib.permissions import only
from madang.ui.words import language
from madang.work.services import actions, queries
from madang.work.services.permissions import everybody_signed_in
from madang.work.services.views import case_in_words
from madang.work.services.views.asked import found_or_404, person_of
from madang.work.services.views.forms import Written


@never_cache
@only(everybody_signed_in)
def answer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Answer what the office asked, with files if need be; the clock goes on."""
    case, form = _case(request, case_id), _written(request, _("Your answer"), required=not request.FILES)
    if request.method == "POST" and form.is_valid():
        done = _done(
            request,
            form,
            lambda text, key: actions.answer(
                case.pk, text=text, files=_files(request), key=key, by=person_of(request)
            ),
            _("Your answer was sent. The clock goes on."),
        )
        if done:
            return redirect("services:case", case.pk)
    asked = case_in_words.question(timeline(case, for_official=False))
    context = {"question": asked, "files_taken": True}
    return _page(request, case, form, queries.ways(case).answer, "answer", context)


@never_cache
@only(everybody_signed_in)
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the application back, after a question."""
    case = _case(request, case_id)
    form = _written(request, _("Why do you take it back?"), hint=_("You need not say why."), required=False)
    if request.method == "POST" and form.is_valid():
        done = _done(
            request,
            form,
            lambda text, key: flow.withdraw(case.pk, reason=text, key=key, by=person_of(request)),
            _("The application was taken back."),
        )
        if done:
            return redirect("services:case", case.pk)
    return _page(request, case, form, queries.ways(case).withdraw, "withdraw", {})


@never_cache
@only(everybody_signed_in)
def object_to(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Object to the decision; somebody else hears the objection."""
    case, form = _case(request, case_id), _written(request, _("What is wrong with the decision?"))
    ways = queries.ways(case)
    if request.method == "POST" and form.is_valid():
        done = _done(
            request,
            form,
            lambda text, key: flow.object_to(case.pk, text=text, key=key, by=person_of(request)),
            _("Your objection was received. The case is open again."),
        )
        if done:
            return redirect("services:case", case.pk)
    return _page(request, case, form, ways.object, "object", {"until": ways.object_until})


@require_POST
@only(everybody_signed_in)
def felt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say whether it is solved on the spot."""
    case = _case(request, case_id)
    try:
        actions.say_felt(case.pk, request.POST.get("felt", ""), by=person_of(request))
    except actions.CannotApply as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Thank you. What you said is shown beside the state at the office."))
    return redirect("services:case", case.pk)


def _case(request: HttpRequest, case_id: UUID) -> Case:
    case: Case = found_or_404(queries.case_of(person_of(request), case_id))
    return case


def _written(request: HttpRequest, label: str, *, hint: str = "", required: bool = True) -> Written:
    posted = request.POST if request.method == "POST" else None
    return Written(posted, label=label, hint=hint, required=required, initial={"key": uuid4()})


def _done(request: HttpRequest, form: Written, act: Callable[[str, UUID], Any], sentence: str) -> bool:
    try:
        act(form.cleaned_data["text"], form.cleaned_data["key"])
    except uploads.Refused as why:
        form.add_error(None, why.sentence(language()))
        return False
    except (flow.NotPossible, actions.CannotApply) as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, sentence)
    return True


def _files(request: HttpRequest) -> list[tuple[str, bytes]]:
    """The files that came, name and content; what is too large or too many is refused before it is read."""
    files = request.FILES.getlist("files")
    if len(files) > queries.FILES_AT_ONCE:
        raise actions.TooManyFiles(queries.FILES_AT_ONCE)
    return [_content(file) for file in files]


def _content(file: "UploadedFile[Any]") -> tuple[str, bytes]:
    name = file.name or ""
    try:
        return name, uploads.read(file, max_bytes=queries.most_bytes(None))
    except uploads.Refused as why:
        raise why.about(name) from None


def _page(
    request: HttpRequest, case: Case, form: Written, possible: bool, what: str, more: dict[str, Any]
) -> HttpResponse:
    context = {
        "case": case,
        "row": case_in_words.row(case),
        "form": form,
        "possible": possible,
        "cancel_url": reverse("services:case", args=[case.pk]),
        **more,
    }
    status = 200 if possible and not form.errors else 422 if possible else 409
    return render(request, f"services/{what}.html", context, status=status)
