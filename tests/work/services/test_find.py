"""Words find what they mean, also with a slip of the pen."""

import pytest

from madang.work.services import queries
from madang.work.services.finding import Text, bigrams, score
from tests.work.services.offered import offer

EVERY = (
    "resident-certificate",
    "inconvenience-report",
    "environmental-permit",
    "tax-hearing",
    "passport-guide",
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("등본", "resident-certificate"),
        ("주민등록등본", "resident-certificate"),
        ("주민등록 등본 떼고 싶어요", "resident-certificate"),
        ("주민등롞표", "resident-certificate"),
        ("가로등 고장", "inconvenience-report"),
        ("broken street light", "inconvenience-report"),
        ("resident certifcate", "resident-certificate"),
        ("how do I get a passport", "passport-guide"),
        ("여권", "passport-guide"),
        ("폐수 배출", "environmental-permit"),
    ],
)
def test_the_service_that_was_meant_comes_first(words: str, key: str) -> None:
    offer(*EVERY)
    found = [each.key for each in queries.search(words)]
    assert found[:1] == [key]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "   ", "우주선 발사", "zzzzzz", "%_'\"\\", "\x00", "가" * 5000])
def test_words_that_mean_nothing_find_nothing(words: str) -> None:
    offer(*EVERY)
    assert queries.search(words) == []


def test_a_lone_letter_is_found_where_it_stands_and_nowhere_else() -> None:
    assert score("등", (Text.of("등본", 1.0),)) > 0
    assert score("탁", (Text.of("등본", 1.0),)) == 0


def test_bigrams_of_words() -> None:
    assert bigrams("마당로 3") == {"마당", "당로", "3"}
