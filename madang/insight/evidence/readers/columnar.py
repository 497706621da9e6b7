"""Logs in Parquet, read in batches; times may be typed or text."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from madang.insight.evidence.readers.rows import Refusals, Rows
from madang.lib.commands import BadInput

BATCH = 1 << 16
SAMPLED = 1000


class Columnar:
    """A Parquet file; nested columns are left out."""

    kind = "parquet"

    def __init__(self, path: Path, stream: IO[bytes] | None = None) -> None:
        self.path = path
        self._file = pq.ParquetFile(stream or path)
        schema = self._file.schema_arrow
        self.names = [field.name for field in schema if not pa.types.is_nested(field.type)]
        if not self._file.metadata.num_rows:
            raise BadInput(f"'{path.name}' holds columns and no rows; there is nothing to measure.")

    @property
    def facts(self) -> dict[str, str]:
        return {}

    def sample(self) -> dict[str, list[str]]:
        batch = next(self._file.iter_batches(SAMPLED, columns=self.names))
        columns = zip(self.names, batch.columns, strict=True)
        return {name: ["" if v is None else str(v) for v in column.to_pylist()] for name, column in columns}

    def rows(self, wanted: list[str], refusals: Refusals) -> Iterator[Rows]:
        twice = [name for name in wanted if self.names.count(name) > 1]
        if twice:
            raise BadInput(f"'{self.path.name}' has two columns called '{twice[0]}'; rename one of them.")
        first = 1
        for batch in self._file.iter_batches(BATCH, columns=wanted):
            lines = pa.array(range(first, first + batch.num_rows), pa.int64())
            first += batch.num_rows
            yield Rows(lines, {name: _plain(batch.column(name)) for name in wanted})

    def lines(self, records: list[int]) -> dict[int, int]:
        return {record: record for record in records}


def _plain(column: pa.Array) -> pa.Array:
    """The column as text, unless it holds times; times stay as they are."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return column
    return column.cast(pa.string(), safe=False)
