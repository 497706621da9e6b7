"""What a claim must say before it is registered."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.insight.claims.definition import Figures, Measure, Promised, Source, Terms, Value, Words
from madang.ui.forms import DateInput

LONG = {"rows": 3}
BETTER = [("down", _("Less is better")), ("up", _("More is better"))]
READ_FROM = [
    ("", _("I give the numbers myself")),
    ("cycle_time", _("Days from the first event of a case to its last, from the log")),
    ("late_share", _("Share of cases that end after their due date, from the log")),
    ("count", _("Cases begun in a month, from the log")),
]
UNITS = {
    "cycle_time": Words(ko="일", en="days"),
    "late_share": Words(ko="%", en="%"),
    "count": Words(ko="건", en="cases"),
}
SECONDARY = 3


class Registering(forms.Form):
    """What a claim must say before it is registered. A draft may lack anything but a title."""

    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    service = forms.ChoiceField(
        label=_("Which service is it about?"), required=False,
        help_text=_("If it is about none of them, leave this and write the subject below."),
    )  # fmt: skip
    subject = forms.CharField(
        label=_("Subject, if it is no service"), max_length=200, required=False,
        help_text=_("For example: street cleaning at night"),
    )  # fmt: skip
    what_ko = forms.CharField(
        label=_("What changes?"), max_length=1000, widget=forms.Textarea(LONG),
        help_text=_("In one or two sentences that everybody understands."),
    )  # fmt: skip
    what_en = forms.CharField(
        label=_("What changes, in English"), max_length=1000, required=False, widget=forms.Textarea(LONG)
    )
    starts_on = forms.DateField(
        label=_("First day of the change"), widget=DateInput,
        help_text=_("Until the day before, you may still amend the claim. Then it stands."),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-12-01.")},
    )  # fmt: skip
    population = forms.CharField(
        label=_("Whom or which cases does it concern?"), max_length=300,
        help_text=_("For example: all applications for a resident certificate on the web"),
    )  # fmt: skip
    measure = forms.CharField(
        label=_("Primary measure"), max_length=200,
        help_text=_("The claim stands or falls by this one. For example: days until the decision"),
    )  # fmt: skip
    read_from = forms.ChoiceField(
        label=_("Where do its numbers come from?"), choices=READ_FROM, required=False
    )
    unit = forms.CharField(
        label=_("Unit of the measure"),
        max_length=40,
        required=False,
        help_text=_("For example: days. Known for numbers from the log."),
    )
    better = forms.ChoiceField(label=_("Direction"), choices=BETTER, widget=forms.RadioSelect, initial="down")
    promised = forms.DecimalField(
        label=_("How much is promised?"), min_value=Decimal("0.001"), max_digits=12, decimal_places=3, required=False,
        help_text=_("For example 20 for 20 percent. With nothing promised, any change in the direction counts."),
    )  # fmt: skip
    promised_as = forms.ChoiceField(
        label=_("Promised in"), required=False, initial="percent",
        choices=[("percent", _("Percent of the value before")), ("absolute", _("Units of the measure"))],
    )  # fmt: skip
    before_value = forms.DecimalField(
        label=_("Value before"), max_digits=14, decimal_places=4, required=False
    )
    before_at = forms.CharField(label=_("When it was so"), max_length=40, required=False)
    before_n = forms.IntegerField(label=_("Number of cases behind it"), min_value=1, required=False)
    after_value = forms.DecimalField(label=_("Value after"), max_digits=14, decimal_places=4, required=False)
    after_at = forms.CharField(label=_("When it was so"), max_length=40, required=False)
    after_n = forms.IntegerField(label=_("Number of cases behind it"), min_value=1, required=False)
    concurrent = forms.CharField(
        label=_("What else changes at about that time?"), max_length=1000, required=False, widget=forms.Textarea(LONG),
        help_text=_("Other reforms, holidays, new law, more staff: whatever could move the measure as well."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where is the claim made?"),
        max_length=300,
        help_text=_("Plan, decision or announcement with its date"),
    )
    source_url = forms.URLField(label=_("Its address"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service = self.fields["service"]
        assert isinstance(service, forms.ChoiceField)
        service.choices = [("", _("None of them")), *services]
        for place in range(1, SECONDARY + 1):
            self.fields[f"secondary_{place}"] = forms.CharField(
                label=_("Secondary measure %(place)s") % {"place": place}, max_length=200, required=False
            )
            self.fields[f"secondary_unit_{place}"] = forms.CharField(
                label=_("Its unit"), max_length=40, required=False
            )
            self.fields[f"secondary_better_{place}"] = forms.ChoiceField(
                label=_("Its direction"), choices=BETTER, required=False, initial="down"
            )

    def clean(self) -> dict[str, Any]:
        """Service or subject, unit or log, and nothing twice."""
        said = super().clean() or {}
        if not said.get("service") and not said.get("subject"):
            self.add_error("subject", _("Choose a service above, or write the subject."))
        if not said.get("read_from") and not said.get("unit"):
            self.add_error("unit", _("Write the unit in which the measure is counted."))
        if said.get("read_from") and not said.get("service"):
            self.add_error(
                "read_from", _("Only a service has a log. Choose the service, or give the numbers yourself.")
            )
        missing = [side for side in ("before", "after") if said.get(f"{side}_value") is None]
        if len(missing) == 1:
            self.add_error(f"{missing[0]}_value", _("Give both values, or neither."))
        for place in range(1, SECONDARY + 1):
            if said.get(f"secondary_{place}") and not said.get(f"secondary_unit_{place}"):
                self.add_error(
                    f"secondary_unit_{place}", _("Write the unit in which the measure is counted.")
                )
        return said

    def terms(self, key: str) -> Terms:
        """The claim as it was filled in."""
        said = self.cleaned_data
        return Terms(
            key=key,
            title=Words(ko=said["title_ko"], en=said["title_en"]),
            service=said["service"],
            subject=None if said["service"] else _one(said["subject"]),
            what=Words(ko=said["what_ko"], en=said["what_en"]),
            starts_on=said["starts_on"],
            population=_one(said["population"]),
            measures=(self._primary(), *self._secondary()),
            concurrent=_one(said["concurrent"]) if said["concurrent"].strip() else None,
            source=Source(title=_one(said["source"]), url=said["source_url"]),
        )

    def _primary(self) -> Measure:
        said = self.cleaned_data
        size = {"size": said["promised"], "as": said["promised_as"] or "percent"}
        promised = Promised.model_validate(size) if said["promised"] else None
        return Measure(
            key="primary",
            name=_one(said["measure"]),
            unit=UNITS.get(said["read_from"]) or _one(said["unit"]),
            better=said["better"],
            promised=promised,
            read_from=said["read_from"],
            figures=self._figures(),
        )

    def _figures(self) -> Figures | None:
        said = self.cleaned_data
        if said["before_value"] is None or said["after_value"] is None:
            return None
        before, after = (
            Value(value=said[f"{side}_value"], at=said[f"{side}_at"], n=said[f"{side}_n"])
            for side in ("before", "after")
        )
        return Figures(before=before, after=after)

    def _secondary(self) -> list[Measure]:
        said = self.cleaned_data
        return [
            Measure(
                key=f"secondary-{place}",
                name=_one(said[f"secondary_{place}"]),
                unit=_one(said[f"secondary_unit_{place}"]),
                better=said[f"secondary_better_{place}"] or "down",
            )
            for place in range(1, SECONDARY + 1)
            if said[f"secondary_{place}"]
        ]


def answers_of(terms: Terms) -> dict[str, Any]:
    """The answers by which a registered claim would be filled in again, to amend it."""
    first = terms.primary
    answers: dict[str, Any] = {
        "title_ko": terms.title.ko, "title_en": terms.title.en, "service": terms.service,
        "subject": _said(terms.subject), "what_ko": terms.what.ko, "what_en": terms.what.en,
        "starts_on": terms.starts_on, "population": _said(terms.population), "measure": _said(first.name),
        "read_from": first.read_from, "unit": _said(first.unit), "better": first.better,
        "promised": first.promised.size if first.promised else None,
        "promised_as": first.promised.as_ if first.promised else "percent",
        "concurrent": _said(terms.concurrent), "source": _said(terms.source.title), "source_url": terms.source.url,
    }  # fmt: skip
    if first.figures:
        for side, value in (("before", first.figures.before), ("after", first.figures.after)):
            answers |= {f"{side}_value": value.value, f"{side}_at": value.at, f"{side}_n": value.n}
    for place, measure in enumerate(terms.measures[1:], 1):
        answers |= {
            f"secondary_{place}": _said(measure.name),
            f"secondary_unit_{place}": _said(measure.unit),
            f"secondary_better_{place}": measure.better,
        }
    return answers


def _one(text: str) -> Words:
    """A text that was written in one language only, which is that of the page."""
    return Words(en=text) if (get_language() or "ko").startswith("en") else Words(ko=text)


def _said(words: Words | None) -> str:
    return (words.ko or words.en) if words else ""


def key_of(government: str, title: str, day: date) -> str:
    """The key of a new claim, by which its page is addressed."""
    return f"{government}-{day:%Y}-{slugify(title)[:30].strip('-') or 'reform'}"[:55].strip("-")
