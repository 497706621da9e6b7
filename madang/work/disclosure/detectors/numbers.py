"""Numbers that name a person or open what is his: resident, foreigner, licence, card, account, telephone.

A resident registration number has thirteen digits: the birthday, a digit for century and sex, five more and a check
digit over the weights 2-9, 2-5 modulo 11 (for foreigners 13 instead of 11 is subtracted from). Numbers given since
October 2020 carry no check digit (Enforcement Rule of the Resident Registration Act, art. 2), so a wrong one makes a
finding less certain and not impossible. Cards carry the check digit of ISO/IEC 7812-1 (Luhn).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from madang.work.disclosure.detectors.letters import Group, around, runs
from madang.work.disclosure.detectors.spans import Span

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_LONGEST, _MOST_GROUPS = 19, 6
_RESIDENT_WORDS = re.compile(r"주민|외국인|resident|RRN|생년월일", re.I)
_COMPANY_WORDS = re.compile(r"법인|corporat", re.I)
_ACCOUNT_WORDS = re.compile(
    r"계\s*좌|입금|송금|이체|환급|예금|통장|은행|농협|신협|수협|축협|우체국|금고|뱅크|카카오|토스|국민|신한|우리|하나|기업|"
    r"account|bank|deposit|IBAN",
    re.I,
)
_PUBLIC_HOLDER = re.compile(
    r"예금주\s*[:：]?\s*[^\s,)]*(청|공단|공사|협회|위원회|조합|센터|법인|회사|재단|대학교?|병원|㈜|\(주\))(?![가-힣])"
)
_CARD_WORDS = re.compile(r"카드|card|visa|master|결제", re.I)
_LICENCE_WORDS = re.compile(r"면허|licen[cs]e", re.I)
_HOME_WORDS = re.compile(
    r"자택|집\s*전화|본인|개인\s*(전화|연락)|보호자|비상\s*연락|신청인|민원인|휴대|핸드폰|home|mobile", re.I
)
_PHONE_WORDS = re.compile(r"연락|전화|휴대|핸드폰|HP|tel|phone|mobile", re.I)
_GOODS_WORDS = re.compile(r"바코드|물품|상품|품번|barcode|GTIN|ISBN|ISSN", re.I)
_AMOUNT = re.compile(r"\s*(원|만\s*원|천\s*원|억|조|명|건|%|퍼센트|㎡|m2|km|kg|톤|호봉|쪽|페이지|won)")
_NOT_HERE = re.compile(r"[A-Za-z₩$€#]$|[0-9],$")
_MOBILES = {
    (11,),
    (10,),
    (3, 4, 4),
    (3, 3, 4),
    (3, 8),
    (3, 7),
    (7, 4),
    (6, 4),
    (2, 2, 4, 4),
    (2, 2, 3, 4),
    (12,),
    (2, 10),
}
_SEEN_ACCOUNTS = {
    (3, 6, 5), (6, 2, 6), (3, 3, 6), (4, 3, 6), (3, 2, 6), (3, 4, 4, 2), (3, 6, 2, 3), (4, 2, 7),
    (3, 2, 4, 3), (3, 2, 5, 1), (3, 2, 6, 1), (4, 4, 4, 1), (3, 4, 4, 4), (6, 2, 6, 1), (3, 6, 2, 2), (4, 4, 5),
}  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """Neighbouring groups of digits taken as one number."""

    digits: str
    shape: tuple[int, ...]
    start: int
    end: int
    even: bool  # written digit by digit
    torn: bool  # over lines or cells, where no dash says that it goes on


def numbers_in(text: str) -> Iterator[Span]:
    """Every number of a person in a plain text, the surest reading of each stretch."""
    for groups in runs(text):
        for candidate in _candidates(groups):
            before, after = around(text, candidate.start, candidate.end, 40, 30)
            if _NOT_HERE.search(before) or after[:1].isdigit() or _AMOUNT.match(after):
                continue
            yield from _readings(candidate, before, after)


def _candidates(groups: list[Group]) -> Iterator[Candidate]:
    for first in range(len(groups)):
        if first and _single(groups, first) and _goes_on(groups, first):
            continue  # digit by digit: the number begins where they begin
        digits, even = "", True
        for last in range(first, len(groups)):
            group = groups[last]
            if even and last > first + 1 and not _goes_on(groups, last):
                even = False
            even = even and len(group.digits) == 1
            digits += group.digits
            count = last - first + 1
            if len(digits) > _LONGEST or (count > _MOST_GROUPS and not even):
                break
            if even and count > 1 and last + 1 < len(groups) and _goes_on(groups, last + 1):
                continue  # and ends where they end
            if len(digits) >= 9:
                shape = tuple(len(each.digits) for each in groups[first : last + 1])
                torn = any(_tears(groups[place].apart) for place in range(first + 1, last + 1))
                yield Candidate(digits, shape, groups[first].start, group.end, even and count > 1, torn)


def _single(groups: list[Group], place: int) -> bool:
    return len(groups[place].digits) == 1


def _goes_on(groups: list[Group], place: int) -> bool:
    """Whether a row of single digits goes on over the gap before this place; a new cell or line ends it."""
    gap = groups[place].apart
    return _single(groups, place) and _single(groups, place - 1) and "\t" not in gap and "\n" not in gap


def _tears(gap: str) -> bool:
    return ("\n" in gap or "\t" in gap) and "-" not in gap


def _readings(one: Candidate, before: str, after: str) -> Iterator[Span]:
    for kind, sure in (
        _resident(one, before),
        ("mobile_phone", _mobile(one)),
        ("phone", _home_phone(one, before)),
        ("driver_licence", _licence(one, before)),
        ("card", _card(one, before)),
        ("account", _account(one, before, after)),
    ):
        if sure and not (one.torn and not _belongs_together(one, kind, before, sure)):
            yield Span(one.start, one.end, kind, sure)


def _belongs_together(one: Candidate, kind: str, before: str, sure: float) -> bool:
    """Whether parts in neighbouring lines or cells are one number: its check digit or the word before it says so."""
    if kind in {"resident_number", "foreigner_number"}:
        return sure >= 0.95 and (one.shape[0] == 6 or bool(_RESIDENT_WORDS.search(before)))
    words = {"account": _ACCOUNT_WORDS, "card": _CARD_WORDS, "driver_licence": _LICENCE_WORDS}
    return bool(words.get(kind, _PHONE_WORDS).search(before[-20:]))


def _resident(one: Candidate, before: str) -> tuple[str, float]:
    if len(one.digits) != 13 or not _is_birthday(one.digits):
        return "resident_number", 0
    foreign = one.digits[6] in "5678"
    kind = "foreigner_number" if foreign else "resident_number"
    checked = _check(one.digits, 13 if foreign else 11) or (foreign and _check(one.digits, 11))
    if one.shape == (13,) and _GOODS_WORDS.search(before):
        return kind, 0
    named, company = _RESIDENT_WORDS.search(before), _COMPANY_WORDS.search(before[-20:])
    if company and not (named and named.end() > company.end()):
        return kind, 0
    if checked:
        if not named and _ACCOUNT_WORDS.search(before[-20:]):
            return kind, 0.9
        return kind, 0.99 if named or one.shape[0] == 6 else 0.95
    if named:
        return kind, 0.9
    is_company = _is_company(one.digits)
    return kind, 0.7 if one.shape == (6, 7) and not is_company else 0


def _is_birthday(digits: str) -> bool:
    century = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900}.get(digits[6], 2000)
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _check(digits: str, minuend: int) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return (minuend - total % 11) % 10 == int(digits[12])


def _is_company(digits: str) -> bool:
    """The check digit of a company's registration number: weights 1 and 2 in turn, modulo 10."""
    total = sum((1 + place % 2) * int(digit) for place, digit in enumerate(digits[:12]))
    return (10 - total % 10) % 10 == int(digits[12])


