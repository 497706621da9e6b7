"""The columnar table of events: what is read from a log file, cleaned, and written as Parquet."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from madang.insight.evidence import columns as roles
from madang.insight.evidence import times
from madang.insight.evidence.readers import REASONS, NotUtf8, Reader, Refusals, Rows, reader_of, spoken
from madang.insight.evidence.readers.rows import BAD_TIME, BROKEN_OFF, NO_ACTIVITY, NO_CASE, NO_TIME
from madang.insight.evidence.schema import IMPORTED, SCHEMA, batch_of
from madang.insight.evidence.source import CUT_OFF
from madang.lib.commands import BadInput

TOLERATED = 0.01  # share of refused rows above which the file as a whole is refused

TEXTS = ("resource", "lifecycle", "unit", "channel", "role", "outcome", "group")
MOMENTS = ("deadline", "end", "start", "enabled")
YES, NO = ("true", "1", "yes", "y", "t", "예"), ("false", "0", "no", "n", "f", "아니오", "아니요")


@dataclass(frozen=True)
class Options:
    """How a log is to be read, where that is not to be guessed."""

    zone: ZoneInfo
    columns: dict[str, str] = field(default_factory=dict)
    order: times.Order | None = None
    delimiter: str | None = None
    encoding: str | None = None
    keep_good: bool = False
    belongs: dict[str, str] = field(default_factory=dict)  # government and service of all its cases
    object_type: str | None = None  # which objects are the cases, in a log whose events are about several


@dataclass
class Report:
    """What was read, how, and what was not."""

    file: str
    kind: str
    facts: dict[str, str]
    columns: dict[str, str]
    how: dict[str, str]
    zone: str
    order: str | None
    refusals: Refusals
    rows: int = 0
    naive: int = 0
    doubtful: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    lifecycles: set[str] = field(default_factory=set)

    @property
    def refused(self) -> int:
        return self.refusals.total

    def as_json(self) -> dict[str, object]:
        """The report as plain data; the texts of refused rows stay out, they may name people."""
        return {
            "format": self.kind,
            **self.facts,
            "columns": self.columns,
            "guessed_by": self.how,
            "time_zone": self.zone,
            "date_order": self.order,
            "rows": self.rows,
            "refused": self.refused,
            "refused_reasons": dict(self.refusals.counts),
            "refused_examples": [{"line": one.line, "reason": one.reason} for one in self.refusals.examples],
            "times_without_offset": self.naive,
            "times_doubtful": self.doubtful,
            "unreadable": dict(self.unreadable),
            "lifecycles": sorted(self.lifecycles)[:20],
        }


@dataclass(frozen=True)
class Plan:
    """A file about to be read: its reader, the columns found and the way its times are read."""

    reader: Reader
    guess: roles.Guess
    reading: times.Reading
    belongs: dict[str, str] = field(default_factory=dict)
    keep_good: bool = False


def plan(path: Path, options: Options) -> Plan:
    """Open the file, find its columns and how its dates are written."""
    with spoken(path):
        reader = reader_of(
            path,
            delimiter=options.delimiter,
            encoding=options.encoding,
            object_type=options.object_type,
            keep_good=options.keep_good,
        )
        sample = reader.sample()
        guess = roles.guess(reader.names, sample, options.columns, path.name)
        order = options.order or _order(sample, guess, path.name)
        return Plan(reader, guess, times.Reading(options.zone, order), options.belongs, options.keep_good)


def _order(sample: dict[str, list[str]], guess: roles.Guess, file: str) -> times.Order | None:
    column = guess.columns["time"]
    order, asked = times.order_of(sample[column])
    if asked and order is None:
        example = next((text for text in sample[column] if text.strip()), "")
        raise BadInput(
            f"dates like '{example}' in '{file}' can be read in two ways; say --day-first or --month-first."
        )
    return order


def write(
    path: Path, to: Path, options: Options, progress: Callable[[int], None] = lambda rows: None
) -> Report:
    """Read the log at `path` and write its events to the Parquet file `to`; return what was read and refused.

    Raises BadInput, and leaves no file, if nothing usable is found or more than 1 % of the rows are refused.
    """
    try:
        chosen = plan(path, options)
        try:
            report = _write(chosen, path, to, progress)
        except NotUtf8:
            to.unlink(missing_ok=True)
            chosen = plan(path, replace(options, encoding="cp949"))
            report = _write(chosen, path, to, progress)
        with spoken(path):
            _place(report, chosen.reader)
        _judge(report, options.keep_good)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return report


def _write(chosen: Plan, path: Path, to: Path, progress: Callable[[int], None]) -> Report:
    reader, guess, reading = chosen.reader, chosen.guess, chosen.reading
    report = Report(
        path.name,
        reader.kind,
        dict(reader.facts),
        guess.columns,
        guess.how,
        reading.zone.key,
        reading.order,
        Refusals(),
    )
    with spoken(path), pq.ParquetWriter(to, SCHEMA, compression="zstd", compression_level=1) as writer:
        for rows in _unless_broken(chosen, report.refusals):
            good = _clean(rows, chosen, report)
            if good.num_rows:
                writer.write_batch(good)
                report.rows += good.num_rows
            progress(report.rows)
    report.naive, report.doubtful = reading.naive, reading.doubtful
    return report


def _unless_broken(chosen: Plan, refusals: Refusals) -> Iterator[Rows]:
    """The rows of the file; where it breaks off, those before, if the good ones are wanted in spite of it."""
    try:
        yield from chosen.reader.rows(chosen.guess.wanted, refusals)
    except CUT_OFF as error:
        if not chosen.keep_good:
            raise
        refusals.add(BROKEN_OFF, [getattr(error, "lineno", 0)], [str(error)])


def _clean(rows: Rows, chosen: Plan, report: Report) -> pa.RecordBatch:
    """The usable rows of a batch in the table's own columns; the others are refused."""
    found = {role: rows.columns[column] for role, column in chosen.guess.columns.items()}
    case, activity = _text(found["case"]), _text(found["activity"])
    time = chosen.reading.instants(found["time"])
    good = _usable(rows, found, {"case": case, "activity": activity, "time": time}, report)
    values = {"row": rows.lines, "case": case, "activity": activity, "time": time}
    for role in TEXTS:
        values[role] = _text(found[role]) if role in found else pa.nulls(len(rows.lines), pa.string())
    for role in MOMENTS:
        values[role] = pa.nulls(len(rows.lines), times.INSTANT)
        if role in found:
            values[role] = chosen.reading.instants(found[role])
            _note_unreadable(report, role, found[role], values[role])
    if "automated" in found:
        values["automated"] = _truth(found["automated"])
        _note_unreadable(report, "automated", found["automated"], values["automated"])
    if "lifecycle" in found:
        report.lifecycles.update(value for value in pc.unique(values["lifecycle"]).to_pylist() if value)
    if good is not None:
        values = {name: column.filter(good) for name, column in values.items()}
    micros = values["time"].cast(pa.int64()).to_numpy()
    values["day"] = pa.array(times.local_days(micros, chosen.reading.zone), pa.int32()).cast(pa.date32())
    return batch_of(values, {"origin": IMPORTED, **chosen.belongs})


