"""Whether questions that are to measure one thing do: Cronbach's alpha, omega, and what each item adds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

Answers = npt.NDArray[np.float64]
Code = Literal[
    "low_alpha",
    "negative_alpha",
    "reversed",
    "halves",
    "incomplete",
    "constant",
    "straight_lining",
    "few",
    "two_items",
]

LOW = 0.7  # below this the items are not taken to measure one thing (Nunnally 1978)
STRAIGHT = 0.2  # from this share on, equal answers to everything are worth a look
FEW = 30  # below this number of respondents the interval is wide and coarse


class NotEnough(ValueError):
    """Answers from which no reliability can be reckoned; the message says why."""


@dataclass(frozen=True)
class Item:
    """One question: its mean and spread over whole answers, and how it goes with the others.

    `item_rest` is the correlation with the sum of the other items; nothing where the item or the rest is
    constant. `missing` counts the respondents who left it out.
    """

    item: str
    mean: float
    sd: float
    item_rest: float | None
    alpha_if_deleted: float | None
    reversed_suspected: bool
    constant: bool
    missing: int


@dataclass(frozen=True)
class Remark:
    """Something that a reader of the figures must know: a code, the items it is about, and a figure."""

    code: Code
    items: tuple[str, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class Reliability:
    """Alpha with its 95 % interval over `n` whole answers of `respondents`, and each item.

    `omega` is McDonald's total for one factor; nothing where no proper one-factor model was found.
    `straight_lining` is the share of whole answers that gave the same value to every item, as asked.
    `alpha_turned` is alpha with the suspected items turned round; nothing where none is suspected.
    """

    alpha: float
    ci95: tuple[float, float]
    omega: float | None
    n: int
    respondents: int
    items: list[Item]
    straight_lining: float
    alpha_turned: float | None
    warnings: list[Remark] = field(default_factory=list)


def cronbach(answers: Answers) -> float:
    """Cronbach's alpha of whole answers, a row a respondent and a column an item (Cronbach 1951)."""
    k = answers.shape[1]
    total = float(answers.sum(axis=1).var(ddof=1))
    return float(k / (k - 1) * (1 - float(answers.var(axis=0, ddof=1).sum()) / total))


