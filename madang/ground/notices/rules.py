"""When a mail is tried again and when it is given up, and what a reply of a mail server means."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
STUCK_AFTER = timedelta(minutes=5)  # far longer than the ten seconds a mail server has for each reply
DIGEST_HOUR = time(8)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed: half a minute, doubling, at most an hour."""
    doublings: int = min(max(attempts, 1) - 1, 20)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))


def next_attempt(created_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """When to try again, or never: after three days a mail is given up."""
    moment = now + pause_after(attempts)
    return moment if moment - created_at <= GIVE_UP_AFTER else None


def is_final(code: int) -> bool:
    """Whether a mail server that replies with this code will never take the mail (RFC 5321, 4.2.1)."""
    return 500 <= code < 600


def digest_due(now: datetime, zone: str) -> tuple[date, datetime]:
    """The latest digest whose hour has come in the zone: its day, and the moment up to which it tells."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() >= DIGEST_HOUR else local.date() - timedelta(days=1)
    return day, datetime.combine(day, DIGEST_HOUR, ZoneInfo(zone))
