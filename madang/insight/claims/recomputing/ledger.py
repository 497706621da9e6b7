"""The benefit ledger: volume x (before - after) x value, each with low, mid and high; costs subtracted. Pure.

Only the standard library is used, and of its dice only `Random.random`, whose numbers are the same in every
version of Python: whoever has the lines and the seed gets the same percentiles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, sqrt
from random import Random

DRAWS = 20_000
PARTS = ("volume", "before", "after", "value")
COSTS = ("implementing", "running")
Three = tuple[float, float, float]


@dataclass(frozen=True)
class Range:
    """A quantity that is not known exactly: low, most likely, high, and where that is from."""

    low: float
    mid: float
    high: float
    source: str = ""

    @property
    def three(self) -> Three:
        """Low, mid and high."""
        return self.low, self.mid, self.high


@dataclass(frozen=True)
class Line:
    """One benefit of one year: parts by name, costs by name, the years over which implementing is spread."""

    name: str
    process: str
    year: int
    parts: Mapping[str, Range]
    unit: str
    currency: str
    cashable: bool = False
    costs: Mapping[str, Range] = field(default_factory=dict)
    years: int = 1


@dataclass(frozen=True)
class Spread:
    """What a sum came to over all draws: 10 % are lower than `p10`, half than `p50`, 90 % than `p90`."""

    p10: float
    p50: float
    p90: float
    mean: float


@dataclass(frozen=True)
class Total:
    """A ledger's year: benefit, its cashable part, cost, and what is left of it."""

    gross: Spread
    cashable: Spread
    not_cashable: Spread
    cost: Spread
    net: Spread
    share_negative: float


def faults(line: Line) -> list[tuple[str, str]]:
    """(part, what is wrong) of a line: missing, no-source, order, not-finite, negative, no-difference.

    A benefit without volume, time before and after, price, or without the source of one of them, is none.
    """
    found = []
    for name in PARTS:
        part = line.parts.get(name)
        if part is None:
            found.append((name, "missing"))
            continue
        found += [(name, fault) for fault in _faults_of(part)]
        if not part.source.strip():
            found.append((name, "no-source"))
    for name, cost in line.costs.items():
        found += [(name, fault) for fault in _faults_of(cost)]
        if not cost.source.strip():
            found.append((name, "no-source"))
    if not found and line.parts["before"].mid == line.parts["after"].mid:
        found.append(("after", "no-difference"))
    return found


def _faults_of(part: Range) -> list[str]:
    if not all(isfinite(number) for number in part.three):
        return ["not-finite"]
    if part.low < 0:
        return ["negative"]
    return [] if part.low <= part.mid <= part.high else ["order"]


def total(lines: Sequence[Line], seed: int, draws: int = DRAWS) -> Total:
    """Draw every quantity from its triangle `draws` times and add up; lines of one currency only."""
    dice = Random(seed)  # noqa: S311  # figures, no secrets
    gross, cashable, cost = [0.0] * draws, [0.0] * draws, [0.0] * draws
    for line in lines:
        parts = [line.parts[name].three for name in PARTS]
        costs = [line.costs[name].three if name in line.costs else (0.0, 0.0, 0.0) for name in COSTS]
        for n in range(draws):
            volume, before, after, value = (_drawn(three, dice) for three in parts)
            implementing, running = (_drawn(three, dice) for three in costs)
            benefit = volume * (before - after) * value
            gross[n] += benefit
            cashable[n] += benefit if line.cashable else 0.0
            cost[n] += implementing / line.years + running
    net = [benefit - spent for benefit, spent in zip(gross, cost, strict=True)]
    rest = [benefit - cash for benefit, cash in zip(gross, cashable, strict=True)]
    return Total(
        gross=spread(gross),
        cashable=spread(cashable),
        not_cashable=spread(rest),
        cost=spread(cost),
        net=spread(net),
        share_negative=sum(each < 0 for each in net) / draws,
    )


def _drawn(three: Three, dice: Random) -> float:
    """One draw from the triangle by the inverse of its distribution; a point is itself and takes no draw."""
    low, mid, high = three
    if high == low:
        return low
    chance, turn = dice.random(), (mid - low) / (high - low)
    if chance < turn:
        return low + sqrt(chance * (high - low) * (mid - low))
    return high - sqrt((1 - chance) * (high - low) * (high - mid))


def spread(values: Sequence[float]) -> Spread:
    """Percentiles by the nearest rank, and the mean."""
    ordered, count = sorted(values), len(values)
    p10, p50, p90 = (ordered[min(count - 1, int(count * share))] for share in (0.1, 0.5, 0.9))
    return Spread(p10, p50, p90, sum(ordered) / count)


def point(line: Line) -> float:
    """The benefit with every quantity at its most likely, before cost."""
    volume, before, after, value = (line.parts[name].mid for name in PARTS)
    return volume * (before - after) * value


def counted_twice(lines: Iterable[tuple[str, Line]]) -> dict[tuple[str, int], list[str]]:
    """Processes from which more than one claim draws a benefit in one year, with the keys of those claims."""
    claims: dict[tuple[str, int], list[str]] = {}
    for claim, line in lines:
        known = claims.setdefault((line.process, line.year), [])
        if claim not in known:
            known.append(claim)
    return {place: keys for place, keys in claims.items() if len(keys) > 1}


def as_json(line: Line) -> dict[str, object]:
    """The line as plain data."""
    return {
        "name": line.name, "process": line.process, "year": line.year, "unit": line.unit,
        "currency": line.currency, "cashable": line.cashable, "years": line.years,
        "parts": {name: _plain(part) for name, part in line.parts.items()},
        "costs": {name: _plain(part) for name, part in line.costs.items()},
    }  # fmt: skip


def _plain(part: Range) -> dict[str, object]:
    return {"low": part.low, "mid": part.mid, "high": part.high, "source": part.source}


def from_json(told: Mapping[str, object]) -> Line:
    """The line that `as_json` wrote."""
    fields = dict(told)
    for group in ("parts", "costs"):
        given = fields[group]
        assert isinstance(given, Mapping)  # written by `as_json`
        fields[group] = {name: Range(**part) for name, part in given.items()}
    return Line(**fields)  # type: ignore[arg-type]  # the fields are those that `as_json` wrote
