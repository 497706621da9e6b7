"""Forms of flow's pages: narrowing the inbox, assigning what is in it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.flow.queries import Filters
from madang.ground.organisations.queries import Unit
from madang.ground.people.queries import Person
from madang.ui.words import both, in_language

Colleagues = Sequence[tuple[Unit, Sequence[Person]]]


class FilterForm(forms.Form):
    """What of the inbox to show; every field may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Number or name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)
    when = forms.ChoiceField(label=gettext_lazy("When due"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, services: Sequence[Mapping[str, Any]], colleagues: Colleagues
    ) -> None:
        super().__init__(data)
        _choices(
            self,
            service=[("", _("All")), *((one["key"], in_language(one["title"])) for one in services)],
            kind=[("", _("All")), ("stage", _("To be worked on")), ("opinion", _("Opinions asked"))],
            whose=[
                ("", _("Everybody")),
                ("mine", _("Mine")),
                ("nobody", _("Nobody's")),
                *by_unit(colleagues),
            ],
            when=[
                ("", _("Any time")),
                ("late", _("Overdue")),
                ("today", _("Due today")),
                ("waiting", _("Waiting")),
            ],
        )

    def filters(self) -> Filters:
        """The filters as asked for; a field that says nothing sensible narrows nothing."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        text = said.pop("q", "")
        return Filters(text=text, **said)


class AssignForm(forms.Form):
    """To whom the items chosen go."""

    to = forms.ChoiceField(label=gettext_lazy("Assign to"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, me: Person, colleagues: Colleagues) -> None:
        super().__init__(data)
        mine = [(f"{me.pk}", _("Myself (%(name)s)") % {"name": both(me, "name")[0]})]
        _choices(self, to=[*mine, *by_unit(colleagues, without=me), ("nobody", _("Nobody"))])


def _choices(form: forms.Form, **choices: list[Any]) -> None:
    for name, offered in choices.items():
        cast("forms.ChoiceField", form.fields[name]).choices = offered


def by_unit(
    colleagues: Colleagues, *, without: Person | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The colleagues as groups of a select, by unit."""
    groups = [
        (
            both(unit, "name")[0],
            [(f"{person.pk}", both(person, "name")[0]) for person in people if person != without],
        )
        for unit, people in colleagues
    ]
    return [group for group in groups if group[1]]
