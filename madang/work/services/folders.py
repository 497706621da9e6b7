"""Folders: the answers and files of one application, sealed under the folder's own key.

A file's content lies on the disk under the folder's number; its name and the answers lie in the database.
Erasing the folder destroys the key first, so that a copy of the disk tells nothing.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from madang.lib import sealing
from madang.work.services.models import Attachment, Draft, Folder


@dataclass
class Content:
    """What a draft holds so far."""

    answers: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    looks: list[dict[str, Any]] = field(default_factory=list)
    consents: dict[str, bool] = field(default_factory=dict)
    applicant: dict[str, Any] = field(default_factory=dict)
    complete: bool = False


@dataclass(frozen=True)
class StoredFile:
    """A file of an application as its owner sees it."""

    id: UUID
    field: str
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime

    @property
    def is_picture(self) -> bool:
        return self.media_type in ("image/jpeg", "image/png", "image/webp")

    def as_fact(self) -> dict[str, Any]:
        """The file as the case's facts keep it: enough to prove which file it was."""
        return {
            "id": str(self.id),
            "name": self.name,
            "kind": self.kind,
            "size": self.size,
            "sha256": self.sha256,
        }


def new_folder(id: UUID, government_id: int) -> tuple[Folder, bytes]:
    """Lay out a folder with a key of its own."""
    key = sealing.new_key()
    folder = Folder.objects.create(
        id=id, government_id=government_id, wrapped=sealing.wrap(key, settings.KEYS)
    )
    return folder, key


def key_of(folder: Folder) -> bytes:
    """The folder's key."""
    return sealing.unwrap(bytes(folder.wrapped), settings.KEYS)


def seal_content(folder: UUID, key: bytes, content: Content) -> bytes:
    """The content of a draft, sealed."""
    return sealing.seal(key, json.dumps(asdict(content), ensure_ascii=False).encode(), f"{folder}/draft")


def content_of(draft: Draft) -> Content:
    """The content of a draft, opened."""
    plain = sealing.unseal(key_of(draft.folder), bytes(draft.sealed), f"{draft.pk}/draft")
    return Content(**json.loads(plain))


def files_of(folder: Folder) -> list[StoredFile]:
    """The files in a folder, in the order in which they were added."""
    key = key_of(folder)
    return [_stored(row, key) for row in folder.attachments.order_by("added_at", "id")]


def _stored(row: Attachment, key: bytes) -> StoredFile:
    name = sealing.unseal(key, bytes(row.name), f"{row.folder_id}/{row.pk}/name").decode()
    return StoredFile(row.pk, row.field, name, row.kind, row.media_type, row.size, row.sha256, row.added_at)


def seal_name(folder: UUID, attachment: UUID, key: bytes, name: str) -> bytes:
    """The name of a file, sealed."""
    return sealing.seal(key, name.encode(), f"{folder}/{attachment}/name")


def place_of(folder: UUID, attachment: UUID) -> Path:
    """Where the content of a file lies on the disk."""
    return Path(settings.MEDIA_ROOT) / "folders" / folder.hex[:2] / folder.hex / attachment.hex


def write(folder: UUID, attachment: UUID, key: bytes, data: bytes) -> None:
    """Put a file's content on the disk, sealed; it is whole there or not at all.

    If the transaction fails, the file stays behind without a row; `forget_strays` removes such.
    """
    place = place_of(folder, attachment)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("wb", dir=place.parent, delete=False) as new:
        new.write(sealing.seal(key, data, f"{folder}/{attachment}"))
        new.flush()
        os.fsync(new.fileno())
    os.replace(new.name, place)


def read(folder: Folder, attachment: UUID) -> bytes | None:
    """A file's content, or nothing where it is gone."""
    place = place_of(folder.pk, attachment)
    if not place.exists():
        return None
    return sealing.unseal(key_of(folder), place.read_bytes(), f"{folder.pk}/{attachment}")


def remove_after_commit(folder: UUID, attachments: Iterable[UUID]) -> None:
    """Take files from the disk as soon as their rows are gone for good."""
    places = [place_of(folder, attachment) for attachment in attachments]

    def remove() -> None:
        for place in places:
            place.unlink(missing_ok=True)
            with suppress(OSError):  # other files of the folder are still there
                place.parent.rmdir()

    transaction.on_commit(remove)


def forget_strays(*, before: datetime) -> int:
    """Remove files that were put on the disk before the moment and have no row: their transaction failed; how many."""
    count = 0
    for folder in (Path(settings.MEDIA_ROOT) / "folders").glob("??/*"):
        names = {place.name: place for place in folder.iterdir()}
        known = {
            row.hex
            for row in Attachment.objects.filter(folder=UUID(folder.name)).values_list("pk", flat=True)
        }
        for name in set(names) - known:
            if names[name].stat().st_mtime < before.timestamp():
                names[name].unlink(missing_ok=True)
                count += 1
        with suppress(OSError):  # other files of the folder are still there
            folder.rmdir()
    return count
