"""Forms of the operator: a plan that moves running cases, a holiday to be decreed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.flow.queries import Definition, flow_of, said
from madang.ground.law.queries import CannotCount, calendar_names, decreed, is_working_day
from madang.ui.forms import DateInput
from madang.ui.words import language


class PlanForm(forms.Form):
    """Where the cases of stages go that the new version does not have."""

    def __init__(self, data: Any, *, to: Definition, gone: Sequence[str], titles: Mapping[str, str]) -> None:
        super().__init__(data)
        flow = flow_of(to)
        offered = [(key, said(stage.title)) for key, stage in flow.stages.items() if not stage.auto]
        for stage in gone:
            self.fields[f"stage-{stage}"] = forms.ChoiceField(
                label=_("Cases at “%(stage)s” go to") % {"stage": titles.get(stage, stage)},
                choices=[("", _("They stay under the old version")), *offered],
                required=False,
            )

    @property
    def stages(self) -> dict[str, str]:
        """The plan: old stage to new stage."""
        self.is_valid()
        return {name.removeprefix("stage-"): to for name, to in self.cleaned_data.items() if to}


class HolidayForm(forms.Form):
    """A temporary holiday, as it was decreed."""

    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    name_ko = forms.CharField(label=gettext_lazy("Name in Korean"), max_length=100)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100)
    basis = forms.CharField(
        label=gettext_lazy("Basis"),
        max_length=300,
        help_text=gettext_lazy(
            "The decision or notice that made it a holiday, for example “Cabinet decision of 5 May 2026”."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["calendar"]).choices = [
            (name, name) for name in calendar_names()
        ]

    def clean(self) -> dict[str, Any]:
        said_in_form = super().clean() or self.cleaned_data
        day, calendar = said_in_form.get("day"), said_in_form.get("calendar")
        if isinstance(day, date) and calendar and (problem := _why_not(day, calendar)):
            self.add_error("day", problem)
        return said_in_form

    def hidden(self) -> "HolidayForm":
        """The same with nothing to fill in, for the confirmation."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self


def _why_not(day: date, calendar: str) -> str:
    try:
        works = is_working_day(day, calendar, decreed=decreed(calendar))
    except CannotCount as unknown:
        return unknown.ko if language() == "ko" else unknown.en
    return "" if works else _("Nobody works on that day anyway: it is a weekend or a holiday already.")
