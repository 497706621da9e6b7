"""Tables that are read on a phone: each cell carries the heading of its column, to be shown beside it."""

import re
from html import escape, unescape

HEAD = re.compile(r"<thead\b.*?</thead>", re.S)
BODY = re.compile(r"<tbody\b.*?</tbody>", re.S)
ROW = re.compile(r"<tr\b.*?</tr>", re.S)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
CELL = re.compile(r"<(td|th)\b([^>]*)>")
TAG = re.compile(r"<[^>]+>")


def labelled(table: str) -> str:
    """The table's HTML with `data-label` on each cell; a row with merged cells stays as it is."""
    head = HEAD.search(table)
    headings = [_text(heading) for heading in HEADING.findall(head.group())] if head else []
    if not headings:
        return table
    return BODY.sub(lambda body: ROW.sub(lambda row: _label(row.group(), headings), body.group()), table)


def _text(html: str) -> str:
    return escape(unescape(" ".join(TAG.sub("", html).split())))


def _label(row: str, headings: list[str]) -> str:
    if "colspan" in row or "<table" in row:
        return row
    labels = iter(headings)

    def with_label(cell: re.Match[str]) -> str:
        label = next(labels, "")
        return f'<{cell[1]}{cell[2]} data-label="{label}">' if label else cell[0]

    return CELL.sub(with_label, row)
