"""Forms of organisations: search, the day of a tree, and one's own absence."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.ground.organisations import queries
from madang.ground.people.queries import Person
from madang.ui.forms import DateInput, DateTimeInput

KINDS = [
    ("", _("All")),
    ("nation", _("Nation")),
    ("metropolis", _("Metropolis")),
    ("province", _("Province")),
    ("city", _("City")),
    ("county", _("County")),
    ("district", _("District")),
]


class Narrowing(forms.Form):
    """Which governments to list."""

    q = forms.CharField(label=_("Name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)


class AsOf(forms.Form):
    """On which day the organisation is wanted."""

    on = forms.DateField(
        label=_("On the day"),
        required=False,
        widget=DateInput,
        error_messages={"invalid": _("Write the day as year-month-day, for example 2025-06-30.")},
    )


class BeingAbsent(forms.Form):
    """From when until when somebody is away, and who acts meanwhile."""

    starts = forms.DateTimeField(label=_("Away from"), widget=DateTimeInput)
    ends = forms.DateTimeField(label=_("Back on"), widget=DateTimeInput)
    deputy = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Deputy"),
        required=False,
        empty_label=_("No deputy"),
        help_text=_(
            "The deputy may do all that you may, in your name, until you are back. You may still act too."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("Only you and your deputy read this.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy = cast("forms.ModelChoiceField[Person]", self.fields["deputy"])
        deputy.queryset = queries.possible_deputies(person, timezone.now())
