"""What a certificate states, what its QR code carries and what a check of it can find."""

import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from math import ceil, sqrt

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O and U: nothing that the eye takes for another
SIGNED_PREFIX = b"madang-certificate:"  # so that a signature over a certificate can stand for nothing else
FORMAT = 1
_LONGEST_TOKEN = 2000
# Why a document may be taken back; what exactly was wrong stands, sealed, in its case.
GROUNDS = ("mistake", "false-statements", "no-longer-true", "overturned")


@dataclass(frozen=True)
class Words:
    """A text in both languages of the document."""

    ko: str
    en: str


@dataclass(frozen=True)
class Fact:
    """One line of a document: what it is called and what it is; several values stand below each other."""

    label: Words
    values: tuple[Words, ...]


@dataclass(frozen=True)
class DocumentFacts:
    """All that a document states. It holds personal data: keep it in memory, never in a queue or a log."""

    service: str
    title: Words
    holder: str
    lines: tuple[Fact, ...]
    statement: Words | None = None
    notes: tuple[Words, ...] = ()
    valid_until: date | None = None  # the last day on which it holds; None: for good


@dataclass(frozen=True)
class Token:
    """What the QR code carries, signed: enough to recognise a certificate without asking the office."""

    number: str
    government: str
    office: str
    title_ko: str
    title_en: str
    holder: str  # masked
    issued_on: date
    valid_until: date | None
    facts: str  # the hash of the facts shown, with the code as its salt
    key_id: str


class State(StrEnum):
    """What a check of a certificate found."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    TAMPERED = "tampered"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Shown:
    """What a check may show: no more than the holder of the paper reads on it, the name masked."""

    number: str
    title: Words
    office: Words
    holder: str
    issued_on: date
    valid_until: date | None
    revoked_on: date | None = None
    invented: bool = False


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check, with what may be shown of the certificate."""

    state: State
    shown: Shown | None = None


def fresh_number(government: str, on: date) -> str:
    """A number that tells the office and the year, and not how many were issued: `SAEBIT-26-7K3M9-Q2XTC`."""
    return f"{government.upper()[:12]}-{on:%y}-{_random(5)}-{_random(5)}"


def fresh_code() -> str:
    """The code printed beside the number, which only somebody who has the paper knows: `8F2K-99QM-T41X`."""
    return "-".join(_random(4) for _ in range(3))


def tidy_number(written: str) -> str:
    """A number as typed by a person, as it was printed: case, spaces and look-alikes put right."""
    typed = _typed(written)
    parts = re.fullmatch(r"(.+?)-?(\w{2})-?(\w{5})-?(\w{5})", typed)
    if parts is None:
        return typed
    office, *rest = parts.groups()
    return "-".join([office, *map(_without_look_alikes, rest)])


def tidy_code(written: str) -> str:
    """A code as typed by a person, with or without hyphens, as it was printed."""
    plain = _without_look_alikes(_typed(written).replace("-", ""))
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _typed(written: str) -> str:
    return "".join(written.upper().split()).replace("–", "-").replace("—", "-")[:60]


def _without_look_alikes(letters: str) -> str:
    return letters.translate(str.maketrans("OILU", "011V"))


def mask(name: str) -> str:
    """A name of which the first and last letters stay: 홍길동 → 홍*동, Kim Haneul → K** H*****."""
    parts = name.split() or ["*"]
    if len(parts) == 1 and not name.isascii():
        return name[:1] + "*" * max(1, len(name) - 2) + name[2:][-1:]
    return " ".join(part[0] + "*" * max(1, len(part) - 1) for part in parts)


def hash_of_facts(facts: DocumentFacts, code: str) -> str:
    """The hash (22 characters) of all that the document states; the code keeps it from being guessed at."""
    stated = json.dumps(stated_by(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _text(sha256(f"{code}\n{stated}".encode()).digest()[:16])


def stated_by(facts: DocumentFacts) -> dict[str, object]:
    """What a document states as plain data, the day as text."""
    return asdict(facts) | {"valid_until": facts.valid_until.isoformat() if facts.valid_until else None}


def pack(token: Token) -> str:
    """The token as the text that is signed."""
    days = [token.issued_on.isoformat(), token.valid_until.isoformat() if token.valid_until else ""]
    names = [token.government, token.office, token.title_ko, token.title_en, token.holder]
    listed = [FORMAT, token.number, *names, *days, token.facts, token.key_id]
    return _text(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode())


def signed_bytes(packed: str) -> bytes:
    """The bytes over which the signature of a packed token goes."""
    return SIGNED_PREFIX + packed.encode()


def joined(packed: str, signature: bytes) -> str:
    """Token and signature as the QR code carries them."""
    return f"{packed}.{_text(signature)}"


def parted(code: str) -> tuple[Token, str, bytes] | None:
    """Token, signed text and signature from what a QR code carried; None if it is nothing of the kind."""
    packed, _, signature = code.strip().rpartition("#")[2].partition(".")
    if not packed or not signature or len(code) > _LONGEST_TOKEN:
        return None
    try:
        listed = json.loads(_bytes(packed))
        form, number, *texts = listed
        government, office, title_ko, title_en, holder, issued, until, facts, key_id = map(str, texts)
        days = date.fromisoformat(issued), date.fromisoformat(until) if until else None
        token = Token(str(number), government, office, title_ko, title_en, holder, *days, facts, key_id)
        return (token, packed, _bytes(signature)) if form == FORMAT else None
    except (ValueError, TypeError, BadBase64, RecursionError):
        return None


def state_at(valid_until: date | None, revoked_at: datetime | None, today: date) -> State:
    """How a genuine certificate stands on a day: it holds to the end of its last day, unless revoked."""
    if revoked_at is not None:
        return State.REVOKED
    return State.EXPIRED if valid_until is not None and today > valid_until else State.VALID


def office_of(kind: str, name_ko: str, name_en: str) -> Words:
    """Who issues, as the law names the office: the mayor, the governor, the government itself."""
    offices = {
        "metropolis": ("장", "Mayor of"),
        "city": ("장", "Mayor of"),
        "county": ("수", "Governor of"),
        "district": ("청장", "Mayor of"),
        "province": ("지사", "Governor of"),
    }
    ending, before = offices.get(kind, (" 정부", "Government of"))
    return Words(f"{name_ko}{ending}", f"{before} {name_en}")


def seal_letters(office: str) -> tuple[list[list[str]], int]:
    """The letters of the square seal in columns from right to left, and how many stand in a column."""
    plain = "".join(office.split())
    letters = f"{plain}의인" if len(plain) % 3 == 1 or len(plain) > 7 else f"{plain}인"
    rows = ceil(sqrt(len(letters)))
    return [list(letters[at : at + rows]) for at in range(0, len(letters), rows)], rows


def _random(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    raw = text.encode("ascii")
    decoded = urlsafe_b64decode(raw + b"=" * (-len(raw) % 4))
    if _text(decoded) != text:
        raise ValueError("not the one way to write these bytes")
    return decoded
