"""Tools on sorted arrays that the measures share: groups, running maxima, sums over ranges."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NEVER = np.iinfo(np.int64).min  # stands for a moment that is not known

AT_ONCE = 200_000  # rows in a block, unless one group alone is larger


def blocks(table: Any, order: list[str], group: str) -> Iterator[pa.Table]:
    """The rows of an expression in that order, a block at a time; a group is never cut in two."""
    held: list[pa.Table] = []
    rows = 0
    for batch in batches(table.order_by(order)):
        held.append(pa.Table.from_batches([batch]))
        rows += batch.num_rows
        if rows < AT_ONCE:
            continue
        block = pa.concat_tables(held)
        cut = _last_group(block[group])
        if cut:
            yield block.slice(0, cut)
            held = [block.slice(cut)]
            rows = held[0].num_rows
    if held:
        yield pa.concat_tables(held)


def batches(table: Any) -> Iterator[pa.RecordBatch]:
    """The rows of an expression as the engine gives them, without holding them all."""
    engine = table.get_backend()
    if engine.name == "duckdb":  # Ibis 12 asks DuckDB 2 for them by a name that it no longer has
        found = engine.con.sql(engine.compile(table)).to_arrow_reader(AT_ONCE // 4)
    elif engine.name == "pyspark":  # by way of pandas otherwise, and of every row as an object
        found = engine._session.sql(engine.compile(table)).toArrow().to_batches(AT_ONCE // 4)
    else:
        found = table.to_pyarrow_batches(chunk_size=AT_ONCE // 4)
    yield from (batch for batch in found if batch.num_rows)


def saved(table: Any, to: Path) -> None:
    """Write the rows of an expression to one file; a cluster would write a folder, where it likes."""
    engine = table.get_backend()
    if engine.name == "pyspark":
        pq.write_table(engine._session.sql(engine.compile(table)).toArrow(), to, compression="zstd")
    else:
        table.to_parquet(str(to), compression="zstd")


def _last_group(column: pa.ChunkedArray) -> int:
    """Where the last group of a sorted column begins."""
    codes = codes_of(column)[0]
    changes = np.flatnonzero(codes[1:] != codes[:-1])
    return int(changes[-1]) + 1 if len(changes) else 0


def codes_of(column: pa.ChunkedArray) -> tuple[Ints, pa.Array]:
    """Texts as numbers, -1 for nothing, and the text of each number."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy().astype(np.int64)
    return codes, encoded.dictionary


def moments_of(column: pa.ChunkedArray) -> Ints:
    """Moments as microseconds since 1970, NEVER where there is none."""
    whole = column.combine_chunks()
    if pa.types.is_timestamp(whole.type):
        whole = whole.cast(pa.timestamp("us", whole.type.tz)).cast(pa.int64())
    elif not pa.types.is_int64(whole.type):
        whole = whole.cast(pa.int64())
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.combine_chunks()
    filled: Ints = whole.fill_null(NEVER).to_numpy().astype(np.int64)
    return filled


def firsts_of(group: Ints) -> Ints:
    """Where each group of a sorted array begins."""
    if not len(group):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))


def reached_before(values: Ints, group: Ints) -> Ints:
    """Of each place the largest value before it in its group; NEVER at the first place of a group.

    `group` counts up from 0 along the array. Values are ranked first, so that group and rank fit one number.
    """
    count = len(values)
    if not count:
        return values
    order = np.argsort(values, kind="stable")
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)
    highest = np.maximum.accumulate(group * count + rank)
    reached = np.full(count, NEVER, np.int64)
    same = group[1:] == group[:-1]
    before = values[order[highest[:-1] - group[:-1] * count]]
    reached[1:][same] = before[same]
    return reached


def occurrence(key: Ints) -> Ints:
    """How many equal keys stand before each place."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = firsts_of(ordered)
    lengths = np.diff(np.append(first, len(key)))
    found = np.empty(len(key), np.int64)
    found[order] = np.arange(len(key)) - np.repeat(first, lengths)
    return found


def weight_from(values: Ints, weights: Ints, low: Ints, high: Ints, least: Ints) -> Ints:
    """For each question the weight of the places `low` to `high` (excluded) whose value is at least `least`.

    All questions are answered together, bit by bit from the highest (a wavelet matrix; Navarro et al.
    2012), so the work grows with n log n and not with the length of the ranges.
    """
    ranked, which = np.unique(values, return_inverse=True)
    level, weight = which.astype(np.int64), weights
    sums = np.concatenate(([0], np.cumsum(weight)))
    answer: Ints = sums[high] - sums[low]
    wanted = np.searchsorted(ranked, least, side="left")
    low, high = low.copy(), high.copy()
    for bit in reversed(range(len(ranked).bit_length())):
        ones = (level >> bit) & 1 == 1
        zeros = np.concatenate(([0], np.cumsum(~ones)))
        level = np.concatenate((level[~ones], level[ones]))
        weight = np.concatenate((weight[~ones], weight[ones]))
        sums = np.concatenate(([0], np.cumsum(weight)))
        low_zero, high_zero = zeros[low], zeros[high]
        up = (wanted >> bit) & 1 == 1
        answer -= np.where(up, sums[high_zero] - sums[low_zero], 0)
        low = np.where(up, zeros[-1] + low - low_zero, low_zero)
        high = np.where(up, zeros[-1] + high - high_zero, high_zero)
    return answer
