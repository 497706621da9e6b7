"""Two values, one before and one after: a difference that nothing can test."""

from collections.abc import Sequence

from madang.insight.claims import grades
from madang.insight.claims.verdict import Remark, Verdict


def two_values(
    before: float, after: float, *, n_before: int | None = None, n_after: int | None = None, source: bool = False,
    concurrent: Sequence[str] = (), grade: str | None = None,
) -> Verdict:  # fmt: skip
    """The change from one value to another, unverified; `grade` overrules where the file itself is the source."""
    relative = (after - before) / abs(before) if before else None
    warnings = [Remark("unverified")]
    if relative is None:
        warnings.append(Remark("no_share_of_zero"))
    if concurrent:
        warnings.append(Remark("concurrent_changes", {"changes": "; ".join(concurrent)}))
    return Verdict(
        "two_values", after - before, relative, None, None,
        grade or grades.of_two_values(source=source, n_before=n_before, n_after=n_after),
        Remark("two_values"), tuple(warnings), n_before or 1, n_after or 1, concurrent=tuple(concurrent),
        extras={"before": before, "after": after},
    )  # fmt: skip
