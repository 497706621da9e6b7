"""Planning a proof: what is known of the past, and how many months are needed to see the promised change."""

from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from madang.insight.claims import pictures, saying
from madang.insight.claims.definition import Terms
from madang.insight.claims.errors import Unacceptable
from madang.insight.claims.models import Claim
from madang.insight.claims.queries import newest_data
from madang.insight.claims.tables import Table
from madang.lib.statistics import power


@dataclass(frozen=True)
class Past:
    """Monthly values of the time before the change, oldest first."""

    values: list[float] = field(default_factory=list)

    @property
    def months(self) -> int:
        """How many there are."""
        return len(self.values)

    @property
    def mean(self) -> float | None:
        """Their mean."""
        return fmean(self.values) if self.values else None


def past_of(claim: Claim, terms: Terms) -> Past:
    """The monthly values of the primary measure before the change, from the newest table."""
    data = newest_data(claim).get(terms.primary.key)
    if data is None:
        return Past()
    until = terms.starts_on.strftime("%Y-%m") if terms.starts_on else "9999-12"
    rows = [row for row in pictures.rows_of(data) if row["period"] < until and row.get("here") is not None]
    return Past([float(row["here"]) for row in rows])


def of_table(table: Table) -> Past:
    """The values of a given series."""
    return Past([float(row[-1]) for row in table.rows])


def promised(terms: Terms, past: Past) -> float | None:
    """The promised change in units of the measure, as far as it is known."""
    size = terms.primary.promised
    if size is None:
        return None
    if size.as_ == "absolute":
        return float(size.size)
    return None if past.mean is None else round(abs(past.mean) * float(size.size) / 100, 4)


LOOKED_AT = (6, 12, 18, 24, 36, 48)
WANTED, RUNS, PERIOD = 80, 200, 12


def planned(past: Past, size: float, *, seed: int) -> dict[str, Any]:
    """How many months after the change are needed to see it in 8 of 10 times, and the chance after so many months.

    The size is kept as text, as it is shown: an event carries no fractions.
    """
    history = np.array(past.values)
    try:
        seen = power.noise(history, np.arange(len(history), dtype=float), PERIOD, seed=seed)
    except ValueError:
        raise Unacceptable(
            "file", _("At least 8 monthly values before the change are needed to plan.")
        ) from None
    if seen.shock == 0:
        raise Unacceptable("file", _("The values never differ, so nothing can be planned from them."))
    chances = [
        [after, round(100 * power.power(len(history), after, seen, size, PERIOD, runs=RUNS, seed=seed))]
        for after in LOOKED_AT
    ]
    return {
        "size": saying.number(size, 4),
        "before": len(history),
        "most": LOOKED_AT[-1],
        "months": next((after for after, chance in chances if chance >= WANTED), None),
        "table": chances,
    }
