"""Forms of the citizen's pages: narrowing lists, consenting, answering, withdrawing, objecting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DEPTHS = [
    ("", _("All")),
    ("informed", _("Informed: it is explained here")),
    ("inspected", _("Inspected: records can be looked at here")),
    ("applied", _("Applied for: it can be applied for here")),
    ("issued", _("Issued: the document itself comes out here")),
]
GRADES = [("", _("All")), ("1.0", "1.0"), ("2.0", "2.0"), ("3.0", "3.0")]


class CatalogueFilter(forms.Form):
    """Which services to show."""

    depth = forms.ChoiceField(label=_("How far it goes"), choices=DEPTHS, required=False)
    field = forms.ChoiceField(label=_("Field of government"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), choices=GRADES, required=False)
    q = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", _("All")), *fields]


class CaseFilter(forms.Form):
    """Which of one's own cases to show."""

    only = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("open", _("Under way")), ("closed", _("Closed"))],
        required=False,
    )
    number = forms.CharField(label=_("Receipt number"), max_length=20, required=False)


class ReportFilter(forms.Form):
    """Which public reports to show."""

    q = forms.CharField(label=_("Words in the report"), max_length=60, required=False)
    service = forms.ChoiceField(label=_("Kind of report"), required=False)
    status = forms.ChoiceField(
        label=_("State at the office"),
        choices=[("", _("All")), ("open", _("Under way")), ("closed", _("Closed"))],
        required=False,
    )

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", _("All")), *services]


class Consents(forms.Form):
    """Consent to each look-up that rests on consent."""

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in asked:
            self.fields[f"consent_{name}"] = forms.ChoiceField(
                label=label,
                choices=[
                    ("yes", _("I agree to this look-up")),
                    ("no", _("I do not agree; I will show it myself")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose whether you agree.")},
            )

    @property
    def given(self) -> dict[str, bool]:
        """What was consented to, by the name of the evidence."""
        return {name.removeprefix("consent_"): value == "yes" for name, value in self.cleaned_data.items()}


class Written(forms.Form):
    """A text that the applicant writes about a case: an answer, a reason, an objection."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10_000,
        error_messages={"required": _("Please write something here first.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: Any, hint: Any = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        self.fields["text"].required = required


class Caller(forms.Form):
    """For whom an official enters an application, and by which way that person turned to the office."""

    channel = forms.ChoiceField(
        label=_("How the person turned to the office"),
        choices=[("phone", _("By telephone")), ("counter", _("At the counter"))],
        widget=forms.RadioSelect,
    )
    who = forms.ChoiceField(
        label=_("Who applies"),
        choices=[("account", _("A person with an account")), ("name", _("A person without an account"))],
        widget=forms.RadioSelect,
        initial="account",
    )
    person = forms.CharField(
        label=_("Sign-in name, e-mail or telephone of the account"),
        help_text=_("Exactly as in the account. If several fit, none is chosen."),
        max_length=254,
        required=False,
    )
    name = forms.CharField(
        label=_("Name"), help_text=_("Only without an account"), max_length=100, required=False
    )
    contact = forms.CharField(
        label=_("How to reach the person"),
        help_text=_("Telephone, e-mail or postal address; only without an account"),
        max_length=200,
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("The person agreed to look-ups in registers that need consent"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("who") == "account" and not given.get("person", "").strip():
            self.add_error("person", _("Please write by what the account is known."))
        if given.get("who") == "name" and not given.get("name", "").strip():
            self.add_error("name", _("Please write the name."))
        return given
