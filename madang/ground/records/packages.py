"""A record as a package: a bag after BagIt 1.0 (RFC 8493) that can be read and checked without Madang.

    data/objects/…               the files of the record, byte for byte
    data/metadata/record.jsonld  what the record is: the six kinds of metadata of ISO 15489-1:2016
    data/metadata/events.jsonl   every event of its life, with the hash that chains it to the one before
    manifest-sha256.txt, manifest-sha512.txt, bag-info.txt, …

Whoever holds the bag can recompute the chain: how an event is hashed stands in `docs/use/records.md`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha512
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

import bagit

from madang.ground.events.queries import BEGINNING, Event, link

CHECKSUMS = ["sha256", "sha512"]
OBJECTS, METADATA, EVENTS = "objects", "metadata/record.jsonld", "metadata/events.jsonl"
CONTEXT = {
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "premis": "http://www.loc.gov/premis/rdf/v3/",
    "title": "dct:title",
    "identifier": "dct:identifier",
    "agency": "dct:publisher",
    "unit": "prov:wasAttributedTo",
    "function": "dct:subject",
    "received": {"@id": "dct:created", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "closed": {"@id": "dct:issued", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
    "outcome": "premis:eventOutcome",
    "definition": "dct:conformsTo",
    "objects": "dct:hasPart",
}


@dataclass(frozen=True)
class Package:
    """A record: what it is, its events as plain data in order, and its files by name."""

    identifier: str
    organisation: str
    about: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]
    objects: Mapping[str, bytes]


class Damaged(Exception):
    """A package that is not what was packed; says each place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def spelled(event: Event) -> dict[str, Any]:
    """An event as plain data, all that its hash is made of."""
    return {
        "stream": event.stream.hex,
        "seq": event.seq,
        "government": event.government_id,
        "type": event.type,
        "recorded_at": event.recorded_at.isoformat(timespec="microseconds"),
        "effective_at": event.effective_at.isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "authority": event.authority,
        "data": event.data,
        "key": event.key.hex,
        "previous": bytes(event.previous).hex(),
        "hash": bytes(event.hash).hex(),
    }


def write(package: Package, folder: Path, on: date) -> None:
    """Write the package as a bag into a new folder; `FileExistsError` where there is one of that name."""
    folder.mkdir(parents=True, exist_ok=False)
    for name, content in package.objects.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name} is no name of a file in a package")
        _put(folder, f"{OBJECTS}/{name}", content)
    about = {"@context": CONTEXT, **package.about, "objects": sorted(package.objects)}
    _put(folder, METADATA, json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")
    lines = "".join(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n" for event in package.events)
    _put(folder, EVENTS, lines.encode())
    said = {
        "Source-Organization": package.organisation,
        "External-Identifier": package.identifier,
        "Bagging-Date": on.isoformat(),
        "Bag-Software-Agent": "Madang",
    }
    bagit.make_bag(str(folder), said, checksums=CHECKSUMS)


def _put(folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def read(folder: Path) -> Package:
    """The package in a bag, byte for byte as it was written; `Damaged` where the bag or the chain does not hold."""
    if problems := problems_in(folder):
        raise Damaged(problems)
    about = json.loads((folder / "data" / METADATA).read_text())
    objects = folder / "data" / OBJECTS
    return Package(
        _said(folder)["External-Identifier"],
        _said(folder)["Source-Organization"],
        {key: value for key, value in about.items() if key not in {"@context", "objects"}},
        tuple(_events(folder)),
        {
            file.relative_to(objects).as_posix(): file.read_bytes()
            for file in sorted(objects.rglob("*"))
            if file.is_file()
        },
    )


def problems_in(folder: Path) -> list[str]:
    """Every place where a bag is not what was packed: files added, lost or changed, and breaks in the chain."""
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
    except bagit.BagValidationError as error:
        return [str(each) for each in error.details] or [str(error), *_differences(bag)]
    except bagit.BagError as error:
        return [f"{folder} is no bag: {error}"]
    except (OSError, UnicodeDecodeError) as error:
        return [f"{folder} cannot be read: {error}"]
    missing = [name for name in (METADATA, EVENTS) if not (folder / "data" / name).is_file()]
    if missing:
        return [f"data/{name} is missing: this is no package of a record" for name in missing]
    return list(_breaks(folder))


def _differences(bag: Any) -> Iterator[str]:
    """Which files were lost, added or changed, where the bag as a whole has another size than it says."""
    lost, added = bag.compare_manifests_with_fs()
    yield from (f"{name} is missing" for name in lost)
    yield from (f"{name} was added" for name in added)
    for name, sums in bag.payload_entries().items():
        file = Path(bag.path) / name
        if name not in lost and sha512(file.read_bytes()).hexdigest() != sums["sha512"]:
            yield f"{name} was changed"


def _breaks(folder: Path) -> list[str]:
    found, head, last = [], BEGINNING, 0
    try:
        events = _events(folder)
    except ValueError as error:
        return [f"data/{EVENTS}: {error}"]
    for event in events:
        place = f"data/{EVENTS}: event {event.get('seq')}"
        if event.get("seq") != last + 1 or event.get("previous") != head.hex():
            found.append(f"{place} does not follow the event before it")
        if _link(event) != event.get("hash"):
            found.append(f"{place} was altered after it was written")
        head, last = bytes.fromhex(str(event.get("hash", ""))), last + 1
    return found


def _link(event: Mapping[str, Any]) -> str:
    try:
        return link(
            bytes.fromhex(event["previous"]),
            stream=UUID(event["stream"]),
            seq=event["seq"],
            government=event["government"],
            type=event["type"],
            recorded_at=datetime.fromisoformat(event["recorded_at"]),
            effective_at=datetime.fromisoformat(event["effective_at"]),
            actor=event["actor"],
            authority=event["authority"],
            data=event["data"],
            key=UUID(event["key"]),
        ).hex()
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return f"unreadable: {error}"


def _events(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / EVENTS).read_text().split("\n") if line]


def _said(folder: Path) -> dict[str, str]:
    said: dict[str, str] = bagit.Bag(str(folder)).info
    return said
