"""Secrets that a fresh installation makes for itself and keeps in a file only its owner can read."""

import os
import secrets
from pathlib import Path
from tempfile import NamedTemporaryFile


def kept_in(file: Path) -> str:
    """The secret in the file; made on first use, once, however many processes ask at the same time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=file.parent, delete=False) as new:
            new.write(secrets.token_urlsafe(50))
        try:
            os.link(new.name, file)  # fails if another process was first; a half-written file is never seen
        except FileExistsError:
            pass
        finally:
            os.unlink(new.name)
    return file.read_text()
