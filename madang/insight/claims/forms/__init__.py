"""Forms of claims: register, plan, add data, count a benefit, withdraw, narrow a list."""

from madang.insight.claims.forms.listing import Narrowing
from madang.insight.claims.forms.proving import Counting, GivingData, Planning, Withdrawing
from madang.insight.claims.forms.registering import Registering, answers_of, key_of

__all__ = [
    "Counting",
    "GivingData",
    "Narrowing",
    "Planning",
    "Registering",
    "Withdrawing",
    "answers_of",
    "key_of",
]
