"""How many must be asked: what a number of invitations will be able to show. Pure."""

from dataclasses import dataclass

from madang.lib.statistics.proportions import half_width, least_change

SIZES = (300, 600, 1200, 2400, 5000)
DEFF = 1.3  # what unequal weights usually cost; known only afterwards


@dataclass(frozen=True)
class Foreseen:
    """What so many invitations will show, where the share is near a half: the least favourable case."""

    invited: int
    answers: int
    half_width: float
    least_change: float
    chosen: bool = False

    @property
    def half_width_points(self) -> str:
        """How far the interval reaches to either side, in points."""
        return f"{100 * self.half_width:.1f}"

    @property
    def least_change_points(self) -> str:
        """The smallest change that will be found, in points."""
        return f"{100 * self.least_change:.1f}"


def foresee(size: int, response: float, chosen: bool = False) -> Foreseen:
    """What is to be expected of so many invitations, if this share of them is answered."""
    answers = max(1, round(size * response))
    width = half_width(answers, deff=DEFF)
    return Foreseen(
        size, answers, min(width, 0.5), min(least_change(answers, answers, deff=DEFF), 1.0), chosen
    )


def table(size: int | None, response: float) -> list[Foreseen]:
    """The usual sizes, and the one that was asked for, side by side."""
    sizes = sorted({*SIZES, size} if size else set(SIZES))
    return [foresee(each, response, each == size) for each in sizes]
