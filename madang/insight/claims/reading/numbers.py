"""Numbers as people write them: thousands apart, decimal commas, percent, won; and what counts as missing."""

import math
import re

from madang.insight.claims.reading.table import Column
from madang.lib.commands import BadInput

MISSING = {
    "",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "-",
    "--",
    ".",
    "..",
    "…",
    "missing",
    "결측",
    "없음",
    "해당없음",
}
AROUND = re.compile(r"^[₩$€£¥\s]+|[\s%₩원건명일개]+$")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
POINT_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?")
MINUS = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u00a0": None, "\u202f": None, "\u2009": None, "'": None, " ": None}
)


def numbers(column: Column) -> list[float]:
    """The column as numbers, nan where one is missing; raises BadInput with the line of what is none."""
    texts = [AROUND.sub("", text.strip()).translate(MINUS) for text in column.texts]
    decimal_comma = _decimal_comma([text for text in texts if text])
    found = []
    for text, told, line in zip(texts, column.texts, column.lines, strict=True):
        number = _number(text, decimal_comma)
        if number is None:
            raise BadInput(
                f"line {line}: '{told.strip()}' in column '{column.name}' is no number; leave it empty if missing."
            )
        found.append(number)
    if all(math.isnan(number) for number in found):
        raise BadInput(f"column '{column.name}' holds no number.")
    return found


def _decimal_comma(texts: list[str]) -> bool:
    """Is the comma the decimal sign? Only where some text cannot be read otherwise."""
    commas = [text for text in texts if "," in text]
    return any(not THOUSANDS.fullmatch(text) for text in commas) and all(
        text.count(",") <= 1 and (POINT_THOUSANDS.fullmatch(text) or re.fullmatch(r"[+-]?\d*(,\d*)?", text))
        for text in commas
    )


def _number(text: str, decimal_comma: bool) -> float | None:
    if text.casefold() in MISSING:
        return math.nan
    if text.startswith("(") and text.endswith(")"):  # an accountant's minus
        text = "-" + text[1:-1]
    if decimal_comma:
        text = (
            text.replace(".", "").replace(",", ".")
            if "," in text or POINT_THOUSANDS.fullmatch(text)
            else text
        )
    elif THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        number = float(text) if "_" not in text else math.inf
    except ValueError:
        return None
    return number if math.isfinite(number) else None
