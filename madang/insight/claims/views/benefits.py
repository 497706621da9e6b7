"""The benefit ledger as pages show it."""

from typing import Any

from madang.insight.claims import queries, saying
from madang.insight.claims.models import Claim
from madang.insight.claims.recomputing import ledger
from madang.insight.claims.saying import PARTS


def benefits_of(claim: Claim) -> dict[str, Any]:
    """The lines, the sums by currency, and where something is counted twice."""
    lines = queries.lines_of(claim)
    return {
        "benefits": [_shown(row.number, line) for row, line in lines],
        "totals": [(currency, _sums(total)) for currency, total in queries.totals_by_currency(claim).items()],
        "twice": queries.counted_twice(claim),
        "draws": ledger.DRAWS,
        "seed": queries.seed_of(claim),
    }


def _shown(number: int, line: ledger.Line) -> dict[str, Any]:
    given = [(PARTS[name](), part) for name, part in (*line.parts.items(), *line.costs.items())]
    return {
        "number": number,
        "line": line,
        "point": saying.number(ledger.point(line), 0),
        "parts": [(name, *(saying.number(each) for each in part.three), part.source) for name, part in given],
    }


def _sums(total: ledger.Total) -> dict[str, Any]:
    spreads = {
        name: [saying.number(each, 0) for each in (spread.p10, spread.p50, spread.p90)]
        for name in ("gross", "cashable", "not_cashable", "cost", "net")
        if (spread := getattr(total, name))
    }
    return {**spreads, "share_negative": saying.percent(total.share_negative, 0).lstrip("+")}
