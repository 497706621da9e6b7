"""Sealing: bytes kept under a fresh key each case, and those keys under a master key that can be changed.

Sealed: version, nonce (12 bytes), AES-256-GCM text and tag; what it is about is bound to it, so that one
sealed text cannot be put in the place of another. Wrapped: version, the master key's id (8 bytes), nonce,
AES-256-GCM text and tag. Whoever erases a wrapped key erases all that was sealed with it.
"""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madang.lib.keeping import keep

KEY_BYTES = 32
_NONCE, _TAG, _ID = 12, 16, 8
_SEALED, _WRAPPED = b"\x01", b"\x81"
_KEY_ABOUT = b"madang case key"
_CURRENT = "master.key"


class CannotUnseal(Exception):
    """Sealed bytes that cannot be opened: another key, another place, or changed on the way."""


class CannotUnwrap(CannotUnseal):
    """A wrapped key that cannot be opened: its master key is not here, or it was changed."""


def new_key() -> bytes:
    """A fresh key of 32 random bytes."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """The bytes, sealed under the key and bound to what they are about, such as `case-id/name`."""
    nonce = os.urandom(_NONCE)
    return _SEALED + nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The bytes that were sealed; `CannotUnseal` unless key, text and what it is about all agree."""
    sealed = bytes(sealed)
    if sealed[:1] != _SEALED or len(sealed) < 1 + _NONCE + _TAG:
        raise CannotUnseal(f"{about}: these bytes are not a sealed text of Madang")
    nonce, text = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, text, about.encode())
    except InvalidTag:
        raise CannotUnseal(f"{about}: sealed under another key, for another place, or changed") from None


def wrap(key: bytes, folder: Path) -> bytes:
    """The key, sealed under the current master key of the folder, made on first use."""
    master = _current(folder)
    nonce = os.urandom(_NONCE)
    return _WRAPPED + _id(master) + nonce + AESGCM(master).encrypt(nonce, key, _KEY_ABOUT)


def unwrap(wrapped: bytes, folder: Path) -> bytes:
    """The key again; `CannotUnwrap` where its master key is not in the folder or it was changed."""
    wrapped = bytes(wrapped)
    if wrapped[:1] != _WRAPPED or len(wrapped) < 1 + _ID + _NONCE + _TAG:
        raise CannotUnwrap("these bytes are not a wrapped key of Madang")
    identity, rest = wrapped[1 : 1 + _ID], wrapped[1 + _ID :]
    master = _by_id(identity, folder)
    if master is None:
        raise CannotUnwrap(
            f"master key {identity.hex()} is not in {folder}; bring it back as master-{identity.hex()}.key"
        )
    try:
        return AESGCM(master).decrypt(rest[:_NONCE], rest[_NONCE:], _KEY_ABOUT)
    except InvalidTag:
        raise CannotUnwrap("the wrapped key was changed") from None


def master_id(wrapped: bytes) -> str:
    """Under which master key a key is wrapped, as hexadecimal digits."""
    return bytes(wrapped)[1 : 1 + _ID].hex()


def current_master_id(folder: Path) -> str:
    """The id of the master key under which new keys are wrapped, as hexadecimal digits."""
    return _id(_current(folder)).hex()


def rotate(folder: Path) -> str:
    """Make a new current master key, keep the former one to unwrap with, and return the new one's id.

    Keys wrapped before stay readable. `wrap(unwrap(...))` brings each under the new master key; when none
    is left under a former one, its file may be destroyed.
    """
    former = _current(folder)
    keep(folder / f"master-{_id(former).hex()}.key", lambda: former)
    fresh = new_key()
    keep(folder / f"master-{_id(fresh).hex()}.key", lambda: fresh)
    _replace(folder / _CURRENT, fresh)
    return _id(fresh).hex()


def _current(folder: Path) -> bytes:
    master = keep(folder / _CURRENT, new_key)
    if len(master) != KEY_BYTES:
        raise CannotUnwrap(
            f"{folder / _CURRENT} does not hold a key of {KEY_BYTES} bytes; bring the right one back"
        )
    return master


def _by_id(identity: bytes, folder: Path) -> bytes | None:
    current = _current(folder)
    if _id(current) == identity:
        return current
    file = folder / f"master-{identity.hex()}.key"
    return file.read_bytes() if file.exists() else None


def _id(master: bytes) -> bytes:
    return sha256(b"madang master key" + master).digest()[:_ID]


def _replace(file: Path, content: bytes) -> None:
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    keep(beside, lambda: content)
    os.replace(beside, file)
