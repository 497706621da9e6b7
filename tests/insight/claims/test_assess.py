"""The engine judges what is there: grade, standing, what was felt, and nothing is lost when new data come."""

import json
import math

import pytest

from madang.ground.organisations.models import Government
from madang.insight.claims import actions, judging
from madang.insight.claims.felt import felt_of_claim
from madang.insight.claims.models import Assessment, Claim
from madang.insight.claims.standing import promised_size, standing
from madang.insight.claims.tables import Table, of_rows
from tests import people
from tests.insight.claims import reforms

pytestmark = pytest.mark.django_db


def judged(table: Table, *measures: object, treated: str = "", key: str = "one") -> Assessment:
    """A claim with this table, assessed."""
    claim = reforms.registered(key)
    actions.add_data(claim.pk, "primary", table, source="made up", treated=treated, by=people.seo_daeun())
    return actions.assess(claim.pk, by=people.seo_daeun())


@pytest.mark.parametrize(
    ("ci95", "p", "promised", "expected"),
    [
        ((-4, -2), 0.001, 2.5, "shown"),
        ((-4, -2), 0.001, None, "shown"),
        ((-1.5, -0.5), 0.001, 2.5, "smaller"),
        ((-1, 1), 0.8, 2.5, "refuted"),
        ((-3, 1), 0.3, 2.5, "uncertain"),
        ((-1, 1), 0.8, None, "uncertain"),
        ((0.5, 2), 0.01, 2.5, "opposite"),
        ((0.5, 2), 0.01, None, "opposite"),
    ],
)
def test_an_interval_shows_or_refutes_what_was_promised(
    ci95: tuple[float, float], p: float, promised: float | None, expected: str
) -> None:
    verdict = {"ci95": ci95, "p": p, "grade": "E2"}
    assert standing(verdict, "down", promised) == expected
    mirrored = {"ci95": (-ci95[1], -ci95[0]), "p": p, "grade": "E2"}
    assert standing(mirrored, "up", promised) == expected
    assert standing({**verdict, "grade": "E1"}, "down", promised) == "unverified"


def test_a_promise_in_percent_is_of_the_value_before() -> None:
    percent, absolute = {"size": "20", "as": "percent"}, {"size": "3", "as": "absolute"}
    assert promised_size(percent, 15, log=False) == 3 == promised_size(absolute, 15, log=False)
    assert promised_size(percent, None, log=False) is None
    assert promised_size(percent, None, log=True) == pytest.approx(-math.log(0.8))
    assert promised_size(None, 15, log=False) is None


def test_a_series_is_judged_with_the_days_that_were_promised(city: Government) -> None:
    found = judged(reforms.series(-3))
    assert (found.grade, found.standing) == ("E2", "shown")
    assert found.verdicts["primary"]["promised"] == pytest.approx(2, abs=0.1)
    assert found.verdicts["primary"]["verdict"]["effect"] == pytest.approx(-3, abs=0.6)


