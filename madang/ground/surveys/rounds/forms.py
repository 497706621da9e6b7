"""Forms of rounds: planning one, and the list of those who may be asked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.ground.organisations.queries import Government
from madang.ground.surveys.definition import rounds, survey
from madang.ground.surveys.models import Round
from madang.ground.surveys.rounds import rules
from madang.ground.surveys.rounds.actions import Plan
from madang.ui.forms import DateInput
from madang.ui.words import in_language

WHY = {
    "name": gettext_lazy(
        "Line %(line)d of the margins: write a new name, a colon, then the categories: “%(text)s”."
    ),
    "number": gettext_lazy(
        "Line %(line)d of the margins: write category = number, such as under-30 = 21: “%(text)s”."
    ),
    "two": gettext_lazy("Line %(line)d of the margins: name at least two categories: “%(text)s”."),
}


class Planning(forms.Form):
    """A round as it is to be held."""

    government = forms.ChoiceField(label=gettext_lazy("Government"))
    title_ko = forms.CharField(label=gettext_lazy("Title in Korean"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=120)
    survey_key = forms.ChoiceField(label=gettext_lazy("Questionnaire"))
    reform = forms.SlugField(
        label=gettext_lazy("Key of the reform"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As in the address of its claim. Rounds with the same key are compared."),
    )
    population = forms.ChoiceField(
        label=gettext_lazy("Who is asked"),
        widget=forms.RadioSelect,
        choices=[
            ("residents", gettext_lazy("Residents, from a list that you upload")),
            ("users", gettext_lazy("Users of a service, whose cases ended")),
        ],
        initial="residents",
    )
    service = forms.SlugField(
        label=gettext_lazy("Key of the service"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As in its address, for example environmental-permit."),
    )
    cases_from = forms.DateField(label=gettext_lazy("Cases ended from"), required=False, widget=DateInput())
    cases_until = forms.DateField(label=gettext_lazy("Cases ended until"), required=False, widget=DateInput())
    asked_from = forms.DateField(label=gettext_lazy("First day of answering"), widget=DateInput())
    asked_until = forms.DateField(label=gettext_lazy("Last day of answering"), widget=DateInput())
    size = forms.IntegerField(
        label=gettext_lazy("How many to invite"), min_value=rules.LEAST, max_value=rules.MOST, initial=1200
    )
    response = forms.IntegerField(
        label=gettext_lazy("How many of 100 will answer, as you expect"),
        min_value=1,
        max_value=100,
        initial=30,
    )
    margins = forms.CharField(
        label=gettext_lazy("What is known of all"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy(
            "A line for each variable, for example “age: under-30 = 21, 30-59 = 44, over-59 = 35”."
            " The answers are weighted to it."
        ),
    )
    margins_source = forms.CharField(
        label=gettext_lazy("Where that is known from"), max_length=300, required=False
    )
    area_ko = forms.CharField(
        label=gettext_lazy("Part of the government, in Korean"), max_length=80, required=False
    )
    area_en = forms.CharField(
        label=gettext_lazy("Part of the government, in English"), max_length=80, required=False
    )
    compares = forms.BooleanField(
        label=gettext_lazy("Asked for comparison: the reform came later here, or not at all"), required=False
    )

    def __init__(self, data: Any = None, *, homes: Sequence[Government]) -> None:
        super().__init__(data)
        self.homes = {str(home.pk): home for home in homes}
        names = [
            (key, in_language({"ko": home.name_ko, "en": home.name_en})) for key, home in self.homes.items()
        ]
        self._field("government").choices = names
        self._field("survey_key").choices = [
            (one.key, in_language(one.title.model_dump())) for one in rounds()
        ]
        if len(names) == 1:
            self.fields["government"].initial = names[0][0]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # as declared above
        return field

    def clean_margins(self) -> rules.Margins:
        try:
            return rules.margins_of(self.cleaned_data["margins"])
        except rules.Unreadable as error:
            said = {"line": error.line, "text": error.text[:60]}
            raise forms.ValidationError(WHY[error.why] % said) from None

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("population") == Round.Population.USERS:
            for name in ("service", "cases_from", "cases_until"):
                if name not in self.errors and not told.get(name):
                    self.add_error(name, _("To ask users, fill this in."))
        self._in_order("asked_from", "asked_until")
        self._in_order("cases_from", "cases_until")
        remembers = survey(told["survey_key"]).asking("remembered") if told.get("survey_key") else None
        if remembers and told.get("population") == Round.Population.RESIDENTS:
            self.add_error(
                "survey_key", _("This questionnaire asks about a case; it is for users of a service.")
            )
        return told

    def _in_order(self, first: str, last: str) -> None:
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begins and ends and ends < begins:
            self.add_error(last, _("This day lies before the first."))

    @property
    def home(self) -> Government:
        """The government for which the round is held."""
        return self.homes[self.cleaned_data["government"]]

    def plan(self) -> Plan:
        """What was filled in, as a plan."""
        told = self.cleaned_data
        area = {"ko": told["area_ko"], "en": told["area_en"]}
        users = told["population"] == Round.Population.USERS
        return Plan(
            title={"ko": told["title_ko"], "en": told["title_en"]},
            survey_key=told["survey_key"],
            population=told["population"],
            asked_from=told["asked_from"],
            asked_until=told["asked_until"],
            size=told["size"],
            service=told["service"],
            reform=told["reform"],
            cases_from=told["cases_from"] if users else None,
            cases_until=told["cases_until"] if users else None,
            area={code: words or area["ko"] or area["en"] for code, words in area.items()}
            if any(area.values())
            else {},
            compares=told["compares"],
            margins={} if users else told["margins"],
            margins_source=told["margins_source"],
            invented=self.home.invented,
        )


class ListOfResidents(forms.Form):
    """The list of those who may be asked; it is read once and not kept."""

    people = forms.FileField(
        label=gettext_lazy("List of residents (CSV)"),
        help_text=gettext_lazy(
            "A column email; if you like, language (ko or en); and one for each variable of the margins."
            " The list is not kept."
        ),
    )

    def clean_people(self) -> bytes:
        file = self.cleaned_data["people"]
        if file.size > 20 * 2**20:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        content: bytes = file.read()
        return content
