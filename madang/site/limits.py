"""How often one may try, and how much one may send: for every address at which strangers cause work.

Each try pushes a moment on by the time that one try is worth; who is further ahead of the clock than all
tries together has to wait (the generic cell rate algorithm of ITU-T I.371). One statement decides, in the
database, so that the limit holds over all server processes.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.db import connection

from madang.site.models import Pace


@dataclass(frozen=True)
class Rate:
    """So many tries in so many seconds, for each person who is signed in or else for each address."""

    tries: int
    seconds: int


_OFTEN, _SELDOM = Rate(60, 60), Rate(60, 600)
# By the name of the address; only what is sent (POST) counts.
RATES: dict[str, Rate] = {
    "certificates:verify": Rate(30, 60),
    "surveys:answer": Rate(30, 60),
    "services:apply": _SELDOM,
    "services:enter": _SELDOM,
    "services:draft": _OFTEN,
    "services:check": _OFTEN,
    "services:answer": Rate(20, 60),
    "services:withdraw": Rate(20, 60),
    "services:object": Rate(20, 60),
    "services:felt": Rate(20, 60),
    "services:preview": Rate(20, 60),
    "api:cases": _OFTEN,
}
# The addresses that take files; all others take what a form without files can hold.
TAKE_FILES = frozenset({"services:draft", "services:answer"})
TAKE_ONE_FILE = frozenset({"certificates:verify"})
PLAIN_FORM, ONE_FILE = 2_500_000, 11_000_000  # bytes


TRY = """
INSERT INTO site_pace AS pace (key, used_until) VALUES (%(key)s, %(at)s + make_interval(secs => %(worth)s))
ON CONFLICT (key) DO UPDATE SET
    used_until = GREATEST(pace.used_until, %(at)s) + make_interval(secs => %(worth)s)
WHERE GREATEST(pace.used_until, %(at)s) + make_interval(secs => %(worth)s)
    <= %(at)s + make_interval(secs => %(all)s)
RETURNING 1
"""


def seconds_to_wait(who: str, what: str, rate: Rate, at: datetime) -> int:
    """Count one try; 0 if it may go on, else the seconds after which the next one may. A refused try costs nothing."""
    key = sha256(f"{what}/{who}".encode()).hexdigest()
    worth = rate.seconds / rate.tries
    with connection.cursor() as cursor:
        cursor.execute(TRY, {"key": key, "at": at, "worth": worth, "all": float(rate.seconds)})
        if cursor.fetchone() is not None:
            return 0
    used_until = Pace.objects.values_list("used_until", flat=True).get(key=key)
    return max(1, math.ceil((used_until - at).total_seconds() + worth - rate.seconds))


def forget_old(at: datetime) -> int:
    """Delete what no longer limits anybody; how many rows."""
    return Pace.objects.filter(used_until__lt=at).delete()[0]


def household(address: str) -> str:
    """The address as it is counted: of IPv6 the first 64 bits, which one customer has for all devices."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address


def most_bytes(what: str, largest_upload: int) -> int:
    """The largest request, in bytes, that an address takes."""
    if what in TAKE_FILES:
        return largest_upload
    return ONE_FILE if what in TAKE_ONE_FILE else PLAIN_FORM
