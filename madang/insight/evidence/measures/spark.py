"""The same expressions on a Spark cluster; pyspark is installed only where that is wanted."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import ibis

from madang.lib.commands import BadInput

Table = Any
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "16",
    # A clock that was changed lies in no log: moments are stored in UTC.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
}


def spark_address() -> str | None:
    """The cluster that MADANG_ENGINE names (spark://host:port), or nothing: DuckDB."""
    named = os.environ.get("MADANG_ENGINE", "duckdb")
    if named in {"", "duckdb"}:
        return None
    if not named.startswith("spark://"):
        raise BadInput(f"there is no engine '{named}'; MADANG_ENGINE is duckdb or spark://host:port.")
    return named


@contextmanager
def on_spark(files: Sequence[str]) -> Iterator[tuple[Table, Callable[[Table], Table]]]:
    """The files on the cluster, whose workers must see them under the same path; the session ends with the block."""
    session = _session(spark_address() or "")
    try:
        engine = ibis.pyspark.connect(session)
        # Ibis reads one place; of several files the columns of all are wanted.
        frame = session.read.option("mergeSchema", "true").parquet(*files)
        frame.createOrReplaceTempView("events")
        yield engine.table("events"), lambda table: _kept(session, table)
    finally:
        session.stop()


def _kept(session: Any, table: Table) -> Table:
    """The result, held by the cluster from now on; of itself Spark would compute it when it is first asked for."""
    kept = table.cache()
    session.table(kept.get_name()).count()
    return kept


def _session(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise BadInput(
            "MADANG_ENGINE names a Spark cluster and pyspark is not installed; install 'madang[spark]'."
        ) from None
    builder = SparkSession.builder.master(address).appName("madang")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if host := os.environ.get("MADANG_ENGINE_HOST"):  # by which the workers reach this process
        builder = builder.config("spark.driver.host", host).config("spark.driver.bindAddress", host)
    return builder.getOrCreate()