def feldt(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of alpha by the F distribution (Feldt, Woodruff and Salih 1987, formulas 6 and 7)."""
    tail = (1 - level) / 2
    f = stats.f(n - 1, (n - 1) * (k - 1))
    return 1 - (1 - alpha) * float(f.ppf(1 - tail)), 1 - (1 - alpha) * float(f.ppf(tail))


def omega(answers: Answers) -> float | None:
    """McDonald's omega total from one factor by least squares off the diagonal (McDonald 1999, ch. 6).

    Nothing below three items, where the search did not converge, and where a loading is not positive or a
    unique variance not (a Heywood case): then one factor is not what these items have in common.
    """
    k = answers.shape[1]
    if k < 3:
        return None
    spread = answers.std(axis=0, ddof=1)
    covariance: Answers = np.atleast_2d(np.corrcoef(answers, rowvar=False))
    upper = np.triu_indices(k, 1)

    def misfit(loadings: Answers) -> Answers:
        return np.asarray(np.outer(loadings, loadings)[upper] - covariance[upper])

    start = np.sqrt(np.clip(np.abs(covariance).mean(axis=0), 0.05, 0.95))
    found = optimize.least_squares(misfit, start, xtol=1e-12, ftol=1e-12, gtol=1e-12)
    loadings = found.x if found.x.sum() >= 0 else -found.x
    if not found.success or (loadings <= 0).any() or (loadings >= 1).any():
        return None
    common = float((loadings * spread).sum() ** 2)
    return common / (common + float(((1 - loadings**2) * spread**2).sum()))


def reversed_items(answers: Answers) -> set[int]:
    """The items that go against the others: turned one by one, the worst first, until none does any more.

    Turning one by one tells the reversed item from the sound ones, whose correlation with a rest that
    holds a reversed item may be negative too. Where one half goes against the other, it is either half.
    """
    signed, turned = answers - answers.mean(axis=0), set[int]()
    for _ in range(answers.shape[1]):
        correlations = _item_rest(signed)
        worst = int(np.argmin(correlations))
        if correlations[worst] >= 0:
            break
        signed[:, worst] *= -1
        turned ^= {worst}
    everything = set(range(answers.shape[1]))
    return turned if len(turned) <= len(everything) / 2 else everything - turned


def _item_rest(answers: Answers) -> Answers:
    """The correlation of each item with the sum of the others; 0 where one of the two does not vary."""
    rest = answers.sum(axis=1, keepdims=True) - answers
    item, others = answers - answers.mean(axis=0), rest - rest.mean(axis=0)
    scale = np.sqrt((item**2).sum(axis=0) * (others**2).sum(axis=0))
    alike = (item * others).sum(axis=0)
    return np.asarray(np.divide(alike, scale, out=np.zeros_like(alike), where=scale > 1e-12), np.float64)


def reliability(answers: Answers, names: Sequence[str], asked: Answers | None = None) -> Reliability:
    """What a set of items is worth as one measure; a row a respondent, a column an item, nan where left out.

    Respondents who left anything out are set aside. `asked` are the answers before any item was turned
    round, for the straight-lining. Raises NotEnough where nothing can be said.
    """
    whole = ~np.isnan(answers).any(axis=1)
    complete = answers[whole]
    _require(complete, len(answers), names)
    varying = complete.std(axis=0) > 0
    alpha, k = cronbach(complete), complete.shape[1]
    kept = np.flatnonzero(varying)
    against = {int(kept[place]) for place in reversed_items(complete[:, kept])}
    halves = bool(against) and 2 * len(against) == len(kept)
    suspected = {int(place) for place in kept} if halves else against
    turned = complete.copy()
    turned[:, sorted(against)] *= -1
    straight = _straight_lining(complete if asked is None else asked[whole])
    result = Reliability(
        alpha,
        feldt(alpha, len(complete), k),
        omega(complete) if varying.all() else None,
        len(complete),
        len(answers),
        _items(complete, np.isnan(answers).sum(axis=0), names, suspected),
        straight,
        cronbach(turned) if against else None,
    )
    result.warnings.extend(_warnings(result, spread=len(np.unique(complete)), halves=halves))
    return result


def _require(complete: Answers, respondents: int, names: Sequence[str]) -> None:
    if complete.shape[1] < 2:
        raise NotEnough("reliability needs at least two items.")
    if respondents < 3:
        raise NotEnough(f"there are answers of {respondents} respondents only; at least three are needed.")
    if len(complete) < 3:
        raise NotEnough(
            f"only {len(complete)} of {respondents} respondents answered every item; at least three are needed."
            " Name fewer items, those that most have answered."
        )
    if (complete.std(axis=0) > 0).sum() < 2:
        raise NotEnough("fewer than two items vary: where all gave the same answer nothing can be compared.")
    if complete.sum(axis=1).std() < 1e-12:
        raise NotEnough("every respondent has the same sum over all items, so that alpha is not defined.")


def _items(
    complete: Answers, missing: npt.NDArray[np.int64], names: Sequence[str], suspected: set[int]
) -> list[Item]:
    correlations = _item_rest(complete)
    spread = complete.std(axis=0, ddof=1)
    items = []
    for place, name in enumerate(names):
        others = np.delete(complete, place, axis=1)
        constant = bool(spread[place] == 0)
        comparable = not constant and others.sum(axis=1).std() > 1e-12
        deleted = cronbach(others) if others.shape[1] > 1 and others.sum(axis=1).std() > 1e-12 else None
        items.append(
            Item(
                name,
                float(complete[:, place].mean()),
                float(spread[place]),
                float(correlations[place]) if comparable else None,
                deleted,
                place in suspected,
                constant,
                int(missing[place]),
            )
        )
    return items


def _straight_lining(answers: Answers) -> float:
    return float((answers == answers[:, :1]).all(axis=1).mean())


def _warnings(found: Reliability, spread: int, halves: bool) -> list[Remark]:
    """What must be said with these figures; `spread` is how many different values were given at all."""
    said = []
    if suspected := tuple(item.item for item in found.items if item.reversed_suspected):
        said.append(Remark("halves" if halves else "reversed", suspected, found.alpha_turned or 0.0))
    if found.alpha < 0:
        said.append(Remark("negative_alpha", value=found.alpha))
    elif found.alpha < LOW:
        said.append(Remark("low_alpha", value=found.alpha))
    if constant := tuple(item.item for item in found.items if item.constant):
        said.append(Remark("constant", constant))
    if found.n < found.respondents:
        left = tuple(item.item for item in found.items if item.missing)
        said.append(Remark("incomplete", left, found.respondents - found.n))
    # With two values, or of two items, many honest people answer everything alike.
    if found.straight_lining >= STRAIGHT and len(found.items) > 2 and spread > 2:
        said.append(Remark("straight_lining", value=found.straight_lining))
    if found.n < FEW:
        said.append(Remark("few", value=found.n))
    if len(found.items) == 2:
        said.append(Remark("two_items"))
    return said
