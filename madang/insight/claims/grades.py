"""The grade of evidence: what may be believed of a claim, by how it was compared and whether citizens felt it.

E0 asserted · E1 two numbers with source and n · E2 series tested · E3 comparison group · E4 = E3 and citizens felt it
in the same direction, or independent replication.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from madang.insight.claims.verdict import E0, E1, E2, E3, E4, GRADES, Remark, Verdict
from madang.lib.statistics.several import holm

BY_DESIGN: Mapping[str, str] = {
    "two_values": E1,
    "cases": E1,
    "short_series": E1,
    "series": E2,
    "difference_in_differences": E3,
    "synthetic_control": E3,
    "staggered": E3,
}
LEVEL = 0.05


def of_design(design: str, *, tested: bool, comparable: bool = True) -> str:
    """The grade a design can give: at most E1 where nothing could be tested, E2 where the groups do not compare."""
    grade = BY_DESIGN[design] if tested else min(BY_DESIGN[design], E1)
    return grade if comparable else min(grade, E2)


def of_two_values(*, source: bool, n_before: int | None, n_after: int | None) -> str:
    """Two numbers are E1 with a source and the number of cases behind each, else no more than asserted."""
    return E1 if source and n_before and n_after else E0


def raised(verdict: Verdict, *, felt: float | None = None, replicated: bool = False) -> Verdict:
    """The verdict at E4 where it is E3, found, and citizens felt a change in its direction, or others found it too.

    `felt` is the change that citizens reported, in the sign of the measure; None where nobody was asked.
    """
    if verdict.grade != E3 or not found(verdict):
        return verdict
    same = felt is not None and verdict.effect is not None and felt * verdict.effect > 0
    if same or replicated:
        return replace(verdict, grade=E4)
    if felt is not None and verdict.effect is not None and felt * verdict.effect < 0:
        return replace(verdict, warnings=(*verdict.warnings, Remark("felt_otherwise")))
    return verdict


def found(verdict: Verdict) -> bool:
    """Was an effect found, not only looked for?"""
    return verdict.p is not None and verdict.p <= LEVEL


def of_claim(verdicts: Sequence[Verdict]) -> str:
    """The grade of a claim is that of its primary measure, which comes first; without one it is asserted."""
    return verdicts[0].grade if verdicts else E0


def several(verdicts: Sequence[Verdict]) -> list[float | None]:
    """The p of each verdict, corrected over all that were tested (Holm)."""
    tested = [place for place, verdict in enumerate(verdicts) if verdict.p is not None]
    corrected = dict(zip(tested, holm([verdicts[place].p or 0.0 for place in tested]), strict=True))
    return [corrected.get(place) for place in range(len(verdicts))]


assert sorted(GRADES) == list(GRADES)  # min() above compares them as text
