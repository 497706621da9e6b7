"""The gallery: every component with an example, its code and what it does for accessibility."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.lib.permissions import open_to_all
from madang.ui.examples import GROUPS
from madang.ui.forms import DateInput
from madang.ui.pages import Stretch

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))
BARS = (("0–1", 48), ("1–2", 31), ("2–3", 14), ("3–6", 5), ("6+", 2))


@open_to_all
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page, with invented contents."""
    return render(request, "ui/gallery.html", {"groups": GROUPS, **_contents()})


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As in the resident register"))
    phone = forms.RegexField(
        r"^[0-9-]{9,13}$",
        label=gettext_lazy("Telephone"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write the number with digits, for example 010-0000-0000.")},
    )
    born = forms.DateField(label=gettext_lazy("Date of birth"), widget=DateInput, required=False)
    copies = forms.IntegerField(label=gettext_lazy("Copies"), min_value=1, max_value=10, initial=1)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=[
            ("", gettext_lazy("Choose")),
            ("bank", gettext_lazy("Bank")),
            ("school", gettext_lazy("School")),
        ],
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How to receive it"),
        widget=forms.RadioSelect,
        choices=[("net", gettext_lazy("As a file")), ("post", gettext_lazy("By post"))],
        initial="net",
    )
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("What it shows"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[
            ("past", gettext_lazy("Earlier addresses")),
            ("family", gettext_lazy("Members of the household")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("Remarks"), widget=forms.Textarea({"rows": 4}), required=False
    )
    paper = forms.FileField(
        label=gettext_lazy("Attachment"),
        required=False,
        help_text=gettext_lazy("PDF or picture, up to 10 MB"),
    )
    agreed = forms.BooleanField(label=gettext_lazy("The office may look up my register entry"))


class ExampleFilters(forms.Form):
    """Fields that narrow a list."""

    text = forms.CharField(label=gettext_lazy("Number or name"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), ("o", gettext_lazy("Open"))],
    )


def _contents() -> dict[str, Any]:
    return {
        "now": NOW,
        "in_days": NOW + timedelta(days=4, hours=8),
        "in_hours": NOW + timedelta(hours=5),
        "past": NOW - timedelta(days=2, hours=3),
        "form": ExampleForm(auto_id="example_%s"),
        "wrong_form": ExampleForm({"phone": "12"}, auto_id="wrong_%s"),
        "filter_form": ExampleFilters(auto_id="filter_%s"),
        "page_obj": Paginator(range(700), 10).page(7),
        "stretch": Stretch([], 3, more=True),
        "svg": _bars(),
        "bars": BARS,
        "service": {"title": {"ko": "주민등록표 등본", "en": "Resident certificate"}},
        "only_korean": {"title": {"ko": "환경 인허가"}},
        **_lists(),
    }


def _lists() -> dict[str, Any]:
    return {
        "services": [
            (_("Resident certificate"), "1,204", "99.1%"),
            (_("Inconvenience report"), "318", "87.4%"),
        ],
        "months": [_("%(number)d.") % {"number": n} for n in range(1, 13)],
        "tab_items": [
            (_("Open"), "#tabs", True, 12),
            (_("Decided"), "#tabs", False, 148),
            (_("All"), "#tabs", False),
        ],
        "step_titles": [_("Check"), _("Fill in"), _("Attach"), _("Send")],
        "entries": [
            {
                "title": _("Received"),
                "at": NOW - timedelta(days=3),
                "by": _("Civil Affairs"),
                "state": "done",
            },
            {
                "title": _("Opinion of the Environment Division"),
                "at": NOW,
                "state": "current",
                "text": _("The division looks at the plan. The clock runs on."),
            },
            {"title": _("Decision"), "at": NOW + timedelta(days=4), "state": "to_come"},
        ],
        "pairs": [(_("Applicant"), _("Kim Haneul")), (_("Receipt number"), "2026-HN-000123"), (_("Fee"), "")],
        "keywords": [_("noise"), (_("construction"), "#tags"), (_("night"), "#tags")],
        "side_items": [
            (_("Overview"), "#side", False),
            (
                _("Environmental permits"),
                "#side",
                False,
                [(_("Air"), "#side", True), (_("Water"), "#side", False)],
            ),
            (_("Questions"), "#side", False),
        ],
    }


def _bars() -> str:
    """A small picture for the figure's example."""
    parts = [
        f'<rect x="{20 + 60 * i}" y="{150 - 2.6 * n}" width="44" height="{2.6 * n}" rx="3" fill="#256ef4"/>'
        f'<text x="{42 + 60 * i}" y="170" text-anchor="middle" font-size="14">{label}</text>'
        for i, (label, n) in enumerate(BARS)
    ]
    return f'<svg viewBox="0 0 330 180" width="330" height="180" aria-hidden="true">{"".join(parts)}</svg>'
