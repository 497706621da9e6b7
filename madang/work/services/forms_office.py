"""Forms of officials on a case: one for each act, a note, an opinion, to whom the case goes."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.flow.queries import Possible
from madang.ground.law.queries import CannotCount, Period
from madang.ground.organisations.queries import Unit
from madang.ui.words import language
from madang.work.services.queries.units import Groups

LONGEST_TEXT = 20_000
REASONS = {
    "move": gettext_lazy("Reason"),
    "ask": gettext_lazy("What the applicant is asked"),
    "opinion": gettext_lazy("What the unit is asked"),
    "extend": gettext_lazy("Why more time is needed"),
    "transfer": gettext_lazy("Why the case goes there"),
}
SPANS = [("days", gettext_lazy("days")), ("hours", gettext_lazy("hours")), ("weeks", gettext_lazy("weeks"))]


class Once(forms.Form):
    """A form that does its act once, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ActForm(Once):
    """What an act of the present stage needs from the official who does it."""

    changed = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        possible: Possible,
        *,
        changed: int,
        units: Groups,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=possible.name, initial={"changed": changed})
        self.possible = possible
        act = possible.act
        if act.does in ("opinion", "transfer") and not act.unit:
            self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose")), *units])
        if act.does in ("ask", "opinion", "extend"):
            self._ask_for_period(act.within)
        self.fields["reason"] = forms.CharField(
            label=REASONS[act.does],
            required=possible.reason_required,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("The applicant will read this."),
        )

    def _ask_for_period(self, within: str | None) -> None:
        period = Period.parse(within) if within else None
        longest = self.possible.act.does == "extend" and period is not None
        spans = dict(SPANS)
        unit = str(period.unit) if period else "days"
        if unit not in spans:  # months and the like: the definition's own length, not to be changed
            return
        self.fields["length"] = forms.IntegerField(
            label=_("By how long") if self.possible.act.does == "extend" else _("Time to answer"),
            required=within is None,
            min_value=1,
            max_value=period.number if longest and period else 365,
            initial=period.number if period else None,
        )
        self.fields["span"] = forms.ChoiceField(
            label=_("Counted in"),
            choices=[(unit, spans[unit])] if longest else SPANS,
            initial=unit,
        )

    @property
    def period(self) -> str | None:
        """The period chosen, as the law writes it, or nothing for the definition's own."""
        length, span = self.cleaned_data.get("length"), self.cleaned_data.get("span")
        return f"{length} {span}" if length and span else None

    @property
    def unit(self) -> Unit | None:
        """The unit chosen."""
        chosen = self.cleaned_data.get("unit")
        return Unit.objects.select_related("government").get(pk=int(chosen)) if chosen else None

    def hidden(self) -> "ActForm":
        """The same form with nothing to fill in: it carries what was filled in through a confirmation."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self


class NoteForm(Once):
    """A note for the colleagues; the applicant does not read it."""

    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The applicant does not read it."),
    )


class OpinionForm(Once):
    """The opinion of the unit that was asked."""

    opinion = forms.CharField(
        label=gettext_lazy("Opinion"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("The unit that asked reads it and so does the applicant."),
    )


# The rule or request by which personal data is erased; it stays in the log, so it names nobody.
BASES = [
    ("kept long enough", gettext_lazy("The time to keep it is over")),
    ("request of the person", gettext_lazy("The person asked for it")),
    ("consent withdrawn", gettext_lazy("The consent was withdrawn")),
    ("order of a court or authority", gettext_lazy("A court or authority ordered it")),
]
GROUNDS = [
    ("mistake", gettext_lazy("It was issued by mistake")),
    ("false-statements", gettext_lazy("It rests on false statements")),
    ("no-longer-true", gettext_lazy("What it states is no longer true")),
    ("overturned", gettext_lazy("The decision was overturned")),
]


class RevokeForm(forms.Form):
    """Why a document is taken back."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=[("", gettext_lazy("Choose")), *GROUNDS])
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The holder of the document will read this."),
    )


class ErasureForm(Once):
    """By what rule personal data is erased, and the number of the case once more, against a slip of the hand."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, number: str, asking: bool) -> None:
        super().__init__(data)
        self.expected = number
        if asking:
            choices = [("", _("Choose")), *BASES]
            self.fields["ground"] = forms.ChoiceField(label=_("By which rule"), choices=choices)
            self.fields["reference"] = forms.RegexField(
                r"^[\w\s./()-]*$",
                label=_("Reference"),
                required=False,
                max_length=80,
                help_text=_(
                    "For example the number of the letter or the article. No names: this stays in the log."
                ),
                error_messages={"invalid": _("Only letters, digits, spaces and . / - ( ) are taken.")},
            )
        self.fields["number"] = forms.CharField(
            label=_("Number of the case"),
            max_length=20,
            help_text=_("Type %(number)s, so that it is not another case by mistake.") % {"number": number},
        )

    def clean_number(self) -> str:
        """The number, if it is this case's."""
        number: str = self.cleaned_data["number"].strip()
        if number != self.expected:
            raise forms.ValidationError(
                _("That is not the number of this case. Type %(number)s.") % {"number": self.expected}
            )
        return number

    @property
    def basis(self) -> str:
        """The rule and its reference, as the log keeps them."""
        reference = self.cleaned_data.get("reference", "").strip()
        ground: str = self.cleaned_data["ground"]
        return f"{ground} ({reference})" if reference else ground


class HandForm(forms.Form):
    """To which colleague the case goes."""

    to = forms.ChoiceField(label=gettext_lazy("Assignee"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, choices: Sequence[tuple[str, str]], now: str
    ) -> None:
        super().__init__(data, initial={"to": now})
        cast("forms.ChoiceField", self.fields["to"]).choices = [*choices, ("nobody", _("Nobody"))]


def in_words(period: str | None) -> str:
    """A period of a definition as a person says it."""
    try:
        return Period.parse(period).words(language()) if period else ""
    except CannotCount:
        return ""
