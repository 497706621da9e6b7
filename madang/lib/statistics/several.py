"""Several tests at once: p-values corrected so that none is found by trying often."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected in Holm's way, in their order; each at least as large as before, at most 1.

    Rejecting those at most 5 % finds something where there is nothing in at most 5 % of all cases.
    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70. Raises ValueError outside 0 to 1.
    """
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError("a p-value lies between 0 and 1")
    corrected = [0.0] * len(p_values)
    largest = 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = largest
    return corrected
