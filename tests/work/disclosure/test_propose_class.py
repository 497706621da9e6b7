"""Proposing a class: what a paper says decides, and open is the default."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.work.disclosure.detectors import Span, found_in
from madang.work.disclosure.rules import Class, Proposal, propose
from tests.work.disclosure.corpus import Passage, passages

SEED, COUNT = 20_261_121, 20_000
Judged = list[tuple[Passage, Proposal]]


@pytest.fixture(scope="module")
def judged() -> Judged:
    return [(one, propose(found_in(one.text))) for one in passages(SEED, COUNT)]


def covers(span: Span, start: int, end: int) -> bool:
    return span.start <= start and span.end >= end


@pytest.mark.parametrize("kind", ["resident_number", "foreigner_number", "account", "card", "mobile_phone"])
def test_hardly_a_number_of_a_person_escapes(judged: Judged, kind: str) -> None:
    there = found = 0
    for passage, proposal in judged:
        for start, end, truth in passage.spans:
            if truth == kind:
                there += 1
                found += any(covers(span, start, end) for span in proposal.spans)
    assert there > 300
    assert found / there >= 0.995


def test_what_is_open_is_seldom_closed(judged: Judged) -> None:
    proposed = [proposal.disclosure for passage, proposal in judged if passage.disclosure == "open"]
    assert len(proposed) > 7_000
    assert sum(each is not Class.OPEN for each in proposed) / len(proposed) <= 0.05


def test_each_ground_is_named(judged: Judged) -> None:
    right: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for passage, proposal in judged:
        if passage.disclosure == "closed":
            item = passage.family.split()[1]
            there[item] += 1
            right[item] += proposal.disclosure is Class.CLOSED and f"9(1){item}" in proposal.codes
    assert set(there) == {"1", "2", "3", "4", "5", "7", "8"}
    assert all(right[item] / there[item] > 0.95 for item in there)


def test_confidence_does_not_boast(judged: Judged) -> None:
    """Among proposals of like confidence at least that share is right, less five points."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for passage, proposal in judged:
        bins[int(proposal.confidence * 20)].append(proposal.disclosure.value == passage.disclosure)
    for step, hits in bins.items():
        if len(hits) >= 100:
            assert sum(hits) / len(hits) >= step / 20 - 0.05, (step / 20, len(hits))


@pytest.mark.parametrize(
    ("text", "disclosure", "codes"),
    [
        ("주민등록번호: 900101-1234568", "partly_open", ["9(1)6"]),
        ("주민등록번호 구공공일공일-일이삼사오육팔", "partly_open", ["9(1)6"]),
        ("주민등록번호 900101-123\n4568", "partly_open", ["9(1)6"]),
        ("생년월일\t뒷자리\n900101\t1234568", "partly_open", ["9(1)6"]),
        ("담당: 홍길동 주무관(02-1234-5678)", "open", []),
        ("예산 1,234,567,890,123원", "open", []),
        ("법인등록번호 110111-1234567", "open", []),
        ("우울증 예방 사업 계획", "open", []),
        ("신청인 김하늘은 우울증으로 입원하였습니다.", "partly_open", ["9(1)6"]),
        ("예정가격은 개찰 전까지 알릴 수 없습니다.", "closed", ["9(1)5"]),
        ("개찰 결과를 다음과 같이 공고합니다.", "open", []),
        ("", "open", []),
    ],
)
def test_worked_cases(text: str, disclosure: str, codes: list[str]) -> None:
    proposal = propose(found_in(text))
    assert (proposal.disclosure.value, proposal.codes) == (disclosure, codes)


@given(st.text(alphabet="0123456789 -공일이삼\t\n가나 ,.()년원홍길동씨주소성명:", max_size=200))
def test_any_text_is_judged_and_places_lie_in_it(text: str) -> None:
    spans = found_in(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


def test_a_long_table_of_numbers_takes_time_in_proportion() -> None:
    table = "\n".join(f"{row}\t{row * 37 % 1000}\t{row * 91 % 10_000}" for row in range(20_000))
    assert propose(found_in(table)).disclosure is Class.OPEN
