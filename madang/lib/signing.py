"""Signatures of an installation: an Ed25519 key pair, made on first use; the public half is published.

`signing.key` holds the private key (PKCS 8, PEM). After `rotate` the former public key stays in the folder
as `signing-<key id>.pub`, so that what was signed with it can still be verified; its private half is gone.
A key id is the first 16 characters of the key's RFC 7638 thumbprint.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from madang.lib.keeping import keep

SIGNATURE_BYTES = 64
_CURRENT = "signing.key"


def sign(data: bytes, folder: Path) -> bytes:
    """The signature (64 bytes) over the data with the current key of the folder."""
    return _private(folder).sign(data)


def verify(data: bytes, signature: bytes, public: bytes) -> bool:
    """Was exactly this data signed with the private half of this public key (32 bytes)?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_by_any(data: bytes, signature: bytes, folder: Path) -> str | None:
    """The id of the installation's key, current or former, that signed this data; None if none did."""
    return next((kid for kid, key in public_keys(folder).items() if verify(data, signature, key)), None)


def public_key(folder: Path) -> bytes:
    """The current public key, 32 bytes."""
    return _raw(_private(folder).public_key())


def key_id(public: bytes) -> str:
    """The id under which a public key is published."""
    thumbprint = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": _text(public)}, separators=(",", ":"))
    return _text(sha256(thumbprint.encode()).digest())[:16]


def public_keys(folder: Path) -> dict[str, bytes]:
    """Every public key by its id, the current one first, then the former."""
    current = public_key(folder)
    former = (urlsafe_b64decode(file.read_bytes()) for file in sorted(folder.glob("signing-*.pub")))
    return {key_id(key): key for key in (current, *former)}


def published(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The public keys as a JSON Web Key set (RFC 8037), with each in PEM beside it."""
    return {"keys": [_jwk(kid, key) for kid, key in public_keys(folder).items()]}


def rotate(folder: Path) -> str:
    """Make a new key pair, forget the former private key, keep publishing its public half; the new id."""
    former = public_key(folder)
    keep(folder / f"signing-{key_id(former)}.pub", lambda: urlsafe_b64encode(former))
    beside = folder / "signing.new"
    beside.unlink(missing_ok=True)
    keep(beside, _new)
    os.replace(beside, folder / _CURRENT)
    return key_id(public_key(folder))


def _private(folder: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(keep(folder / _CURRENT, _new), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{folder / _CURRENT} does not hold an Ed25519 key; bring the right one back")
    return key


def _new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _jwk(kid: str, public: bytes) -> dict[str, str]:
    pem = Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    named = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
    return named | {"kid": kid, "x": _text(public), "pem": pem.decode()}


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
