"""The proof after the work: the new file is read back, packed and unpacked, for what should be gone."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from madang.lib.extract import text_in
from madang.lib.redact.stretches import Redacted

_SHORTEST = 5  # a shorter passage, as a name, may rightly stand elsewhere in the text
_APART = re.compile(r"[\s\-./·]+")


class StillThere(Exception):
    """A passage that was to go is still in the file: the file must not be handed out."""


def assert_gone(result: Redacted, name: str) -> None:
    """`StillThere` where a passage, or its digits alone, can still be found in the new file."""
    told = "\n".join(_texts(result.content, name))
    close = _APART.sub("", told)
    allowed = _APART.sub("", result.kept)
    for passage in {each.strip() for each in result.gone}:
        if len(passage) < _SHORTEST:
            continue
        bare = _APART.sub("", passage)
        if (passage in told and passage not in result.kept) or (bare in close and bare not in allowed):
            raise StillThere(name)


def _texts(content: bytes, name: str) -> Iterator[str]:
    """The file as it is read, and where it is an archive every file in it as it stands."""
    yield text_in(content, name).content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist():
                yield archive.read(entry).decode("utf-8", "replace")
    else:
        yield content.decode("utf-8", "replace")
