"""Verify the QR code of a certificate without a network.

    python verify_offline.py KEYS.json 'https://…/verify/#eyJ…'      (or only the part behind the #)

KEYS.json is the file that the office publishes at /.well-known/madang-keys.json; fetch it once. The script
needs Python 3.10 or later and the package `cryptography`, and nothing of Madang. It ends with 0 if the code is
genuine and not expired, 1 if it is not, 2 if it cannot be read.
"""

import base64
import json
import sys
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAMES = [
    "format",
    "number",
    "government",
    "office",
    "title_ko",
    "title_en",
    "holder",
    "issued_on",
    "valid_until",
]
NAMES += ["facts", "key_id"]


def decoded(text):
    """Bytes from base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def today():
    """The day here."""
    return datetime.now().astimezone().date()


def verified(keys, carried):
    """What the certificate says, once its signature is proved; raises ValueError with the reason if it is not."""
    packed, _, signature = carried.strip().rpartition("#")[2].partition(".")
    listed = json.loads(decoded(packed))
    if not isinstance(listed, list) or len(listed) != len(NAMES):
        raise TypeError("this is not the code of a certificate")
    certificate = dict(zip(NAMES, listed, strict=True))
    found = [key for key in keys["keys"] if key["kid"] == certificate["key_id"]]
    if certificate["format"] != 1 or not found:
        raise ValueError("signed with a key that is not in the file of published keys")
    public = Ed25519PublicKey.from_public_bytes(decoded(found[0]["x"]))
    try:
        public.verify(decoded(signature), b"madang-certificate:" + packed.encode())
    except InvalidSignature:
        raise ValueError("the signature is wrong: the code was changed or never issued") from None
    if certificate["valid_until"] and today() > date.fromisoformat(certificate["valid_until"]):
        raise ValueError(f"genuine, but expired on {certificate['valid_until']}")
    return certificate


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            keys = json.load(file)
        certificate = verified(keys, arguments[1])
    except ValueError as error:
        unreadable = type(error) is not ValueError  # not JSON, not base64, not text
        print("cannot be read" if unreadable else f"NOT VALID: {error}")
        return 2 if unreadable else 1
    except (OSError, KeyError, TypeError) as error:
        print(f"cannot be read: {error}")
        return 2
    print("GENUINE")
    for name in NAMES[1:9]:
        print(f"  {name:<12} {certificate[name]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
