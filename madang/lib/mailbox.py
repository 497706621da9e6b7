"""A mail server on this machine that keeps what it is given as files: for the demo and the tests."""

import email
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Letter:
    """A mail that arrived; `name` is the file that holds it."""

    name: str
    sender: str
    recipient: str
    subject: str
    sent_at: datetime | None
    text: str


class _Keeper:
    """Keeps every mail as one file, written whole before the sender is told that it was taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        name = f"{time.time_ns():020d}-{hashlib.sha256(content).hexdigest()[:12]}"
        half = self.folder / f"{name}.part"
        half.write_bytes(content)
        half.rename(self.folder / f"{name}.eml")
        return "250 kept"


def opened(folder: Path, *, host: str = "127.0.0.1", port: int = 8025) -> Controller:
    """A mail server that runs in a thread of this process until its `stop()`."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(_Keeper(folder), hostname=host, port=port)
    controller.start()
    return controller


def letters(folder: Path, recipient: str = "", limit: int = 100) -> list[Letter]:
    """The newest mails in the folder, or the newest to one address."""
    found = []
    for file in sorted(folder.glob("*.eml"), reverse=True):
        letter = _read(file)
        if not recipient or letter.recipient == recipient:
            found.append(letter)
        if len(found) == limit:
            break
    return found


def letter(folder: Path, name: str) -> Letter | None:
    """The mail of that name."""
    return next((_read(file) for file in folder.glob("*.eml") if file.stem == name), None)


def _read(file: Path) -> Letter:
    message = email.message_from_bytes(file.read_bytes(), EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    date = message["Date"]
    return Letter(
        name=file.stem,
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(date)) if date else None,
        text=str(body.get_content()) if body else "",
    )
