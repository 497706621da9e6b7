"""What the proof of a change says in sentences: why a design was taken, and what weakens it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation.trans_null import (
    gettext_noop,  # the usual one wants settings, a command has none
)

if TYPE_CHECKING:
    from madang.insight.claims.verdict import Remark

CATALOGUE = Path(__file__).parent / "locale" / "ko" / "LC_MESSAGES" / "django.po"

WHY = {
    "two_values": gettext_noop("There are only two values, one before and one after; nothing can be tested."),
    "cases": gettext_noop(
        "There are single cases and too few periods for a series, so the cases before are compared with those after."
    ),
    "series": gettext_noop(
        "There are %(before)s periods before and %(after)s after and no comparison group, so the series is compared "
        "with its own course before: level, trend and season."
    ),
    "short_series": gettext_noop(
        "There are only %(before)s periods before and %(after)s after; below 12 and 12 a series is compared roughly."
    ),
    "difference_in_differences": gettext_noop(
        "Some units changed at one time (%(treated)s) and some did not (%(others)s), so the differences between them "
        "before and after are compared."
    ),
    "synthetic_control": gettext_noop(
        "One unit (%(unit)s) changed and %(donors)s did not, so it is compared with a mixture of them that went its "
        "way before."
    ),
    "staggered": gettext_noop(
        "Units changed at different times (%(groups)s groups), so each group is compared with units that had not "
        "changed yet."
    ),
}
SMALL = {
    "unverified": gettext_noop(
        "Two values alone verify nothing: chance, trend and season are not told apart."
    ),
    "no_share_of_zero": gettext_noop("The value before is zero, so the change cannot be told as a share."),
    "few_cases": gettext_noop("There are only %(before)s cases before and %(after)s after."),
    "few_periods": gettext_noop(
        "There are %(before)s periods before and %(after)s after; 12 and 12 are needed for a series to be tested."
    ),
    "too_few_to_test": gettext_noop(
        "With %(before)s periods before and %(after)s after nothing can be tested; the means are compared and no more."
    ),
    "units_too_few_to_test": gettext_noop("With %(units)s units nothing can be tested."),
    "few_units": gettext_noop("There are only %(units)s units, so that much hangs on each of them."),
    "few_treated": gettext_noop(
        "Only %(treated)s units changed and %(others)s did not; with so few on one side p and interval are rough."
    ),
    "few_donors": gettext_noop(
        "With %(donors)s donors p cannot fall below %(least)s, however large the effect is."
    ),
}
DATA = {
    "gaps": gettext_noop("%(count)s periods lack a value, the first of them %(first)s; they are left out."),
    "values_missing": gettext_noop("%(count)s values of the panel are missing and left out."),
    "units_dropped": gettext_noop("%(count)s units that lack values were left out."),
    "donors_dropped": gettext_noop("%(count)s donors that lack values were left out."),
    "donors_filled": gettext_noop("%(count)s values that donors lack were filled in on a straight line."),
    "started_before": gettext_noop(
        "%(count)s units had changed before the first time and say nothing of the effect."
    ),
    "no_variation": gettext_noop("All values are the same."),
    "no_noise": gettext_noop(
        "The values follow the model without any noise; uncertainty cannot be judged from them."
    ),
    "zeros_in_log": gettext_noop(
        "%(count)s values are zero and have no logarithm; each counts as half of the smallest value above zero."
    ),
    "spike": gettext_noop("One value lies %(size)s standard deviations off; look whether it is an error."),
    "concurrent_changes": gettext_noop(
        "Other things changed near the date and may be the cause: %(changes)s."
    ),
    "kinds_left_out": gettext_noop("%(share)s of the cases are of kinds that occur on one side only."),
    "few_open": gettext_noop(
        "%(count)s cases were not closed yet and are left out; slow cases may be among them."
    ),
    "cases_across": gettext_noop(
        "%(count)s cases began before the change and ended after it; they count as before."
    ),
}
DOUBTS = {
    "cannot_tell": gettext_noop(
        "The interval holds zero, so these data cannot tell whether there was an effect; one of %(smallest)s or more "
        "would have been found in 8 of 10 times."
    ),
    "within_placebos": gettext_noop(
        "Units without change show gaps as large by chance (up to %(most)s), so these data cannot tell whether there "
        "was an effect."
    ),
    "trend_not_excluded": gettext_noop(
        "Whether things were getting better or worse anyway cannot be seen here."
    ),
    "season_not_separable": gettext_noop("There are too few periods to tell season and change apart."),
    "season_by_waves": gettext_noop(
        "Before the change lie fewer than two whole years, so season is taken as a smooth wave only."
    ),
    "slope_changed": gettext_noop(
        "The trend changed as well, by %(slope)s per period; on average after the change the effect is %(average)s."
    ),
    "placebo_found": gettext_noop(
        "A change that never was, put at %(at)s, shows an effect of %(effect)s too; something else moves the values."
    ),
    "depends_on_date": gettext_noop(
        "The effect hangs on the date: moved by one to three periods it halves or turns."
    ),
    "fades": gettext_noop("The effect fades: in the second year %(share)s of that in the first."),
    "wanders": gettext_noop(
        "The values wander (autocorrelation %(rho)s); a change is hard to tell from drift."
    ),
    "errors_depend_longer": gettext_noop(
        "The errors depend on each other over longer times than the model takes in; the interval may be too narrow."
    ),
    "mean_and_median_disagree": gettext_noop(
        "Mean (%(mean)s) and median (%(median)s) tell different stories; look at the longest cases."
    ),
    "mix_changed": gettext_noop(
        "The mix of kinds changed: of the change of the mean %(mix)s comes from the mix, %(kept)s remains without it."
    ),
    "pre_trend": gettext_noop(
        "Already before the change the treated went another way than the others (%(drift)s per period), so they do "
        "not compare."
    ),
    "pre_trend_unknown": gettext_noop(
        "There are too few times before to see whether the treated went the way of the others."
    ),
    "poor_fit": gettext_noop(
        "No mixture of donors goes the way of the unit before the change (error %(error)s); the comparison is weak."
    ),
    "level_apart": gettext_noop(
        "The unit's level lies apart from all donors, so only courses are compared, each about its own mean before."
    ),
    "felt_otherwise": gettext_noop("Citizens felt the opposite."),
}
SENTENCES = {**WHY, **SMALL, **DATA, **DOUBTS}


def sentence(remark: "Remark", language: str) -> str:
    """The remark in "ko" or "en"; a code without a sentence is shown as it stands."""
    text = SENTENCES.get(remark.code)
    if text is None:
        return remark.code
    return said(text, language) % dict(remark.values)


def said(text: str, language: str) -> str:
    """A text in "ko" or "en", also on the command line, where Django is not set up."""
    if settings.configured:
        with override(language):
            return gettext(text)
    return _korean().get(text) or text if language == "ko" else text


@cache
def _korean() -> dict[str, str]:
    if not CATALOGUE.exists():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