def _usable(
    rows: Rows, found: dict[str, pa.Array], read: dict[str, pa.Array], report: Report
) -> pa.Array | None:
    """Which rows can be used (None: all of them); each other row is refused for its first reason."""
    rest = pa.array(np.ones(len(rows.lines), bool))
    for role, reason in (("case", NO_CASE), ("activity", NO_ACTIVITY), ("time", BAD_TIME)):
        bad = pc.and_(rest, pc.is_null(read[role]))
        if not pc.any(bad).as_py():
            continue
        lines, texts = rows.lines.filter(bad).to_pylist(), found[role].filter(bad).to_pylist()
        if role == "time":
            empty = [not str(text or "").strip() for text in texts]
            _refuse(report, NO_TIME, lines, texts, empty)
            _refuse(report, BAD_TIME, lines, texts, [not one for one in empty])
        else:
            report.refusals.add(reason, lines, texts)
        rest = pc.and_not(rest, bad)
    return None if pc.all(rest).as_py() else rest


def _refuse(report: Report, reason: str, lines: list[int], texts: list[object], which: list[bool]) -> None:
    chosen = [place for place, yes in enumerate(which) if yes]
    report.refusals.add(reason, [lines[place] for place in chosen], [texts[place] for place in chosen])


def _note_unreadable(report: Report, role: str, told: pa.Array, read: pa.Array) -> None:
    lost = pc.and_(pc.is_null(read), pc.is_valid(told))
    if not pc.any(lost).as_py():
        return
    unread = [text for text in told.filter(lost).to_pylist() if str(text).strip()]
    if unread:
        report.unreadable[role] += len(unread)


def _text(column: pa.Array) -> pa.Array:
    """The column as trimmed text; nothing but blanks is nothing."""
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _truth(column: pa.Array) -> pa.Array:
    """The column as yes or no; null where it says neither."""
    told = pc.utf8_lower(pc.utf8_trim_whitespace(column.cast(pa.string())))
    yes, no = (pc.is_in(told, pa.array(words)) for words in (YES, NO))
    return pc.if_else(yes, True, pc.if_else(no, False, None))


def _place(report: Report, reader: Reader) -> None:
    """Say the refused rows by their lines in the file instead of by their number."""
    examples = report.refusals.examples
    lines = reader.lines([one.line for one in examples]) if examples else {}
    report.refusals.examples = [
        type(one)(lines.get(one.line, one.line), one.reason, one.text) for one in examples
    ]


def _judge(report: Report, keep_good: bool) -> None:
    seen = report.rows + report.refused
    if not report.rows:
        raise BadInput(
            f"'{report.file}' holds no usable event" + (f": {_why(report)}." if report.refused else ".")
        )
    if report.refused > TOLERATED * seen and not keep_good:
        raise BadInput(
            f"{report.refused:,} of {seen:,} rows of '{report.file}' cannot be used, more than 1 %, so "
            f"nothing was taken: {_why(report)}. Mend the file, or take the good rows with --keep-good."
        )


def _why(report: Report) -> str:
    counts = "; ".join(
        f"{count:,} {REASONS[reason]}" for reason, count in report.refusals.counts.most_common()
    )
    first = report.refusals.examples[:3]
    shown = "; ".join(f"line {one.line}: {REASONS[one.reason]} {one.text!r}" for one in first)
    return f"{counts} ({shown})"


def preview(path: Path, options: Options, rows: int = 5) -> list[dict[str, object]]:
    """The first usable events as the table will hold them."""
    chosen = plan(path, options)
    report = Report(path.name, "", {}, chosen.guess.columns, {}, "", None, Refusals())
    shown: list[dict[str, object]] = []
    with spoken(path):
        batches: Iterator[Rows] = chosen.reader.rows(chosen.guess.wanted, report.refusals)
        for batch in batches:
            shown += _clean(batch, chosen, report).slice(0, rows).to_pylist()
            if len(shown) >= rows:
                break
    return shown[:rows]
