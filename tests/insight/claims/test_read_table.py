"""Tables that people give are read whole or refused with the line and what to do."""

import pytest

from madang.insight.claims.saying import unreadable
from madang.insight.claims.tables import CASES, PANEL, SERIES, Unreadable, read, treated_in


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 0),
        ("period,value\n", "no-rows", 0),
        ("period,value\n2025-01,1\n2025-02,abc\n", "value", 3),
        ("period,value\n2025-13,1\n", "period", 2),
        ("period,value\nsoon,1\n", "period", 2),
        ("period,value\n2025-01\n", "short", 2),
        ("period,value\n2025-01,1\n2025-01,2\n", "twice", 0),
        ("period,value\n2025-01,1\n2025-04,2\n", "gap", 0),
        ("period,value\n2025-01,nan\n", "value", 2),
        ("period,value\n2025-01,1e999\n", "value", 2),
        ("value\n1\n", "columns", 1),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read(SERIES, text.encode())
    assert (refused.value.code, refused.value.line) == (code, line)
    assert len(unreadable(refused.value)) > 10


def test_a_table_is_read_by_names_by_order_and_with_other_signs() -> None:
    wanted = (("2025-01", "1.5"), ("2025-02", "1234"))
    for text in (
        'value,period\n1.5,2025-01\n"1,234",2025-02\n',
        "month;days\n2025.02;1234\n2025/1/31;1.5\n",
        "\ufeffperiod\tvalue\n2025-01-31T10:00\t1.5\n2025-02\t1234\n\n",
    ):
        assert read(SERIES, text.encode()).rows == wanted
    named = read(SERIES, "a,b,c\nx,1.5,2025-01\ny,1234,2025-02\n".encode("cp949"), ("c", "b"))
    assert named.rows == wanted
    with pytest.raises(Unreadable):
        read(SERIES, b"a,b\n2025-01,1\n", ("a", "nothing"))


def test_of_single_cases_only_the_month_is_kept_and_small_months_are_left_out() -> None:
    rows = [f"2025-01-{day:02d},{day},Kim" for day in range(1, 7)] + ["2025-02-01,9,Lee"]
    table = read(CASES, ("day,value,name\n" + "\n".join(rows)).encode(), ("day", "value"))
    assert table.left_out == 1
    assert "Kim" not in table.content
    assert {row[0] for row in table.rows} == {"2025-01"}
    with pytest.raises(Unreadable):
        read(CASES, b"day,value\n2025-01-01,3\n")


def test_a_panel_names_its_units_and_no_formula_stands_in_for_one() -> None:
    assert read(PANEL, b"unit,period,value\nNorth,2025-01,1\nSouth,2025-01,2\n").rows[0] == (
        "North",
        "2025-01",
        "1",
    )
    with pytest.raises(Unreadable) as refused:
        read(PANEL, b"unit,period,value\n=cmd(),2025-01,1\n")
    assert refused.value.code == "unit"
    assert treated_in("North, South=2025-07") == {"North": None, "South": "2025-07"}
