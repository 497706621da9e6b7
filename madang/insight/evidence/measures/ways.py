"""Which way a case went between hands: back to whom it came from, past nobody, without anybody."""

import numpy as np
import pyarrow as pa

from madang.insight.evidence.measures.arrays import Flags, Ints, codes_of, firsts_of


def ping_pong(resource: Ints, case: Ints) -> Ints:
    """How often, row by row, work goes from one to another and, when it next changes hands, straight back.

    1 at the row with which it comes back. A row that names nobody breaks the thread.
    """
    found = np.zeros(len(resource), np.int64)
    named = resource >= 0
    together = (case[1:] == case[:-1]) & named[1:] & named[:-1]
    changed = np.flatnonzero(together & (resource[1:] != resource[:-1])) + 1
    if len(changed) < 2:
        return found
    broken = np.cumsum(np.concatenate(([False], ~together)))
    earlier, later = changed[:-1], changed[1:]
    back = (broken[earlier] == broken[later]) & (resource[earlier - 1] == resource[later])
    found[later[back]] = 1
    return found


def automation(column: pa.ChunkedArray) -> tuple[Ints, Ints]:
    """Row by row: 1 where nobody was needed, and 1 where the log says whether somebody was."""
    whole = column.combine_chunks()
    known = whole.is_valid().to_numpy(zero_copy_only=False).astype(np.int64)
    return whole.fill_null(False).to_numpy(zero_copy_only=False).astype(np.int64), known


def first_said(column: pa.ChunkedArray, case: Ints, cases: int) -> pa.Array:
    """Of each case the first text that any of its rows gives, in their order."""
    codes, texts = codes_of(column)
    said = np.flatnonzero(codes >= 0)
    chosen = np.full(cases, -1, np.int64)
    if len(said):
        first = said[firsts_of(case[said])]
        chosen[case[first]] = codes[first]
    return (
        texts.take(pa.array(np.maximum(chosen, 0), mask=chosen < 0))
        if len(texts)
        else pa.nulls(cases, pa.string())
    )


def any_of(flags: Flags, case: Ints, cases: int) -> Flags:
    """Of each case whether the flag is set on any of its rows."""
    found = np.zeros(cases, bool)
    found[case[flags]] = True
    return found
