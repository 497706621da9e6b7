"""What is given on the way to the proof: the past, tables, benefits, a reason to withdraw."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.insight.claims.recomputing import ledger
from madang.insight.claims.saying import PARTS, fault_in_words
from madang.insight.claims.tables import CASES, PANEL, SERIES

LONG = {"rows": 3}
PLACES = {"low": _("Low"), "mid": _("Most likely"), "high": _("High")}


class Planning(forms.Form):
    """Values of the past, from which the planner says how many months the proof will take."""

    size = forms.DecimalField(
        label=_("Change to be seen, in units of the measure"),
        min_value=Decimal("0.0001"),
        max_digits=12,
        decimal_places=4,
    )
    file = forms.FileField(
        label=_("Monthly values of the past (CSV)"), required=False,
        help_text=_("Two columns: period, value. Without a file the data of the claim are used."),
    )  # fmt: skip


class GivingData(forms.Form):
    """A table for one of the measures."""

    measure = forms.ChoiceField(label=_("For which measure?"))
    kind = forms.ChoiceField(
        label=_("What is in the table?"), widget=forms.RadioSelect,
        choices=[
            (SERIES, _("One value a month (period, value)")),
            (PANEL, _("One value a month for several units (unit, period, value)")),
            (CASES, _("One row a case (day it began, value)")),
        ],
    )  # fmt: skip
    treated = forms.CharField(
        label=_("Which unit changed?"),
        max_length=100,
        required=False,
        help_text=_(
            "Only for several units, as in the table. Several with commas; another month so: North=2026-03"
        ),
    )
    file = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_(
            "At most 5 MB. Only these columns are kept, and everybody can download them. Of single cases only the "
            "month is kept, and months with fewer than 5 cases are left out."
        ),
    )
    columns = forms.CharField(
        label=_("Names of the columns, if they are called otherwise"), max_length=300, required=False,
        help_text=_("In the order above, separated by commas"),
    )  # fmt: skip
    source = forms.CharField(label=_("Where are the numbers from?"), max_length=500)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.fields["measure"]
        assert isinstance(measure, forms.ChoiceField)
        measure.choices = measures

    def clean(self) -> dict[str, Any]:
        """A panel names the unit that changed; the file is not too large."""
        said = super().clean() or {}
        if said.get("kind") == PANEL and not said.get("treated"):
            self.add_error("treated", _("Name the unit that changed."))
        if (file := said.get("file")) and file.size > 5_000_000:
            self.add_error("file", _("The file is larger than 5 MB. Sum it up by month first."))
        return said


class Counting(forms.Form):
    """A line of the benefit ledger: each quantity with low, most likely, high and source."""

    name = forms.CharField(label=_("What is saved or gained?"), max_length=200)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    unit = forms.CharField(
        label=_("Unit of before and after"), max_length=40, help_text=_("For example: hours a case")
    )
    currency = forms.CharField(label=_("Currency"), max_length=10, initial="KRW")
    cashable = forms.BooleanField(
        label=_("Cashable: money that is really no longer spent"), required=False,
        help_text=_("Time of citizens or staff that is freed is not cashable."),
    )  # fmt: skip
    years = forms.IntegerField(
        label=_("Over how many years is implementing spread?"), min_value=1, max_value=30, initial=5
    )

    def __init__(self, *args: Any, process: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        for part in (*ledger.PARTS, *ledger.COSTS):
            for place in ("low", "mid", "high"):
                self.fields[f"{part}_{place}"] = forms.FloatField(label=PLACES[place], required=False)
            self.fields[f"{part}_source"] = forms.CharField(label=_("Source"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Every fault of the line at its own field, in a sentence."""
        said = super().clean() or {}
        if not self.errors:
            for part, fault in ledger.faults(self.line()):
                place = "source" if fault == "no-source" else "mid"
                self.add_error(f"{part}_{place}", fault_in_words(part, fault))
        return said

    def line(self) -> ledger.Line:
        """The line as it was filled in; a cost that is left empty is none."""
        said = self.cleaned_data
        parts = {part: found for part in ledger.PARTS if (found := self._range(part))}
        costs = {part: found for part in ledger.COSTS if (found := self._range(part))}
        return ledger.Line(
            said["name"], self.process, said["year"], parts, said["unit"], said["currency"].upper(),
            said["cashable"], costs, said["years"],
        )  # fmt: skip

    def _range(self, part: str) -> ledger.Range | None:
        said = self.cleaned_data
        mid = said.get(f"{part}_mid")
        if mid is None:
            return None
        low, high = (said.get(f"{part}_{place}") for place in ("low", "high"))
        return ledger.Range(
            mid if low is None else low, mid, mid if high is None else high, said[f"{part}_source"]
        )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The quantities with their four fields each, in order."""
        names = ("low", "mid", "high", "source")
        return [
            (PARTS[part](), [self[f"{part}_{name}"] for name in names])
            for part in (*ledger.PARTS, *ledger.COSTS)
        ]


class Withdrawing(forms.Form):
    """Why a claim is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=1000, widget=forms.Textarea(LONG),
        help_text=_("Everybody will read this. The claim and its results stay readable."),
    )  # fmt: skip
