"""Conditions as phrases in both languages."""

from collections.abc import Callable

from madang.flow.conditions.shapes import Comparison, Condition, Group, Operator, Words

Names = Callable[[str, object], Words]


def _plain(path: str, value: object) -> Words:
    """A fact's path, or a value of it, as it stands."""
    shown = path if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return {"ko": shown, "en": shown}


def in_words(condition: Condition, names: Names = _plain) -> Words:
    """The condition as a phrase in both languages.

    `names(path, None)` gives the words for a fact, `names(path, value)` those for a value of it.
    """
    if isinstance(condition, Comparison):
        return _comparison_in_words(condition, names)
    words = [in_words(part, names) for part in condition.parts]
    if condition.how == "not":
        return {"ko": f"다음에 해당하지 않음: {words[0]['ko']}", "en": f"not ({words[0]['en']})"}
    ko, en = (" 또는 ", " or ") if condition.how == "any" else (" 그리고 ", " and ")
    nested = [isinstance(part, Group) and part.how != "not" for part in condition.parts]
    return {
        "ko": ko.join(f"({w['ko']})" if inner else w["ko"] for w, inner in zip(words, nested, strict=True)),
        "en": en.join(f"({w['en']})" if inner else w["en"] for w, inner in zip(words, nested, strict=True)),
    }


# The words are set so that no Korean particle depends on the name or the value before it.
_PHRASES: dict[Operator, tuple[str, str]] = {
    "is": ("{fact}: {value}", "{fact} is {value}"),
    "is_not": ("{fact}: {value} 아님", "{fact} is not {value}"),
    "at_least": ("{fact}: {value} 이상", "{fact} is at least {value}"),
    "at_most": ("{fact}: {value} 이하", "{fact} is at most {value}"),
    "more_than": ("{fact}: {value} 초과", "{fact} is more than {value}"),
    "less_than": ("{fact}: {value} 미만", "{fact} is less than {value}"),
    "one_of": ("{fact}: {value} 중 하나", "{fact} is one of {value}"),
    "before": ("{fact}: {value} 전", "{fact} is before {value}"),
    "after": ("{fact}: {value} 후", "{fact} is after {value}"),
}


def _comparison_in_words(comparison: Comparison, names: Names) -> Words:
    name = names(comparison.path, None)
    if comparison.op == "filled":
        ko, en = ("있음", "is given") if comparison.value else ("없음", "is not given")
        return {"ko": f"{name['ko']}: {ko}", "en": f"{name['en']} {en}"}
    values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
    shown = [names(comparison.path, value) for value in values]
    ko, en = _PHRASES[comparison.op]
    return {
        "ko": ko.format(fact=name["ko"], value=", ".join(value["ko"] for value in shown)),
        "en": en.format(fact=name["en"], value=", ".join(value["en"] for value in shown)),
    }
