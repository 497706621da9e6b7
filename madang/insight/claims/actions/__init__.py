"""What can be done with claims, from the draft to the published result."""

from madang.insight.claims.actions.assessing import assess
from madang.insight.claims.actions.benefits import count, strike
from madang.insight.claims.actions.data import add_data, gather, reading
from madang.insight.claims.actions.keeping import (
    amend,
    discard,
    plan,
    publish,
    register,
    save_draft,
    withdraw,
)
from madang.insight.claims.actions.shipping import load_shipped
from madang.insight.claims.errors import NotPossible, Unacceptable

__all__ = [
    "NotPossible",
    "Unacceptable",
    "add_data",
    "amend",
    "assess",
    "count",
    "discard",
    "gather",
    "load_shipped",
    "plan",
    "publish",
    "reading",
    "register",
    "save_draft",
    "strike",
    "withdraw",
]
