"""Forms about oneself."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from madang.ground.people.models import Person

PHONE = r"^\+?[0-9][0-9 -]{5,24}$"


class Naming(forms.Form):
    """What signing up asks besides address and password."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))

    field_order = ["name", "email", "username", "password1", "password2"]

    def signup(self, request: HttpRequest, person: Person) -> None:
        """Called by allauth once the account is there."""
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])


class Wishes(forms.Form):
    """How somebody wants to be told things."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("ko", "한국어"), ("en", "English")],
        widget=forms.RadioSelect,
        help_text=_("Pages after signing in and mails come in this language."),
    )
    daily_digest = forms.BooleanField(
        label=_("One mail a day instead of one for each notice"),
        required=False,
        help_text=_("It comes at 8 in the morning, on days on which something is new."),
    )
    phone = forms.RegexField(
        PHONE,
        label=_("Phone"),
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("For example 010-1234-5678."),
        error_messages={"invalid": _("Write the phone number in digits, for example 010-1234-5678.")},
    )
