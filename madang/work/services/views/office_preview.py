"""A service before it is published: its author sees its pages and what is still wrong with it."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.flow.queries import said
from madang.lib.permissions import only
from madang.ui.words import language
from madang.work.services.definition import Problem, ServiceDefinition, load, shipped
from madang.work.services.permissions import Known, service_owners
from madang.work.services.preview import Preview, preview
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.forms import DEPTHS

LARGEST = 200_000


class PreviewForm(forms.Form):
    """A service file to look at: one of those that came with the installation, or one's own."""

    shipped = forms.ChoiceField(label=gettext_lazy("A service that is here"), required=False)
    service = forms.FileField(
        label=gettext_lazy("Or your own service.yaml"),
        required=False,
        help_text=gettext_lazy("Nothing is kept: the file is read, shown and forgotten."),
    )
    examples = forms.FileField(label=gettext_lazy("Its examples.yaml"), required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        field = self.fields["shipped"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *_titles()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("shipped") and not given.get("service") and not self.errors:
            raise forms.ValidationError(_("Choose a service, or give a service.yaml."))
        return given

    def clean_service(self) -> "UploadedFile[bytes] | None":
        return self._small("service")

    def clean_examples(self) -> "UploadedFile[bytes] | None":
        return self._small("examples")

    def _small(self, name: str) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data.get(name)
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than a definition can be (200 KB)."))
        return file


@only(service_owners)
@require_http_methods(["GET", "POST"])
def preview_page(request: Known) -> HttpResponse:
    """Choose a file; see its service page, its form and its problems. Nothing is saved."""
    sent = request.method == "POST"
    form = PreviewForm(request.POST if sent else None, request.FILES if sent else None)
    context: dict[str, Any] = {"form": form}
    if sent and form.is_valid():
        seen = _preview(form.cleaned_data)
        context |= {"seen": seen, "problems": [_problem(each) for each in seen.problems]}
        if seen.definition is not None:
            context |= _page_of(seen, seen.definition)
    return render(
        request, "services/office/preview.html", context, status=422 if sent and form.errors else 200
    )


def _preview(given: dict[str, Any]) -> Preview:
    if not given.get("service"):
        return preview(_shipped()[given["shipped"]])
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("service", "examples"):
            if given.get(name):
                (place / f"{name}.yaml").write_bytes(given[name].read())
        return preview(place / "service.yaml")


def _shipped() -> dict[str, Path]:
    return {file.parent.name: file for file in shipped()}


@cache
def _titles_in(language: str) -> list[tuple[str, str]]:
    """The shipped services by their titles; they change only with the installation."""
    read = ((key, load(path).definition) for key, path in _shipped().items())
    named = [
        (key, found.title.in_language("ko" if language == "ko" else "en")) for key, found in read if found
    ]
    return sorted(named, key=lambda pair: pair[1])


def _titles() -> list[tuple[str, str]]:
    return _titles_in(language())


def _problem(each: Problem) -> dict[str, Any]:
    return {
        "file": Path(each.file).name,
        "line": each.line,
        "where": each.where,
        "problem": each.problem[language()],
        "remedy": each.remedy[language()],
        "is_error": each.level == "error",
    }


def _page_of(seen: Preview, promise: ServiceDefinition) -> dict[str, Any]:
    return {
        "promise": promise,
        "service": {"grade": seen.grade},
        "depth": dict(DEPTHS)[promise.depth],
        "function": promise.function.ko if language() == "ko" else promise.function.en,
        "period": words.period(promise.clock.period) if promise.clock else "",
        "needed": words.needed(promise),
        "fetched": words.fetched(promise),
        "standards": words.standards(promise),
        "ends": words.remedies(promise),
        "channels": words.channels(promise),
        "stages": [(said(stage.title), _acts(stage)) for stage in promise.stages.values()],
        "criteria": seen.grade.criteria if seen.grade else [],
        "asked": seen.form,
    }


def _acts(stage: Any) -> str:
    return " · ".join(said(act.label) for act in stage.acts.values()) or _("by rule")
