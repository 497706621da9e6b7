"""The form for trying a redesign, and what it says as a redesign."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from madang.insight.laboratory.definition import Redesign, redesign_in
from madang.insight.laboratory.definition.redesign import week_from
from madang.insight.laboratory.model import Model
from madang.lib.commands import BadInput
from madang.ui.forms import DateInput

MOST_ROLES = 8
UNITS = [
    ("days", gettext_lazy("days")),
    ("hours", gettext_lazy("hours")),
    ("minutes", gettext_lazy("minutes")),
]


class TryForm(forms.Form):
    """Staff by role, hours, steps, a register, demand, promise and price; the rest as lines of a file."""

    def __init__(self, model: Model, data: Any = None) -> None:
        super().__init__(data)
        self.model = model
        self.roles = {f"staff_{number}": role for number, role in enumerate(model.roles[:MOST_ROLES])}
        for name, role in self.roles.items():
            label, now = _("People: %(role)s") % {"role": role.name}, f"{role.staff:g}"
            self.fields[name] = _number(label, 0, 10_000, now, 0.5)
            self.fields[name].help_text = _("Now %(staff)s.") % {"staff": now}
        self.fields["open"] = forms.CharField(
            label=_("Opening hours of all"), required=False, max_length=300,
            help_text=_("For example mon-fri 09:00-12:00, mon-fri 13:00-18:00. Empty: as now."),
        )  # fmt: skip
        self._ask_for_ways([("", _("none"))] + [(step, step) for step in model.steps])
        self.fields["more"] = forms.CharField(
            label=_("Further changes as in a file"), required=False, max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("For example: - merge: {steps: [Check, Decide]}"),
        )  # fmt: skip

    def _ask_for_ways(self, steps: list[tuple[str, str]]) -> None:
        """Fields about steps, demand, promise and price."""
        asks = _("The step that asks falls away, and the wait for the applicant.")
        self.fields |= {
            "register": _choice(_("Step replaced by a register"), steps, asks),
            "skip": _choice(_("Step that fewer cases need"), steps),
            "share": _number(_("Share of the cases that no longer need it (%)"), 0, 100, "100"),
            "step": _choice(_("Step whose work takes another time"), steps),
            "factor": _number(_("Its work in % of today"), 0, 1000, "100"),
            "demand": _number(_("Cases in % of today"), 1, 1000, "100"),
            "promise": _number(_("Promised time"), 0, 100_000, ""),
            "unit": forms.ChoiceField(label=_("Unit of the promised time"), choices=UNITS, required=False),
            "price": _number(_("Cost of an hour of work (won)"), 0, 10_000_000, ""),
        }

    def clean_open(self) -> list[str]:
        parts = [part.strip() for part in self.cleaned_data["open"].split(",") if part.strip()]
        try:
            week_from(parts)
        except ValueError:
            raise forms.ValidationError(
                _("These hours are not understood. Write them like mon-fri 09:00-12:00, parted by commas.")
            ) from None
        return parts

    def clean_more(self) -> list[dict[str, Any]]:
        text = self.cleaned_data["more"].strip()
        if not text:
            return []
        try:
            found = redesign_in("changes:\n" + text if not text.startswith("changes:") else text)
        except BadInput as error:
            raise forms.ValidationError(
                _("These changes are not understood: %(why)s") % {"why": str(error)}
            ) from None
        return [change.model_dump(by_alias=True, exclude_none=True) for change in found.changes]

    def redesign(self) -> Redesign | None:
        """What the form says; nothing where nothing is changed."""
        told = self.cleaned_data
        changes = [*self._staff(told), *self._ways(told), *told["more"]]
        if told["demand"] is not None and told["demand"] != 100:
            changes.append({"demand": {"factor": told["demand"] / 100}})
        if not changes:
            return None
        parts: dict[str, Any] = {"changes": changes}
        if told["promise"]:
            parts["standard"] = {told["unit"] or "days": told["promise"]}
        if told["price"]:
            parts["prices"] = {"all": told["price"]}
        try:
            return Redesign.model_validate(parts)
        except ValidationError as error:
            raise BadInput(error.errors()[0]["msg"]) from None

    def _staff(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = [
            {"staff": {"role": role.name, "to": told[name]}}
            for name, role in self.roles.items()
            if told[name] is not None and told[name] != role.staff
        ]
        return [*changes, {"hours": {"open": told["open"]}}] if told["open"] else changes

    def _ways(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = []
        if told["register"]:
            changes.append({"register": {"step": told["register"]}})
        if told["skip"]:
            share = 100 if told["share"] is None else told["share"]
            changes.append({"skip": {"step": told["skip"], "share": share / 100}})
        if told["step"] and told["factor"] is not None and told["factor"] != 100:
            changes.append({"duration": {"step": told["step"], "factor": told["factor"] / 100}})
        return changes


def _number(label: Any, least: float, most: float, initial: str, step: float = 1) -> forms.FloatField:
    field = forms.FloatField(label=label, min_value=least, max_value=most, required=False, initial=initial)
    field.widget.attrs |= {"step": step, "inputmode": "decimal"}
    return field


def _choice(label: Any, choices: list[tuple[str, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)


class KeepForm(forms.Form):
    """A title under which a prediction is kept, with the redesign that was tried."""

    title = forms.CharField(label=gettext_lazy("Title of the redesign"), max_length=200)
    redesign = forms.CharField(widget=forms.HiddenInput, max_length=50_000)


class LiveForm(forms.Form):
    """From which day the service works as redesigned."""

    day = forms.DateField(label=gettext_lazy("Works as redesigned since"), widget=DateInput)
