"""Texts, times and spans of time in words, in both languages."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import engines
from django.utils.translation import override

from madang.lib.messages import compile_all
from madang.ui.words import both, duration, in_language, left_until, when

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=SEOUL)


@pytest.fixture(scope="module", autouse=True)
def korean() -> None:
    """The words are also said in Korean."""
    compile_all(settings.PACKAGE)


def drawn(source: str, **context: object) -> str:
    return str(engines["django"].from_string(source).render(context))


@pytest.mark.parametrize(
    ("language", "words"), [("ko", "2026년 11월 21일(토) 18:00"), ("en", "Sat 21 Nov 2026, 18:00")]
)
def test_a_moment_is_written_in_the_governments_zone(language: str, words: str) -> None:
    moment = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("UTC"))
    with override(language):
        assert when(moment) == words
        assert (
            drawn("{% when at %}", at=moment) == f'<time datetime="2026-11-21T18:00:00+09:00">{words}</time>'
        )


@pytest.mark.parametrize(("language", "words"), [("ko", "2026년 3월 1일(일)"), ("en", "Sun 1 Mar 2026")])
def test_a_day_has_no_time(language: str, words: str) -> None:
    with override(language):
        assert when(date(2026, 3, 1)) == words


def test_no_moment_is_a_dash() -> None:
    assert drawn("{% when at %}", at=None) == "–"


@pytest.mark.parametrize(
    ("seconds", "korean_words", "english"),
    [
        (0, "0초", "0 seconds"),
        (1, "1초", "1 second"),
        (5_400, "1시간 30분", "1 hour 30 minutes"),
        (86_400, "1일", "1 day"),
        (86_700, "1일", "1 day"),
        (273_600, "3일 4시간", "3 days 4 hours"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: int, korean_words: str, english: str) -> None:
    with override("ko"):
        assert duration(seconds) == korean_words
    with override("en"):
        assert duration(seconds) == english
        assert drawn("{{ span|duration }}", span=timedelta(seconds=seconds)) == english


@pytest.mark.parametrize(
    ("at", "words", "urgency"),
    [
        (NOW + timedelta(days=4), "4 days left", "information"),
        (NOW + timedelta(hours=26), "Until tomorrow", "warning"),
        (NOW + timedelta(hours=9), "Today, 9 hours left", "warning"),
        (NOW - timedelta(minutes=5), "5 minutes overdue", "danger"),
        (NOW - timedelta(days=2, hours=5), "2 days overdue", "danger"),
    ],
)
def test_what_is_left_is_said_in_words(at: datetime, words: str, urgency: str) -> None:
    with override("en"):
        left = left_until(at, NOW)
    assert (left.words, left.urgency) == (words, urgency)


def test_tomorrow_begins_at_midnight_where_the_government_is() -> None:
    late = datetime(2026, 11, 21, 23, 0, tzinfo=SEOUL)
    with override("en"):
        assert left_until(late + timedelta(hours=2), late).words == "Until tomorrow"


def test_a_text_is_taken_in_the_readers_language() -> None:
    text = {"ko": "등본", "en": "certificate"}
    with override("en"):
        assert in_language(text) == "certificate"
        assert both({"title": text}, "title") == ("certificate", "en")
    with override("ko"):
        assert in_language(text) == "등본"
        assert drawn("{{ text|in_language }}", text=text) == "등본"


def test_a_plain_text_gives_way_to_the_one_in_the_readers_language() -> None:
    person = {"name": "김하늘", "name_en": "Kim Haneul"}
    with override("en"):
        assert both(person, "name") == ("Kim Haneul", "en")
        assert both({"name": "김하늘", "name_en": ""}, "name") == ("김하늘", "en")
    with override("ko"):
        assert both(person, "name") == ("김하늘", "ko")


def test_a_text_in_the_other_language_only_is_marked_with_it() -> None:
    with override("en"):
        shown = drawn('{% both thing "name" %}', thing={"name_ko": "<민원과>", "name_en": ""})
    assert shown == '<span lang="ko">&lt;민원과&gt;</span>'
