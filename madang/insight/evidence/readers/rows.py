"""What every reader gives: rows as columns of Arrow with their lines, and the rows that had to be refused."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

EXAMPLES = 20

FIELDS = "fields"
NO_CASE = "no-case"
NO_ACTIVITY = "no-activity"
NO_TIME = "no-time"
BAD_TIME = "bad-time"
OUTSIDE = "outside"
BROKEN = "broken"
BROKEN_OFF = "broken-off"

REASONS = {
    FIELDS: "wrong number of fields",
    NO_CASE: "no case",
    NO_ACTIVITY: "no activity",
    NO_TIME: "no time",
    BAD_TIME: "a time that cannot be read",
    OUTSIDE: "an event outside of any trace",
    BROKEN: "something that cannot be read",
    BROKEN_OFF: "the file breaks off or is damaged from here on",
}


@dataclass(frozen=True)
class Refused:
    """One row that was not taken: its line, why, and what stood there (shown to the importer only)."""

    line: int
    reason: str
    text: str


@dataclass
class Refusals:
    """All rows that were not taken, counted by reason; the first ones in full."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[Refused] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, reason: str, lines: Sequence[int], texts: Sequence[object]) -> None:
        """Refuse these rows for one reason."""
        if not lines:
            return
        self.counts[reason] += len(lines)
        room = range(min(EXAMPLES, len(lines)))
        self.examples += [Refused(lines[i], reason, str(texts[i] or "")[:80]) for i in room]
        self.examples.sort(key=lambda one: one.line)
        del self.examples[EXAMPLES:]


@dataclass(frozen=True)
class Rows:
    """Some rows of a log in the order of the file: the line of each, and the columns asked for."""

    lines: pa.Array
    columns: dict[str, pa.Array]


class Reader(Protocol):
    """A log file of one format that can be sampled and then read from start to end."""

    kind: str
    names: list[str]

    @property
    def facts(self) -> dict[str, str]:
        """What was found out about the file: its encoding, its delimiter."""

    def sample(self) -> dict[str, list[str]]:
        """The first values of every column, as texts."""

    def rows(self, wanted: list[str], refusals: Refusals) -> Iterator[Rows]:
        """The rows of the file in batches; rows whose shape is wrong go to the refusals."""

    def lines(self, records: list[int]) -> dict[int, int]:
        """The lines of the file on which these records begin."""
