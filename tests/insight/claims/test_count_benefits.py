"""A benefit needs volume, time, price and sources; its sum is a range, and nothing is counted twice unnoticed."""

from dataclasses import replace
from random import Random

import pytest

from madang.ground.organisations.models import Government
from madang.insight.claims import actions, queries
from madang.insight.claims.recomputing import ledger
from madang.insight.claims.recomputing.ledger import Line, Range
from tests import people
from tests.insight.claims import reforms


def line(**changes: object) -> Line:
    """An hour and a half saved in a thousand cases, at twenty the hour."""
    parts = {
        "volume": Range(900, 1000, 1100, "register"), "before": Range(2, 2, 2, "log"),
        "after": Range(0.5, 0.5, 0.5, "log"), "value": Range(15, 20, 25, "wage table"),
    }  # fmt: skip
    whole = Line("Waiting", "permits", 2025, parts, "hours", "KRW")
    return replace(whole, **changes)  # type: ignore[arg-type]  # fields of the line


def test_a_point_value_without_volume_time_price_and_source_is_refused() -> None:
    assert [part for part, fault in ledger.faults(line(parts={})) if fault == "missing"] == list(ledger.PARTS)
    unsourced = {**line().parts, "value": Range(15, 20, 25, " ")}
    assert ledger.faults(line(parts=unsourced)) == [("value", "no-source")]
    turned = {**line().parts, "volume": Range(5, 4, 3, "x")}
    assert ledger.faults(line(parts=turned)) == [("volume", "order")]
    same = {**line().parts, "after": line().parts["before"]}
    assert ledger.faults(line(parts=same)) == [("after", "no-difference")]
    assert ledger.faults(line()) == []


def test_the_range_is_that_of_the_triangles_and_comes_again_with_the_seed() -> None:
    found = ledger.total([line()], seed=5)
    assert found == ledger.total([line()], seed=5)
    dice = Random(11)  # noqa: S311  # numbers, no secrets
    drawn = sorted(
        dice.triangular(900, 1100, 1000) * 1.5 * dice.triangular(15, 25, 20) for _ in range(40_000)
    )
    for share, value in ((0.1, found.gross.p10), (0.5, found.gross.p50), (0.9, found.gross.p90)):
        assert value == pytest.approx(drawn[int(share * len(drawn))], rel=0.01)
    assert ledger.point(line()) == 30_000


def test_cost_is_subtracted_and_cash_is_told_apart() -> None:
    costs = {
        "implementing": Range(50_000, 50_000, 50_000, "contract"),
        "running": Range(2_000, 2_000, 2_000, "bill"),
    }
    fixed = {name: Range(part.mid, part.mid, part.mid, part.source) for name, part in line().parts.items()}
    cash = line(parts=fixed, cashable=True)
    other = line(parts=fixed, costs=costs, years=5)
    found = ledger.total([cash, other], seed=1)
    assert (found.gross.p50, found.cashable.p50, found.not_cashable.p50) == (60_000, 30_000, 30_000)
    assert (found.cost.p50, found.net.p50, found.share_negative) == (12_000, 48_000, 0)


@pytest.mark.django_db
def test_two_reforms_that_draw_from_one_process_are_named(city: Government) -> None:
    first, second, third = (reforms.registered(key) for key in ("first", "second", "third"))
    actions.count(first.pk, line(), by=people.seo_daeun())
    actions.count(second.pk, line(), by=people.seo_daeun())
    actions.count(third.pk, line(year=2026), by=people.seo_daeun())
    twice = queries.counted_twice(first)
    assert [(each.process, each.year, [claim.key for claim in each.others]) for each in twice] == [
        ("permits", 2025, ["second"])
    ]
    assert queries.counted_twice(third) == []
    actions.strike(second.pk, 1, by=people.seo_daeun())
    assert queries.counted_twice(first) == []


@pytest.mark.django_db
def test_a_line_with_a_fault_is_not_kept(city: Government) -> None:
    claim = reforms.registered()
    with pytest.raises(actions.Unacceptable) as refused:
        actions.count(claim.pk, line(parts={}), by=people.seo_daeun())
    assert refused.value.field == "volume"
    assert not claim.benefits.exists()