def _mobile(one: Candidate) -> float:
    digits = "0" + one.digits[2:] if one.digits.startswith("821") else one.digits
    if not re.fullmatch(r"01[016789]\d{7,8}", digits) or not (one.even or one.shape in _MOBILES):
        return 0
    return 0.97 if len(digits) == 11 else 0.85


def _home_phone(one: Candidate, before: str) -> float:
    shaped = re.fullmatch(r"0(2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\d)\d{7,8}", one.digits)
    return 0.8 if shaped and len(one.shape) in (1, 3) and _HOME_WORDS.search(before[-25:]) else 0


def _licence(one: Candidate, before: str) -> float:
    if len(one.digits) != 12 or not 11 <= int(one.digits[:2]) <= 28:
        return 0
    named = _LICENCE_WORDS.search(before)
    if one.shape == (2, 2, 6, 2):
        return 0.97 if named else 0.85
    return 0.9 if named else 0


def _card(one: Candidate, before: str) -> float:
    if len(one.digits) not in (15, 16) or one.digits[0] not in "34569" or not _luhn(one.digits):
        return 0
    shaped = one.shape in ((4, 4, 4, 4), (4, 6, 5)) or one.even
    return 0.97 if shaped or _CARD_WORDS.search(before) else 0.6


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _account(one: Candidate, before: str, after: str) -> float:
    if not 10 <= len(one.digits) <= 16 or _mobile(one):
        return 0
    if _PUBLIC_HOLDER.search(after) or _PUBLIC_HOLDER.search(before):
        return 0
    named = _ACCOUNT_WORDS.search(before) or _ACCOUNT_WORDS.search(after[:12])
    if named:
        return 0.95 if len(one.shape) <= 5 or one.even else 0.7
    return 0.6 if one.shape in _SEEN_ACCOUNTS else 0
