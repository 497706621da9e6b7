"""Which claims to list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from madang.insight.claims import saying
from madang.insight.claims.models import Claim


class Narrowing(forms.Form):
    """Which claims to list."""

    q = forms.CharField(label=_("Words"), max_length=60, required=False)
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("All")), *((g, g) for g in Claim.Grade.values)]
    )
    standing = forms.ChoiceField(label=_("Result"), required=False)
    felt = forms.ChoiceField(label=_("Felt by citizens"), required=False)
    stage = forms.ChoiceField(label=_("How far it has come"), required=False)
    whose = forms.ChoiceField(
        label=_("Whose claim"), required=False,
        choices=[("", _("All")), ("own", _("Of governments here")), ("shipped", _("Published elsewhere, quoted"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = {
            "standing": [saying.standing(key) for key in Claim.Standing.values],
            "felt": [saying.felt(key) for key in ("same", "opposite", "unclear")],
            "stage": [saying.stage(key) for key in Claim.Stage.values if key != "draft"],
        }
        for name, found in marks.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *((mark.key, mark.word) for mark in found)]
