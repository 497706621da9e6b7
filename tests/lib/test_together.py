"""What is kept back is there for whoever reads, goes with the transaction, and travels in one message."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from madang.ground.law.models import DecreedHoliday
from madang.lib.together import Question, ask, at_once, together, write

pytestmark = pytest.mark.django_db
ADD = """
INSERT INTO law_decreedholiday (calendar, day, name_ko, name_en, known_at, basis, entered_by, entered_at)
VALUES (%s, %s, '', '', now(), '', '', now()) RETURNING day
"""


def days() -> list[str]:
    return [str(day) for day in DecreedHoliday.objects.order_by("day").values_list("day", flat=True)]


def test_what_was_kept_back_is_found_by_whoever_reads() -> None:
    read: list[str] = []
    with transaction.atomic(), together():
        write(ADD, ("kr", "2026-11-03"), lambda rows: read.append(str(rows[0][0])))
        write(ADD, ("kr", "2026-11-04"), lambda rows: read.append(str(rows[0][0])))
        assert read == []
        assert days() == ["2026-11-03", "2026-11-04"] == read
        write(ADD, ("kr", "2026-11-05"))
    assert days()[-1] == "2026-11-05"


def test_many_travel_in_one_message() -> None:
    write(ADD, ("kr", "2026-10-01"))  # the database knows the statement now
    with CaptureQueriesContext(connection) as asked, together():
        for day in range(1, 20):
            write(ADD, ("kr", f"2026-11-{day:02d}"))
    assert len(asked) == 1
    assert len(days()) == 20


def test_a_verb_that_fails_leaves_nothing_behind() -> None:
    @at_once
    def inner() -> None:
        write(ADD, ("kr", "2026-11-03"))
        raise ValueError("no")

    @at_once
    def outer() -> None:
        write(ADD, ("kr", "2026-11-02"))
        with pytest.raises(ValueError, match="no"):
            inner()
        write(ADD, ("kr", "2026-11-04"))

    outer()
    assert days() == ["2026-11-02", "2026-11-04"]
    with pytest.raises(IntegrityError):
        outer()  # the same days again
    assert days() == ["2026-11-02", "2026-11-04"]


def test_questions_are_answered_in_order_also_where_one_has_no_rows() -> None:
    one = Question("SELECT %s::int", (7,), lambda rows: rows[0][0])
    none = Question("SELECT 1 WHERE false", (), lambda rows: rows)
    assert ask(one, none, one) == [7, [], 7]
    assert ask() == []
