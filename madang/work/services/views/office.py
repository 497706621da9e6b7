"""The case page of officials: all that is known, and what may be done."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.flow import actions as flow
from madang.flow.queries import Step
from madang.ground.organisations.queries import colleagues
from madang.ground.people.queries import Person
from madang.lib.permissions import only
from madang.ui.words import both
from madang.work.services import actions
from madang.work.services.certificates import queries as certificates
from madang.work.services.forms_office import ActForm, HandForm, NoteForm
from madang.work.services.permissions import Known, officials
from madang.work.services.queries.applications import file_with_content
from madang.work.services.queries.office import OfficeCase, office_case
from madang.work.services.queries.units import unit_choices
from madang.work.services.views.office_in_words import entries, evidence

# What the applicant reads beside the name of who looked; kept in both languages.
PURPOSES = {
    "handling": {"ko": "민원 처리", "en": "Handling the case"},
    "opinion": {"ko": "의견 제출", "en": "Giving an opinion"},
    "print": {"ko": "민원 기록 출력", "en": "Printing the case file"},
}


@dataclass
class Kept:
    """What a person typed into a form that was refused, so that it is not lost, and why it was refused."""

    act: ActForm | None = None
    note: NoteForm | None = None
    refusal: str = ""
    text: str = ""
    changes: list[Step] = field(default_factory=list)

    def act_of(self, name: str) -> ActForm | None:
        return self.act if self.act is not None and self.act.possible.name == name else None


def opened(request: Known, case_id: UUID, purpose: str = "handling") -> OfficeCase:
    """The case for the person of the request; that it was read is recorded, for the applicant to see."""
    seen = opened_or_gone(request, case_id, purpose)
    if seen is None:
        raise Http404
    return seen


def opened_or_gone(request: Known, case_id: UUID, purpose: str = "handling") -> OfficeCase | None:
    """The same, or nothing where the case is not, or no longer, this person's to read."""
    seen = office_case(request.user, case_id)
    if seen is None:
        return None
    if seen.stands != "applicant":
        flow.viewed(case_id, purpose=PURPOSES[purpose], by=request.user)
    return seen


def gone(request: Known, text: str) -> HttpResponse:
    """The case cannot be read here any more; what was typed is handed back."""
    return render(request, "services/office/gone.html", {"text": text}, status=404)


@only(officials)
@require_GET
def case_page(request: Known, case_id: UUID) -> HttpResponse:
    """A case that waits in my unit; those who are only asked for an opinion see what they need for it."""
    seen = office_case(request.user, case_id)
    if seen is None:
        raise Http404
    if seen.stands == "applicant":
        return redirect("services:case", case_id)
    if seen.stands == "asked":  # the page of the opinion says that it was read, and what for
        asked = next(iter(seen.mine_to_give), None)
        if asked is None:
            raise Http404
        return redirect("services:office_opinion", case_id, asked.number)
    return shown(request, opened(request, case_id))


def shown(request: Known, seen: OfficeCase, kept: Kept | None = None, *, status: int = 200) -> HttpResponse:
    """The page of the case, with what was typed before where something was refused."""
    kept = kept or Kept()
    return render(request, "services/office/case.html", _context(seen, kept), status=status)


def _context(seen: OfficeCase, kept: Kept) -> dict[str, Any]:
    return {
        "seen": seen,
        "case": seen.case,
        "entries": entries(seen),
        "evidence": evidence(seen),
        "acts": [(p, kept.act_of(p.name) or act_form(seen, p.name)) for p in seen.possible if p.allowed],
        "barred": [p for p in seen.possible if not p.allowed],
        "hand_form": _hand_form(seen) if seen.item else None,
        "note_form": kept.note or NoteForm(),
        "kept": kept,
        "now": seen.at,
        "certificates": certificates.of_case(seen.case.pk),
        "may_revoke": actions.may_revoke(seen.case, seen.person) is not None,
        "erasure": seen.case.status == "closed" and bool(seen.facts),
    }


def act_form(seen: OfficeCase, name: str, data: Any = None) -> ActForm | None:
    """The form of an act of the present stage, or nothing where there is no such act."""
    possible = next((p for p in seen.possible if p.name == name), None)
    if possible is None:
        return None
    choose = possible.act.does in ("opinion", "transfer") and not possible.act.unit
    units = unit_choices(seen.case, elsewhere=possible.act.does == "transfer") if choose else []
    return ActForm(possible, changed=seen.file.state.changed, units=units, data=data)


def _hand_form(seen: OfficeCase, data: Any = None) -> HandForm:
    assert seen.item is not None  # asked before
    unit = seen.item.unit
    people = colleagues([unit.pk], at=seen.at).get(unit.pk, [])
    choices = [(f"{person.pk}", both(person, "name")[0]) for person in people]
    assignee = seen.case.assignee_id
    return HandForm(data, choices=choices, now=f"{assignee}" if assignee else "nobody")


@only(officials)
@require_POST
def hand_on(request: Known, case_id: UUID) -> HttpResponse:
    """Take the case myself, or give it to a colleague or to nobody."""
    seen = opened(request, case_id)
    if seen.stands != "works" or seen.item is None:
        raise Http404
    to: Person | None = request.user
    if "mine" not in request.POST:
        form = _hand_form(seen, request.POST)
        if not form.is_valid():
            messages.error(request, _("Please choose to whom the case goes."))
            return redirect("services:office_case", case_id)
        chosen = form.cleaned_data["to"]
        to = Person.objects.get(pk=int(chosen)) if chosen != "nobody" else None
    try:
        flow.assign([seen.item.pk], to, by=request.user)
    except flow.NotPossible as refused:
        messages.error(request, str(refused))
    else:
        name = both(to, "name")[0] if to else _("nobody")
        messages.success(request, _("The case was assigned to %(name)s.") % {"name": name})
    return redirect("services:office_case", case_id)


@only(officials)
@require_POST
def note(request: Known, case_id: UUID) -> HttpResponse:
    """Write a note for the colleagues."""
    seen = opened(request, case_id)
    if seen.stands != "works":
        raise Http404
    form = NoteForm(request.POST)
    if not form.is_valid():
        return shown(request, seen, Kept(note=form), status=422)
    flow.record(
        case_id,
        "noted",
        texts={"note": form.cleaned_data["note"]},
        key=form.cleaned_data["key"],
        by=request.user,
    )
    messages.success(request, _("The note was written."))
    return HttpResponseRedirect(reverse("services:office_case", args=[case_id]) + "#timeline")


@only(officials)
@require_GET
def attachment(request: Known, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that the applicant gave, to be kept or opened; that it was read is recorded."""
    seen = opened(request, case_id)
    found = file_with_content(case_id, file_id) if seen.stands != "applicant" else None
    if found is None:
        raise Http404
    file, data = found
    answer = HttpResponse(data, content_type=file.media_type)
    kind = "inline" if file.is_picture else "attachment"
    answer.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{_quoted(file.name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")


@only(officials)
@require_GET
def case_file(request: Known, case_id: UUID) -> HttpResponse:
    """The whole case on paper: to be printed and put before a court or a council."""
    seen = opened(request, case_id, "print")
    if seen.stands != "works":
        raise Http404
    context = {
        "seen": seen,
        "case": seen.case,
        "entries": entries(seen),
        "evidence": evidence(seen),
        "printed_at": timezone.now(),
    }
    return render(request, "services/office/file.html", context)
