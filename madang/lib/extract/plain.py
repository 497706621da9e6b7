"""Plain text and CSV, in the encodings that Korean offices use."""

from madang.lib.uploads_refusals import damaged


def read_plain(content: bytes) -> list[tuple[str, str]]:
    """The text as it stands: UTF-8 or UTF-16 with or without mark, else the older Korean encoding."""
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp949"):
        try:
            return [("text", content.decode(encoding))]
        except UnicodeDecodeError:
            continue
    raise damaged("txt")
