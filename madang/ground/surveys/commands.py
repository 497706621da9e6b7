"""`madang survey reliability`: do the questions of a questionnaire measure one thing?"""

import json
import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from madang.lib.commands import BadInput, Command

if TYPE_CHECKING:
    from madang.ground.surveys.answer_items import Chosen
    from madang.lib.statistics.reliability import Item, Reliability, Remark

DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
ALPHA, OMEGA = ("Cronbach's alpha", "크론바흐 알파"), ("McDonald's omega", "맥도널드 오메가")
HEAD = ("item|문항", "mean|평균", "sd|표준편차", "item-rest|문항-나머지", "alpha without|제외 시 알파")
NO_ITEM = {
    "empty": ("empty", "빈 열"),
    "text": ("text", "글자"),
    "name": (
        "not an item, by its name; --items takes it",
        "이름으로 보아 문항이 아님 (--items로 넣을 수 있음)",
    ),
    "numbering": ("numbers the respondents", "응답자 번호"),
    "many values": ("far more values than the others", "다른 열보다 값이 너무 많음"),
    "sum": ("sum or mean of the others", "다른 열의 합이나 평균"),
    "as you said": ("as you said", "지정한 대로"),
}
SAID = {
    "reversed": (
        "{items}: against the other items (negative item-rest correlation), perhaps a reversed item;"
        " if it was asked the other way round, turn it with --reverse {plain}.",
        "{items}: 다른 문항과 반대로 움직입니다(문항-나머지 상관이 음수)."
        " 역문항이라면 --reverse {plain} 옵션으로 되돌리십시오.",
    ),
    "halves": (
        "{items}: one half of the items goes against the other half (negative item-rest correlation): probably"
        " reversed items; which half cannot be told from the answers. Turn it with --reverse.",
        "{items}: 문항의 절반이 다른 절반과 반대로 움직입니다(문항-나머지 상관이 음수). 역문항으로 보이지만"
        " 어느 쪽인지는 답만으로 알 수 없습니다. --reverse 옵션으로 되돌리십시오.",
    ),
    "negative_alpha": (
        "alpha is negative ({value:.2f}): on average the items go against each other.",
        "알파가 음수입니다({value:.2f}). 문항들이 평균적으로 서로 반대로 움직입니다.",
    ),
    "low_alpha": (
        "alpha is low: {value:.2f} is below .70; the items do not measure one thing well enough.",
        "알파가 낮습니다. {value:.2f}(으)로 0.70에 못 미칩니다. 문항들이 한 가지를 재고 있다고 보기 어렵습니다.",
    ),
    "incomplete": (
        "respondents with missing answers, left out: {value:.0f} (missing in {items}).",
        "{value:.0f}명은 빠진 답이 있어 제외했습니다(빠진 문항: {items}).",
    ),
    "constant": (
        "{items} did not vary: everybody gave the same answer (constant item).",
        "{items} 문항은 모두 같은 답입니다(변화 없는 문항).",
    ),
    "straight_lining": (
        "{value:.0%} of respondents gave the same answer to every item (straight-lining).",
        "응답자의 {value:.0%}가 모든 문항에 같은 답을 했습니다(일렬 응답).",
    ),
    "few": (
        "only {value:.0f} whole answers: the interval is wide and coarse.",
        "빠짐없이 답한 사람이 {value:.0f}명뿐이라 구간이 넓습니다.",
    ),
    "two_items": (
        "with two items neither alpha-if-deleted nor omega can be told.",
        "문항이 둘이면 문항 제외 시 알파와 오메가를 구할 수 없습니다.",
    ),
}


