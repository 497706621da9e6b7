"""Filling in a draft: one round of the form, with its files and what registers say."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from madang.lib import uploads
from madang.ui.words import language
from madang.work.services import actions, queries
from madang.work.services.forms import ApplicationForm, answers, application_form, in_words
from madang.work.services.rules import is_about_place, must_be_fetched, place_answered
from madang.work.services.views import promise_in_words as words
from madang.work.services.views.asked import found_or_404, key_from, person_of


class Filling:
    """A draft on the screen: its form, its files, its evidence; and what the person just sent."""

    def __init__(self, request: HttpRequest, draft: queries.Draft, service: queries.Service) -> None:
        self.request, self.draft, self.service = request, draft, service
        self.content = queries.content_of(draft)
        self.promise = service.promise

    @cached_property
    def files(self) -> dict[str, list[queries.StoredFile]]:
        """The files by the question that they answer."""
        found: dict[str, list[queries.StoredFile]] = {}
        for file in queries.files_of(self.draft.pk):
            found.setdefault(file.field, []).append(file)
        return found

    @cached_property
    def form(self) -> ApplicationForm:
        facts = queries.facts_so_far(self.promise, self.content, self.draft.person, self.draft.channel)
        kind = application_form(self.promise, facts)
        posted = self.request.method == "POST"
        form = kind(
            self.request.POST if posted else None,
            self.request.FILES if posted else None,
            initial=self.content.answers,
        )
        for name, field in form.fields.items():
            if isinstance(field, forms.FileField) and self.files.get(name):
                field.required = False
        return form

    def take(self) -> HttpResponse | None:
        """Do what the pressed button says; nothing to answer with where the form has to be shown again."""
        posted, person = self.request.POST, person_of(self.request)
        if "fetch" in posted:
            actions.fetch_again(self.draft.pk, by=person)
            return redirect("services:draft", self.draft.pk)
        refused = self._take_files()
        fine = self.form.is_valid() and not refused
        for name, sentence in refused:
            self.form.add_error(name, sentence)
        self._save(complete=fine and not self.must_wait())
        if (gone := key_from(posted.get("remove"))) is not None:
            actions.detach(self.draft.pk, gone, by=person)
            return redirect(f"{self.request.path}#files")
        if "later" in posted:
            messages.success(self.request, _("Saved. You can go on at any time from “Not sent yet”."))
            return redirect("services:drafts")
        return self._go_on() if fine else None

    def _go_on(self) -> HttpResponse | None:
        """To the check page; or back to the form where a register, asked just now, left something to ask."""
        after = Filling(
            self.request, found_or_404(queries.draft_of(person_of(self.request), self.draft.pk)), self.service
        )
        if set(after.form.questions) - set(self.form.questions):
            actions.save(
                self.draft.pk, after.content.answers, complete=False, definition=self.service.definition,
                by=person_of(self.request),
            )  # fmt: skip
            messages.info(
                self.request, _("The register has no answer to one question. Please tell it yourself below.")
            )
            return redirect("services:draft", self.draft.pk)
        return redirect("services:check", self.draft.pk) if not after.must_wait() else None

    def _save(self, *, complete: bool) -> None:
        actions.save(
            self.draft.pk,
            answers(self.form),
            complete=complete,
            definition=self.service.definition,
            by=person_of(self.request),
        )

    def _take_files(self) -> list[tuple[str, str]]:
        """Keep the files that came; the questions whose file was refused, with the reason."""
        refused = []
        for name in self.request.FILES:
            if name not in self.form.fields:
                continue
            question = self.form.questions.get(name)
            for file in self.request.FILES.getlist(name):
                most = queries.most_bytes(question)
                try:
                    actions.attach(
                        self.draft.pk,
                        name,
                        uploads.read(file, max_bytes=most),
                        file.name or "",
                        accept=queries.accepted_kinds(question),
                        max_bytes=most,
                        by=person_of(self.request),
                    )
                except uploads.Refused as why:
                    refused.append((name, why.about(file.name or "").sentence(language())))
                except actions.CannotApply as full:
                    refused.append((name, str(full)))
        self.__dict__.pop("files", None)  # they are read anew with those that came
        return refused

    def rows(self) -> list[tuple[forms.BoundField, list[queries.StoredFile]]]:
        """The fields of the form, each with the files that were given for it."""
        return [(bound, self.files.get(bound.name, [])) for bound in self.form.visible_fields()]

    def evidence(self) -> list[dict[str, Any]]:
        """What registers say, item by item, with what was found."""
        told = bool(place_answered(self.promise, self.content.answers))
        return [
            {
                **words.fetched_item(name, each),
                **words.found_in(self.content.evidence.get(name, {}), each),
                "waits_for_place": is_about_place(each) and not told,
            }
            for name, each in self.promise.evidence.items()
        ]

    def must_wait(self) -> list[str]:
        """The look-ups without an answer of which the application cannot be sent."""
        return [
            words.fetched_item(name, each)["title"]
            for name, each in self.promise.evidence.items()
            if must_be_fetched(name, each, self.content.evidence)
        ]

    def summary(self) -> list[tuple[str, str]]:
        """The questions and answers, as they will be sent."""
        return in_words(self.promise, self.content.answers)