def test_a_comparison_is_e3_and_e4_only_if_citizens_felt_it(
    city: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = judged(reforms.panel(), treated="North")
    assert (first.grade, first.standing, first.felt) == ("E3", "shown", {})
    for direction, grade in (("same", "E4"), ("unclear", "E3"), ("opposite", "E3")):
        felt = felt_of_claim(first.claim)
        told = type(felt)(direction, "rounds")  # type: ignore[arg-type]  # one of the directions
        monkeypatch.setattr(judging, "felt_of_claim", lambda claim, improved=True, told=told: told)
        again = actions.assess(first.claim_id, by=people.seo_daeun())
        assert (again.grade, again.felt["direction"]) == (grade, direction)


def test_two_numbers_are_unverified_whatever_they_say(city: Government) -> None:
    for n, grade in ((None, "E0"), (500, "E1")):
        claim = reforms.registered(f"two-{n or 0}", reforms.measure(figures=reforms.two_numbers(n)))
        found = actions.assess(claim.pk, by=people.seo_daeun())
        assert (found.grade, found.standing) == (grade, "unverified")
        assert found.verdicts["primary"]["verdict"]["relative"] == pytest.approx(-1 / 3)


def test_cases_of_few_months_are_compared_and_of_a_year_become_a_series(city: Government) -> None:
    few = [(f"2024-1{m}", str(10 + n / 10)) for m in (0, 1, 2) for n in range(12)]
    few += [(f"2025-0{m}", str(7 + n / 10)) for m in (1, 2, 3) for n in range(12)]
    found = judged(of_rows("cases", few), key="few")
    assert found.verdicts["primary"]["verdict"]["design"] == "cases"
    assert found.verdicts["primary"]["verdict"]["effect"] == pytest.approx(-3, abs=0.05)
    many = [(row[0], str(float(row[1]) + n)) for row in reforms.series().rows for n in range(-3, 4)]
    assert judged(of_rows("cases", many), key="many").verdicts["primary"]["verdict"]["design"] == "series"


def test_secondary_measures_are_corrected_and_the_primary_one_is_not(city: Government) -> None:
    measures = [reforms.measure(key) for key in ("primary", "second", "third")]
    claim = reforms.registered("three", *measures)
    for key, effect, seed in (("primary", -3, 1), ("second", 0, 2), ("third", -2, 3)):
        actions.add_data(
            claim.pk, key, reforms.series(effect, seed=seed), source="made up", by=people.seo_daeun()
        )
    found = actions.assess(claim.pk, by=people.seo_daeun()).verdicts
    raw = {key: each["verdict"]["p"] for key, each in found.items()}
    assert all(each["p_holm"] >= raw[key] for key, each in found.items())
    assert found["second"]["p_holm"] >= found["third"]["p_holm"]


def test_new_data_make_a_new_result_and_the_old_one_stays(city: Government) -> None:
    claim, officer = reforms.registered(), people.seo_daeun()
    actions.add_data(
        claim.pk, "primary", reforms.series(months=("2023-01", "2026-01")), source="a", by=officer
    )
    first = actions.assess(claim.pk, by=officer)
    actions.publish(claim.pk, by=reforms.head_of_innovation())
    before = json.dumps(first.verdicts, sort_keys=True)
    actions.add_data(claim.pk, "primary", reforms.panel(0), treated="North", source="b", by=officer)
    second = actions.assess(claim.pk, by=officer)
    public = Claim.objects.get(pk=claim.pk)
    assert (public.published_id, public.standing) == (first.pk, "shown")  # not public yet
    actions.publish(claim.pk, by=reforms.head_of_innovation())
    assert Claim.objects.get(pk=claim.pk).published_id == second.pk
    first.refresh_from_db()
    assert json.dumps(first.verdicts, sort_keys=True) == before


def test_the_same_data_and_seed_give_the_same_numbers(city: Government) -> None:
    first = judged(reforms.panel(), treated="North")
    again = actions.assess(first.claim_id, by=people.seo_daeun())
    assert (again.verdicts, again.seed, again.data_hash) == (first.verdicts, first.seed, first.data_hash)


def test_what_cannot_be_compared_is_said_and_nothing_is_kept(city: Government) -> None:
    claim = reforms.registered()
    with pytest.raises(actions.NotPossible):
        actions.assess(claim.pk, by=people.seo_daeun())
    late = reforms.series(months=("2025-03", "2026-03"))
    actions.add_data(claim.pk, "primary", late, source="made up", by=people.seo_daeun())
    with pytest.raises(actions.NotPossible):
        actions.assess(claim.pk, by=people.seo_daeun())
    assert not Assessment.objects.exists()


def test_the_quoted_claims_are_e0_or_e1_with_their_published_figures(city: Government) -> None:
    actions.load_shipped(government=city)
    assert not actions.load_shipped(government=city)  # once only
    claims = {claim.key: claim for claim in Claim.objects.filter(shipped=True).select_related("published")}
    assert len(claims) == 10
    assert {claim.grade for claim in claims.values()} <= {"E0", "E1"}
    assert {claim.standing for claim in claims.values()} == {"unverified"}

    def percents(key: str) -> list[float]:
        found = claims[key].published
        assert found is not None
        keys = [measure["key"] for measure in claims[key].terms["measures"]]
        return [
            round(100 * found.verdicts[each]["verdict"]["relative"], 1)
            for each in keys
            if each in found.verdicts
        ]

    assert percents("kiss-immigration") == [-60.5, -58.8, -60.0, -58.8]
    assert percents("kiponet-patents") == [-55.5]
    assert percents("tax-hearing") == [-33.3]
    asserted = set(claims) - {"kiss-immigration", "kiponet-patents", "tax-hearing"}
    assert all(percents(key) == [] for key in asserted)
