"""Files to take away."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse


class _Echo:
    """What the writer of CSV writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def csv_of(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A CSV file, with the mark by which spreadsheets know that it is UTF-8."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow([_harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula is kept as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