COLUMNS = {
    "--items": "the items: q1,q2,q5 or q1:q9 or q*",
    "--reverse": "items that were asked the other way round",
    "--ignore": "columns that are no items",
}
OPTIONS = {
    "--scale": (
        "LOW-HIGH",
        "the ends of the scale, such as 1-5; without it the lowest and the highest answer",
    ),
    "--missing": ("CODES", "codes for 'no answer', such as 9,99; 'none' keeps all numbers"),
    "--delimiter": ("SIGN", "the sign between cells: , ; | space or tab"),
    "--encoding": ("NAME", "such as utf-8, cp949, utf-16"),
}


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a table in CSV: a row for each respondent, a column for each item",
    )
    for option, what in COLUMNS.items():
        parser.add_argument(option, action="append", default=[], metavar="COLUMNS", help=what)
    for option, (shown, what) in OPTIONS.items():
        parser.add_argument(option, metavar=shown, help=what)
    parser.add_argument(
        "--language", choices=["ko", "en"], help="the language of the answer (the terminal's)"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")


def _run(parsed: Namespace) -> int:
    from madang.ground.surveys import answer_items, answer_table
    from madang.lib.statistics.reliability import NotEnough, reliability

    table = answer_table.read(parsed.file, delimiter=_sign(parsed.delimiter), encoding=parsed.encoding)
    missing = [code.strip() for code in (parsed.missing or "").split(",") if code.strip()]
    chosen = answer_items.choose(table, items=parsed.items, ignore=parsed.ignore, missing=missing)
    ends = _within_scale(chosen, parsed.scale)
    asked = chosen.answers.copy()
    turned = answer_table.asked_for(chosen.names, parsed.reverse, "--reverse")
    _turn(chosen, turned, ends)
    try:
        found = reliability(chosen.answers, chosen.names, asked)
    except NotEnough as error:
        raise BadInput(str(error)) from None
    korean = 1 if (parsed.language or _language()) == "ko" else 0
    if parsed.json:
        print(
            json.dumps(_as_json(found, chosen, turned, len(table.rows)), ensure_ascii=False, allow_nan=False)
        )
    else:
        print("\n".join(_as_text(found, chosen, turned, korean)))
    return 0


def _sign(asked: str | None) -> str | None:
    sign = DELIMITERS.get(asked, asked) if asked is not None else None
    if sign is not None and (len(sign) != 1 or sign in '"\r\n'):
        raise BadInput(f"'{asked}' cannot part cells; give one sign, such as ';' or tab.")
    return sign


def _within_scale(chosen: "Chosen", scale: str | None) -> tuple[float, float]:
    """The ends of the scale; answers outside of a scale that was said are set aside."""
    import numpy as np

    told = chosen.answers[~np.isnan(chosen.answers)]
    if scale is None:
        return float(told.min()), float(told.max())
    found = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)\s*(?:-|:|\.\.|~|,)\s*(-?\d+(?:\.\d+)?)\s*", scale)
    if not found or float(found[1]) >= float(found[2]):
        raise BadInput(f"--scale: '{scale}' names no scale; write its ends, such as 1-5.")
    low, high = float(found[1]), float(found[2])
    outside = (chosen.answers < low) | (chosen.answers > high)
    if outside.any():
        chosen.answers[outside] = np.nan
        count = int(outside.sum())
        chosen.remarks.append(
            (
                f"{count} answers lie outside {scale} and count as missing.",
                f"{scale} 범위를 벗어난 답 {count}개를 무응답으로 처리했습니다.",
            )
        )
    return low, high


def _turn(chosen: "Chosen", turned: Sequence[str], ends: tuple[float, float]) -> None:
    places = [chosen.names.index(name) for name in turned]
    chosen.answers[:, places] = ends[0] + ends[1] - chosen.answers[:, places]


def _language() -> str:
    words = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return words[:2].lower()


def _said(remark: "Remark", language: int) -> str:
    shown = ", ".join(f"'{item}'" for item in remark.items)
    return SAID[remark.code][language].format(items=shown, plain=",".join(remark.items), value=remark.value)


def _as_json(found: "Reliability", chosen: "Chosen", turned: Sequence[str], rows: int) -> dict[str, Any]:
    return {
        "alpha": found.alpha,
        "ci95": list(found.ci95),
        "omega": found.omega,
        "n": found.n,
        "respondents": found.respondents,
        "rows": rows,
        "k": len(found.items),
        "items": [asdict(item) for item in found.items],
        "alpha_if_turned": found.alpha_turned,
        "straight_lining": found.straight_lining,
        "reversed": list(turned),
        "ignored": [{"column": name, "why": NO_ITEM[why][0]} for name, why in chosen.ignored.items()],
        "warnings": [
            *(_said(remark, 0) for remark in found.warnings),
            *(remark[0] for remark in chosen.remarks),
        ],
    }


def _as_text(found: "Reliability", chosen: "Chosen", turned: Sequence[str], language: int) -> list[str]:
    low, high = found.ci95
    whole = (
        f"{found.n} of {found.respondents} respondents, {len(found.items)} items",
        f"응답자 {found.respondents}명 중 {found.n}명, 문항 {len(found.items)}개",
    )
    lines = [
        f"{ALPHA[language]}  {found.alpha:.3f}  (95 %: {low:.3f} – {high:.3f})",
        f"{OMEGA[language]}  {_figure(found.omega)}",
        whole[language],
        "",
        _row([words.split("|")[language] for words in HEAD]),
        *(_item_row(item, item.item in turned, language) for item in found.items),
    ]
    if left := [f"{name} ({NO_ITEM[why][language]})" for name, why in chosen.ignored.items()]:
        lines += ["", ("Left out: ", "뺀 열: ")[language] + ", ".join(left)]
    remarks = [_said(remark, language) for remark in found.warnings]
    remarks += [remark[language] for remark in chosen.remarks]
    return [*lines, *(["", *(f"! {remark}" for remark in remarks)] if remarks else [])]


def _item_row(item: "Item", turned: bool, language: int) -> str:
    mark = ("  (turned)", "  (되돌림)")[language] if turned else ""
    if item.reversed_suspected:
        mark = ("  ← reversed?", "  ← 역문항?")[language]
    cells = (f"{item.mean:.2f}", f"{item.sd:.2f}", _figure(item.item_rest), _figure(item.alpha_if_deleted))
    return _row([item.item[:24], *cells]) + mark


def _row(cells: Sequence[str]) -> str:
    """Cells below each other, also where Korean letters are two columns wide."""
    wide = [sum(east_asian_width(letter) in "WF" for letter in cell) for cell in cells]
    first = f"{cells[0]:<{24 - wide[0]}}"
    return "  ".join(
        [first, *(f"{cell:>{13 - more}}" for cell, more in zip(cells[1:], wide[1:], strict=True))]
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


RELIABILITY = Command(
    "whether the questions of a questionnaire measure one thing: Cronbach's alpha and item statistics",
    _arguments, _run, needs_django=False,
)  # fmt: skip
