"""The claims' part of `madang definitions check`."""

from dataclasses import dataclass
from pathlib import Path

from madang.insight.claims.checking import files_in, problems_in


@dataclass(frozen=True)
class CheckedClaims:
    """How many files of claims there are, and what is wrong with them."""

    files: int
    problems: list[str]


def check_claims(path: Path | None = None) -> CheckedClaims:
    """Check the claims at a path, or those that are shipped."""
    files = files_in(path)
    return CheckedClaims(len(files), [problem for file in files for problem in problems_in(file)])


def holds_claims(path: Path) -> bool:
    """Whether a path is meant as claims: it lies in a folder of that name."""
    return path.resolve().name == "claims" or path.resolve().parent.name == "claims"
