"""What is to be said of a conversion: what was refused, left out, changed, or read on an assumption."""

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from xml.parsers.expat import ExpatError

from madang.lib.commands import BadInput

EXAMPLES = 20
Part = TypeVar("Part")


@dataclass
class Notes:
    """Collected while a log is read and written; `keep_good` takes what is good in spite of what is not."""

    keep_good: bool = False
    naive: int = 0  # times without offset
    refused: list[tuple[int, str]] = field(default_factory=list)  # line, reason
    refusals: int = 0
    left: Counter[str] = field(default_factory=Counter)
    altered: Counter[str] = field(default_factory=Counter)

    def refuse(self, line: int, reason: str) -> None:
        """Refuse what stands on the line."""
        if not self.keep_good:
            raise BadInput(f"line {line}: {reason}. Mend the file, or take what is good with --keep-good.")
        self.refusals += 1
        if len(self.refused) < EXAMPLES:
            self.refused.append((line, reason))

    def left_out(self, what: str, count: int = 1) -> None:
        """Say that something has no place in the new format."""
        if count:
            self.left[what] += count

    def changed(self, what: str, count: int = 1) -> None:
        """Say that something stands otherwise in the new file."""
        if count:
            self.altered[what] += count

    def unless_broken(self, parts: Iterable[Part], line: Callable[[], int]) -> Iterator[Part]:
        """The parts up to where the file breaks off; that it does is an error unless what is good is wanted."""
        try:
            yield from parts
        except ExpatError as error:
            self._broken(error, error.lineno, f"the file is not well-formed XML ({error})")
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            self._broken(error, line(), "the packed file is damaged or cut off here")

    def _broken(self, error: Exception, line: int, reason: str) -> None:
        if not self.keep_good:
            raise error
        self.refuse(line, f"{reason}; what stands before was taken")

    def as_json(self) -> dict[str, object]:
        return {
            "refused": self.refusals,
            "refused_examples": [{"line": line, "reason": reason} for line, reason in self.refused],
            "left_out": dict(self.left),
            "changed": dict(self.altered),
            "times_without_offset": self.naive,
        }
