"""Files of keys that are made once, on first use, and that only their owner can read."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def keep(file: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes in the file; made on first use, once, however many processes ask at the same time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = make()
        with NamedTemporaryFile("wb", dir=file.parent, delete=False) as new:  # mode 0600 from the start
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        try:
            with suppress(FileExistsError):  # another process was first; a half-written file is never seen
                os.link(new.name, file)
        finally:
            os.unlink(new.name)
    return file.read_bytes()
