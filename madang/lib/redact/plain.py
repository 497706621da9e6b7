"""Plain text and CSV without passages."""

from madang.lib.extract.plain import read_plain
from madang.lib.redact.stretches import Find, Redacted, merged, without


def redact_plain(content: bytes, find: Find) -> Redacted:
    """The text with a mark in place of each passage, written as UTF-8."""
    text = read_plain(content)[0][1]
    stretches = merged(find(text))
    kept = without(text, stretches)
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    gone = tuple(text[start:end] for start, end in stretches)
    return Redacted((mark + kept).encode(), gone, kept=kept)
