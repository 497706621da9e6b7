"""Where the expressions run: DuckDB in this process, within a bound of memory, spilling to disk beyond it.

Where MADANG_ENGINE names a Spark cluster they run there, the same expressions to the last.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis

from madang.insight.evidence.measures.spark import on_spark, spark_address
from madang.insight.evidence.schema import SCHEMA

MEMORY = os.environ.get("MADANG_ENGINE_MEMORY", "2GB")

KINDS = {
    "string": "string",
    "bool": "boolean",
    "int32": "int32",
    "int64": "int64",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "timestamp('UTC', 6)",
}

# Ibis has no types of its own to check against; `Any` stands for its tables and columns.
Table = Any
Column = Any
Keep = Callable[[Table], Table]


@dataclass(frozen=True)
class Log:
    """A log opened in an engine: its events, and a way to keep a result that is needed twice."""

    events: Table
    keep: Keep


@contextmanager
def opened(
    files: Path | Sequence[Path],
    lifecycle: str | None = None,
    *,
    only: Mapping[str, str | None] | None = None,
) -> Iterator[Log]:
    """A columnar log, the time of its events also as microseconds (`us`).

    `lifecycle` keeps events of one lifecycle, `only` those whose columns hold these texts (nothing: any).
    """
    named = [str(file) for file in ([files] if isinstance(files, Path) else files)]
    with on_spark(named) if spark_address() else _on_duckdb(named) as (table, keep):
        whole = completed(table)
        if lifecycle:
            whole = whole.filter(whole.lifecycle.lower() == lifecycle.lower())
        for column, text in (only or {}).items():
            whole = whole if text is None else whole.filter(whole[column] == text)
        yield Log(whole.mutate(us=micros(whole.time)), keep)


@contextmanager
def _on_duckdb(files: Sequence[str]) -> Iterator[tuple[Table, Keep]]:
    """The files in DuckDB, which ends with the block."""
    with TemporaryDirectory(prefix="madang-") as spill:
        engine = ibis.duckdb.connect(
            memory_limit=MEMORY, temp_directory=spill, autoinstall_known_extensions=False
        )
        engine.raw_sql("SET enable_progress_bar = false")  # it would be written among the answers
        numbers = count(1)
        try:
            yield (
                engine.read_parquet(files, union_by_name=True),
                lambda table: engine.create_table(f"kept_{next(numbers)}", table, temp=True),
            )
        finally:
            engine.disconnect()


def completed(table: Table) -> Table:
    """The table with every column of today's schema; a file written earlier lacks some, which are empty."""
    lacking = [column for column in SCHEMA if column.name not in table.columns]
    return table.mutate({column.name: ibis.null(ibis.dtype(KINDS[str(column.type)])) for column in lacking})


def micros(time: Column) -> Column:
    """A moment as microseconds since 1970: the one function that every engine calls by a name of its own."""
    return _of_spark(time) if spark_address() else _of_duckdb(time)


def in_order(value: Column, by: Sequence[Column]) -> Column:
    """All values of a group as a list in that order; Spark collects in none, so it sorts the list by its places."""
    if not spark_address():
        return value.collect(order_by=list(by))
    placed = ibis.struct({**{f"place_{number}": key for number, key in enumerate(by)}, "value": value})
    return placed.collect().sort().map(lambda one: one.value)


def _moment(time: Column) -> None:
    """Stands for the engine's own function."""


_of_duckdb, _of_spark = (
    ibis.udf.scalar.builtin(_moment, name=name, signature=(("timestamp('UTC')",), "int64"))
    for name in ("epoch_us", "unix_micros")
)
