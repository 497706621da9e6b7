"""What can be done with claims, from the draft to the published result."""

from madang.insight.claims.actions.assessing import assess
from madang.insight.claims.actions.benefits import count, strike
from madang.insight.claims.actions.data import add_data, gather, reading
from madang.insight.claims.actions.keeping import (
    amend,
    discard,
    enrol,
    plan,
    publish,
    register,
    save_draft,
    withdraw,
)
from madang.insight.claims.actions.shipping import load_shipped
from madang.insight.claims.errors import NotPossible, Unacceptable
from madang.insight.claims.recomputing.ledger import Line, Range
from madang.insight.claims.tables import of_rows

__all__ = [
    "Line",
    "NotPossible",
    "Range",
    "Unacceptable",
    "add_data",
    "amend",
    "assess",
    "count",
    "discard",
    "enrol",
    "gather",
    "load_shipped",
    "of_rows",
    "plan",
    "publish",
    "reading",
    "register",
    "save_draft",
    "strike",
    "withdraw",
]
