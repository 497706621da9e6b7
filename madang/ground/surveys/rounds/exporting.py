"""The published figures of a round as rows and as facts, for those who reckon on."""

from collections.abc import Iterator, Mapping
from typing import Any

from madang.ground.surveys.models import Round

HEAD = ("question", "group", "answer", "figure", "value", "low95", "high95", "n", "deff", "invented")
Row = tuple[object, ...]


def rows_of(found: Round) -> Iterator[Row]:
    """A row for each figure: shares, means and medians over all, then shares by group."""
    if found.results.get("suppressed", True):
        yield ("", "", "", "too few answers to be shown", "", "", "", "", "", found.invented)
        return
    for key, told in found.results["questions"].items():
        for value, count in told.get("counts", {}).items():
            yield (key, "", value, "count", count, "", "", "", "", found.invented)
        for value, share in told.get("shares", {}).items():
            yield (key, "", value, "weighted_share", share, "", "", "", "", found.invented)
        for name in ("share", "mean", "median"):
            if name in told:
                yield _row(key, "", name, told[name], found)
    for variable, groups in found.results["groups"].items():
        for group, told in groups.items():
            for key, share in told.items():
                if key != "n":
                    yield _row(key, f"{variable}={group}", "share", share, found)
    for what, sides in found.results["splits"].items():
        for side, share in sides.items():
            yield _row("felt", f"{what}={side}", "share", share, found)


def _row(key: str, group: str, name: str, told: Mapping[str, Any], found: Round) -> Row:
    return (
        key,
        group,
        "",
        name,
        told["value"],
        told["low"],
        told["high"],
        told["n"],
        told.get("deff", ""),
        found.invented,
    )


def facts_of(found: Round) -> dict[str, Any]:
    """How the round was held: everything but the list of people, which was not kept."""
    plain = (
        "title", "reform", "service", "population", "area", "compares", "survey", "version", "wording",
        "questionnaire", "size", "seed", "frame_size", "frame_hash", "invited", "margins_source", "invented",
    )  # fmt: skip
    days = ("asked_from", "asked_until", "cases_from", "cases_until")
    return {
        "government": found.government.code,
        "margins": found.known,
        **{name: getattr(found, name) for name in plain},
        **{name: day.isoformat() if (day := getattr(found, name)) else None for name in days},
        "closed_at": found.closed_at.isoformat() if found.closed_at else None,
    }
