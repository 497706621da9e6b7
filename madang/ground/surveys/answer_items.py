"""Which columns of a table are items of a scale, and which values are no answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
import numpy.typing as npt

from madang.ground.surveys.answer_table import Both, Column, Table, asked_for, column
from madang.lib.commands import BadInput

OTHER = re.compile(
    r"(?:.*[ _.-])?id|(?:unnamed|column)[: ]*\d*|no|nr|num|number|index|idx|row|seq|"
    r"(?:respondent|participant|subject|user)[ _.-]?(?:id|no|nr|number|code)?|"
    r"(?:start|end|submit|response)?[ _.-]?(?:time|date|datetime)|time ?stamp|submitted.*|duration.*|"
    r"age|age[ _]?group|sex|gender|birth.*|weight|wt|group|region|district|city|country|dept|department|"
    r"name|e-?mail.*|phone.*|ip[ _]?address|comments?|remarks?|(?:total|sum|average|avg|mean)(?:[ _]?score)?|"
    r"번호|연번|순번|일련 ?번호|응답자.*|아이디|이름|성명|나이|연령대?|성별|지역|시군구|부서|소속|직급|직위|학력|"
    r"날짜|일시|응답 ?시간|타임스탬프|가중치|의견|비고|합계|총점|총합|평균",
    re.IGNORECASE,
)
CODES = {-1.0, -2.0, -7.0, -8.0, -9.0, -77.0, -88.0, -98.0, -99.0, -999.0, 77.0, 88.0, 97.0, 98.0, 99.0, 888.0, 998.0,
         999.0, 9999.0}  # fmt: skip
WIDEST = 11.0  # from 0 to 10; wider numbers are no scale of steps


@dataclass
class Chosen:
    """The answers of the items, a row a respondent, nan where left out; and what was done to get them."""

    names: list[str]
    answers: npt.NDArray[np.float64]
    ignored: dict[str, str] = field(default_factory=dict)  # column: why
    remarks: list[Both] = field(default_factory=list)


def choose(
    table: Table, *, items: Sequence[str] = (), ignore: Sequence[str] = (), missing: Sequence[str] = ()
) -> Chosen:
    """The items: those that are named, or else every column that holds answers on a scale."""
    left_out = asked_for(table.names, ignore, "--ignore")
    named = [name for name in asked_for(table.names, items, "--items") if name not in left_out]
    keep_codes = "none" in missing
    codes = [code for code in missing if code != "none"]
    columns = {name: column(table, name, codes) for name in named or table.names if name not in left_out}
    ignored = dict.fromkeys(left_out, "as you said")
    if named:
        _require_numbers(columns)
    else:
        ignored |= _others(columns)
        columns = {name: one for name, one in columns.items() if name not in ignored}
    if len(columns) < 2:
        raise BadInput(_too_few(columns, ignored))
    answers = np.array([[np.nan if v is None else v for v in one.values] for one in columns.values()]).T
    chosen = Chosen(list(columns), answers, ignored, [*table.remarks, *_odd(columns)])
    if not keep_codes:
        _set_codes_aside(chosen)
    _drop_empty(chosen)
    return chosen


def _require_numbers(columns: dict[str, Column]) -> None:
    for one in columns.values():
        if not one.readable and one.odd:
            line, text = one.odd[0]
            raise BadInput(
                f"column '{one.name}' holds no numbers: line {line} says '{text[:40]}'."
                " Answers must be numbers, or words of a usual scale such as 'agree' or '그렇다'."
            )
        if not one.told:
            raise BadInput(f"column '{one.name}' holds no answers at all; leave it out of --items.")


def _others(columns: dict[str, Column]) -> dict[str, str]:
    """The columns that are no items, and why."""
    why = {}
    for name, one in columns.items():
        if not one.told and not one.odd:
            why[name] = "empty"
        elif not one.readable:
            why[name] = "text"
        elif OTHER.fullmatch(name.strip()):
            why[name] = "name"
    rest = {name: one for name, one in columns.items() if name not in why}
    why |= _numbering(rest, first=next(iter(columns), ""))
    rest = {name: one for name, one in rest.items() if name not in why}
    why |= dict.fromkeys(_sums(rest), "sum")
    return why


def _numbering(columns: dict[str, Column], first: str) -> dict[str, str]:
    """Columns that number the respondents, or hold far more values than the others."""
    values = {name: len(set(one.told)) for name, one in columns.items()}
    usual = median(values.values()) if values else 0
    why = {}
    for name, one in columns.items():
        steps = {b - a for a, b in zip(one.told, one.told[1:], strict=False)}
        whole = all(value.is_integer() for value in one.told)
        above = max(one.told) > max((max(o.told) for n, o in columns.items() if n != name), default=0)
        in_order = name == first and steps == {1.0} and len(one.told) > 5 and above
        codes = whole and values[name] == len(one.told) > 9 and usual <= WIDEST < values[name]
        if in_order or codes:
            why[name] = "numbering"
        elif usual <= WIDEST and values[name] > 20:
            why[name] = "many values"
    return why


def _sums(columns: dict[str, Column]) -> list[str]:
    """Columns that only repeat the others: their sum or their mean."""
    if len(columns) < 4:
        return []
    table = np.array([[np.nan if v is None else v for v in one.values] for one in columns.values()])
    whole = table[:, ~np.isnan(table).any(axis=0)]
    if whole.shape[1] < 3:
        return []
    for place, name in enumerate(columns):
        others = np.delete(whole, place, axis=0)
        if any(
            np.allclose(whole[place], told, atol=0.006) for told in (others.sum(axis=0), others.mean(axis=0))
        ):
            return [name]
    return []


def _too_few(columns: dict[str, Column], ignored: dict[str, str]) -> str:
    left = ", ".join(f"{name} ({why})" for name, why in list(ignored.items())[:12])
    return (
        f"at least two items are needed, {len(columns)} found."
        + (f" Left out: {left}." if left else "")
        + " Name the items with --items q1,q2,q3; if another sign parts the cells, name it with --delimiter."
    )


def _odd(columns: dict[str, Column]) -> list[Both]:
    return [
        (
            f"{len(one.odd)} cells of '{one.name}' are no number and count as missing,"
            f" the first in line {one.odd[0][0]}: '{one.odd[0][1][:40]}'.",
            f"'{one.name}' 열에서 숫자가 아닌 칸 {len(one.odd)}개를 무응답으로 처리했습니다."
            f" 처음 나온 곳: {one.odd[0][0]}행 '{one.odd[0][1][:40]}'",
        )
        for one in columns.values()
        if one.odd
    ]


def _set_codes_aside(chosen: Chosen) -> None:
    """Take the usual codes for 'no answer' (99, -9 …) out, where they lie outside a scale of few steps."""
    codes = _codes([float(value) for value in np.unique(chosen.answers[~np.isnan(chosen.answers)])])
    if codes:
        place = np.isin(chosen.answers, codes)
        chosen.answers[place] = np.nan
        shown = ", ".join(f"{code:g}" for code in codes)
        chosen.remarks.append(
            (
                f"{int(place.sum())} cells hold {shown}, which lies outside the scale; they count as missing"
                " (--missing none keeps them as answers).",
                f"척도를 벗어난 값 {shown}이(가) 든 칸 {int(place.sum())}개를 무응답으로 처리했습니다"
                " (--missing none 옵션을 주면 답으로 봅니다).",
            )
        )


def _codes(told: list[float]) -> list[float]:
    steps = [value for value in told if value not in CODES]
    beyond = [value for value in steps if value in (8.0, 9.0)]
    inner = [value for value in steps if value not in beyond]
    if not (beyond and inner and min(inner) >= 0 and max(inner) <= 5):
        beyond, inner = [], steps
    if not inner or max(inner) - min(inner) > WIDEST:
        return []
    low, high = min(inner) - 1, max(inner) + 1
    return beyond + [value for value in told if value in CODES and not low <= value <= high]


def _drop_empty(chosen: Chosen) -> None:
    """Respondents who answered nothing are none."""
    nobody = np.isnan(chosen.answers).all(axis=1)
    if nobody.any():
        chosen.answers = chosen.answers[~nobody]
        count = int(nobody.sum())
        chosen.remarks.append(
            (
                f"{count} rows hold no answer at all and were left out.",
                f"답이 하나도 없는 {count}개 행을 뺐습니다.",
            )
        )
