"""Least squares on plain lists: a matrix is a list of columns, each a list of floats."""

from math import sqrt

Column = list[float]
Columns = list[Column]


def dot(one: Column, other: Column) -> float:
    """The sum of the products."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def minus(one: Column, factor: float, other: Column) -> Column:
    """One column less a multiple of another."""
    return [a - factor * b for a, b in zip(one, other, strict=True)]


def orthonormal(columns: Columns) -> tuple[Columns, Columns]:
    """Basis and upper triangle (as columns), by Gram and Schmidt, each column twice for accuracy."""
    basis: Columns = []
    triangle: Columns = []
    for column in columns:
        left, factors = column, [0.0] * len(columns)
        for _ in range(2):
            for place, base in enumerate(basis):
                factor = dot(base, left)
                factors[place] += factor
                left = minus(left, factor, base)
        size = sqrt(dot(left, left))
        factors[len(basis)] = size
        basis.append([value / size for value in left])
        triangle.append(factors)
    return basis, triangle


def inside(basis: Columns, column: Column) -> Column:
    """How much of each base lies in the column."""
    return [dot(base, column) for base in basis]


def outside(basis: Columns, column: Column) -> Column:
    """What of the column lies in none of the bases."""
    left = column
    for base in basis:
        left = minus(left, dot(base, left), base)
    return left


def back(triangle: Columns, right: Column) -> Column:
    """The solution b of triangle b = right."""
    count = len(right)
    found = [0.0] * count
    for row in reversed(range(count)):
        rest = right[row] - sum(triangle[other][row] * found[other] for other in range(row + 1, count))
        found[row] = rest / triangle[row][row]
    return found


def forth(triangle: Columns, right: Column) -> Column:
    """The solution b of triangle' b = right."""
    found: Column = []
    for row, column in enumerate(triangle):
        rest = right[row] - sum(column[other] * found[other] for other in range(row))
        found.append(rest / column[row])
    return found


def solve(matrix: Columns, right: Column) -> Column:
    """The solution of a symmetric system."""
    basis, triangle = orthonormal(matrix)
    return back(triangle, inside(basis, right))


def between(value: float, known: Column, results: Column) -> float:
    """Interpolated on straight lines; beyond the ends the last result."""
    if value <= known[0]:
        return results[0]
    for place in range(1, len(known)):
        if value <= known[place]:
            share = (value - known[place - 1]) / (known[place] - known[place - 1])
            return results[place - 1] + share * (results[place] - results[place - 1])
    return results[-1]


def quantile(ordered: Column, share: float) -> float:
    """The quantile of sorted values, interpolated."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
