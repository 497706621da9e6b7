"""Conditions of definitions: a closed list of comparisons over facts, read and evaluated without code.

A condition is a mapping of the path of a fact to what it must be:

    {form.purpose: bank}                        is
    {form.purpose: [bank, court]}               one of
    {applicant.age: {at_least: 19}}             a comparison by name
    {form.copies: 1, case.channel: web}         all of them
    {any: [{...}, {...}]}, {all: [...]}, {not: {...}}

A fact that is missing makes every comparison false, except `filled: false`.
"""

from madang.flow.conditions.holding import comparisons, fact, holds, is_filled, paths
from madang.flow.conditions.reading import raw, read
from madang.flow.conditions.shapes import OPERATORS, BadCondition, Comparison, Condition, Group
from madang.flow.conditions.wording import in_words

__all__ = [
    "OPERATORS",
    "BadCondition",
    "Comparison",
    "Condition",
    "Group",
    "comparisons",
    "fact",
    "holds",
    "in_words",
    "is_filled",
    "paths",
    "raw",
    "read",
]
