"""Where the expressions run: DuckDB in this process, within a bound of memory, spilling to disk beyond it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis

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


@dataclass(frozen=True)
class Log:
    """A log opened in an engine: its events, and a way to keep a result that is needed twice."""

    events: Table
    keep: Callable[[Table], Table]


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
    with TemporaryDirectory(prefix="madang-") as spill:
        engine = ibis.duckdb.connect(
            memory_limit=MEMORY, temp_directory=spill, autoinstall_known_extensions=False
        )
        engine.raw_sql("SET enable_progress_bar = false")  # it would be written among the answers
        numbers = count(1)
        try:
            table = completed(engine.read_parquet(named, union_by_name=True))
            if lifecycle:
                table = table.filter(table.lifecycle.lower() == lifecycle.lower())
            for column, text in (only or {}).items():
                table = table if text is None else table.filter(table[column] == text)
            events = table.mutate(us=micros(table.time))
            yield Log(events, lambda table: engine.create_table(f"kept_{next(numbers)}", table, temp=True))
        finally:
            engine.disconnect()


def completed(table: Table) -> Table:
    """The table with every column of today's schema; a file written earlier lacks some, which are empty."""
    lacking = [column for column in SCHEMA if column.name not in table.columns]
    return table.mutate({column.name: ibis.null(ibis.dtype(KINDS[str(column.type)])) for column in lacking})


def _epoch_us(time: Column) -> None:
    """Stands for the engine's own function of this name."""


# A moment as microseconds since 1970: the one function that is the engine's own; Spark's is `unix_micros`.
micros: Callable[[Column], Column] = ibis.udf.scalar.builtin(
    _epoch_us, name="epoch_us", signature=(("timestamp('UTC')",), "int64")
)
