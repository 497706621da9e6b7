"""What a register can answer, what a look-up leaves behind and when a record is the applicant's."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Protocol
from uuid import UUID

OWN_MARKS = ("name", "birth_date")  # what tells whose a record is
Problem = Literal["", "not-found", "unavailable", "no-identity", "no-consent"]


@dataclass(frozen=True)
class Found:
    """The register has a record: the values asked for, of when they are, and who said so."""

    values: Mapping[str, Any]
    as_of: datetime
    source: Mapping[str, str]  # {ko, en}


@dataclass(frozen=True)
class NotFound:
    """The register answered, and has no such record."""

    source: Mapping[str, str]


@dataclass(frozen=True)
class Unavailable:
    """The register did not answer; the reason is for the operator."""

    reason: str


Answer = Found | NotFound | Unavailable


class RegisterConnector(Protocol):
    """A connector to one register. `look_up` asks for no more than `fields`, and may raise anything."""

    key: str
    seconds: float | None  # how long to wait for an answer; None: it is in our own database

    def look_up(
        self, identity: str, fields: Sequence[str], *, purpose: str, basis: str, case: UUID
    ) -> Answer: ...


@dataclass(frozen=True)
class Evidence:
    """What a look-up brought: an object with source, time and hash that is shown and never copied."""

    name: str
    register: str
    found: bool
    agrees: bool
    problem: Problem
    values: Mapping[str, Any]
    source: Mapping[str, str]
    as_of: str
    fetched_at: str
    hash: str
    look: Mapping[str, Any] | None = field(default=None)  # for flow.actions.record; None: nobody was asked

    def as_fact(self) -> dict[str, Any]:
        """As conditions read it: `evidence.<name>.<field>`, `.found`, `.agrees`, with where it comes from."""
        about = {
            "found": self.found,
            "agrees": self.agrees,
            "problem": self.problem,
            "register": self.register,
        }
        origin = {"source": dict(self.source), "as_of": self.as_of, "fetched_at": self.fetched_at}
        return {**self.values, **about, **origin, "hash": self.hash}


def hash_of(register: str, values: Mapping[str, Any], as_of: str) -> str:
    """The hash of what a register said: the same answer has the same hash."""
    said = json.dumps(
        [register, dict(values), as_of], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(said.encode()).hexdigest()


def is_applicants(record: Mapping[str, Any], applicant: Mapping[str, Any]) -> bool:
    """Do name and birth date on the record agree with the applicant's, as far as both are known?"""
    return all(
        _plain(record[mark]) == _plain(applicant[mark])
        for mark in OWN_MARKS
        if record.get(mark) and applicant.get(mark)
    )


def _plain(value: object) -> str:
    return "".join(unicodedata.normalize("NFC", str(value)).split()).casefold()
