"""The columns of the one table of events, in which imported logs and the cases of Madang meet."""

import pyarrow as pa

from madang.insight.evidence import times

IMPORTED, LIVE = "imported", "live"

SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),  # place in the file: keeps events of one moment in order
        pa.field("case", pa.string(), nullable=False),
        pa.field("activity", pa.string(), nullable=False),
        pa.field("time", times.INSTANT, nullable=False),
        pa.field("day", pa.date32(), nullable=False),  # the day of the event in the zone of the log
        pa.field("resource", pa.string()),
        pa.field("lifecycle", pa.string()),
        pa.field("deadline", times.INSTANT),  # of the case, as stated on the event
        pa.field("end", times.INSTANT),  # of the case, as stated on the event
        pa.field("start", times.INSTANT),  # of the event, where the log has one
        pa.field("unit", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("enabled", times.INSTANT),  # when the work of the event could have begun
        pa.field("role", pa.string()),  # in which the resource acted
        pa.field("automated", pa.bool_()),  # done by rule, by nobody
        pa.field("outcome", pa.string()),  # of the case: granted, refused …
        pa.field("group", pa.string()),  # of people or areas, to compare cases by
        pa.field("government", pa.string()),
        pa.field("service", pa.string()),
        pa.field("version", pa.int32()),  # of the definition that the case followed at the event
        pa.field("stage", pa.string()),  # at which the case stood before the event
        pa.field("act", pa.string()),  # the kind of the event: received, moved, asked, answered …
        pa.field("clock", pa.string()),  # what the event did to the legal clock: pause, resume, extend, reset
        pa.field("ended", pa.bool_()),  # whether the case has ended; an open case is censored, not dropped
        pa.field("origin", pa.string()),  # "imported", or "live" for cases handled in Madang
    ]
)


def batch_of(values: dict[str, pa.Array], same: dict[str, str]) -> pa.RecordBatch:
    """A batch of the table; columns that are not given are empty, `same` holds one text for all rows."""
    count = len(values["row"])
    arrays = []
    for column in SCHEMA:
        if column.name in same:
            arrays.append(pa.repeat(pa.scalar(same[column.name], column.type), count))
        else:
            arrays.append(values.get(column.name, pa.nulls(count, column.type)))
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
