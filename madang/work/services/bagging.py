"""A case as a package of records: its files, its certificates, what was answered, and every event."""

import json
from typing import Any

from madang.flow import queries as flow
from madang.flow.queries import Case
from madang.ground.events.queries import BEGINNING, link_of, stream
from madang.ground.records.queries import Package, spelled
from madang.work.services.certificates import queries as certificates
from madang.work.services.queries.applications import file_with_content, files_of
from madang.work.services.queries.catalogue import promise_of


def package_of(case: Case) -> Package:
    """All that the office holds of a case. Personal data are in clear in it: only for who may take the record over."""
    events = tuple(spelled(event) for event in stream(case.pk))
    return Package(case.number, case.government.name_ko, _about(case, len(events)), events, _objects(case))


def breaks_in(case: Case) -> list[str]:
    """Each event of a case that was altered or does not follow the one before."""
    found, head, last = [], BEGINNING, 0
    for event in stream(case.pk):
        if event.seq != last + 1 or bytes(event.previous) != head:
            found.append(f"event {event.seq} does not follow the event before it")
        if link_of(event) != bytes(event.hash):
            found.append(f"event {event.seq} was altered after it was written")
        head, last = bytes(event.hash), event.seq
    if (case.version, bytes(case.head)) != (last, head):
        found.append("the log ends before the case does: events are missing")
    return found


def _about(case: Case, events: int) -> dict[str, Any]:
    promise = promise_of(case.filed_under)
    closed = case.closed_at.isoformat() if case.closed_at else None
    return {
        "@id": f"urn:uuid:{case.pk}",
        "@type": "prov:Entity",
        "title": [
            {"@value": promise.title.ko, "@language": "ko"},
            {"@value": promise.title.en, "@language": "en"},
        ],
        "identifier": case.number,
        "agency": case.government.name_ko,
        "unit": case.unit.name_ko,
        "definition": f"urn:sha256:{case.filed_under.hash}",
        "received": case.received_at.isoformat(),
        "closed": closed,
        "outcome": case.outcome or None,
        "events": events,
    }


def _objects(case: Case) -> dict[str, bytes]:
    objects: dict[str, bytes] = {}
    if facts := flow.facts_of(case.pk):
        objects["answers.json"] = _json(facts)
    objects["definition.json"] = _json(case.filed_under.body)
    for file in files_of(case.pk):
        if found := file_with_content(case.pk, file.id):
            objects[f"files/{file.id}/{file.name}"] = found[1]
    for certificate in certificates.of_case(case.pk):
        if pdf := certificates.pdf_of(certificate):
            objects[f"certificates/{certificate.number}.pdf"] = pdf
    return objects


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str).encode() + b"\n"
