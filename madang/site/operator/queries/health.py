"""Is all well: the signs that an operator looks at first."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from madang import __version__
from madang.flow.queries import Case, overdue, with_open_work
from madang.ground.events.queries import Checkpoint
from madang.ground.notices.queries import mail_states
from madang.ui.words import both, duration, when

State = Literal["well", "look", "bad"]
SILENT = timedelta(minutes=2)  # a worker gives a sign every ten seconds
STUCK = timedelta(minutes=10)
CHECKPOINT_OLD = timedelta(days=2)
DISK_LOW, DISK_FULL = 0.15, 0.05


@dataclass(frozen=True)
class Sign:
    """One thing to look at: its name, how it is, in words, and what to do where it is not well."""

    name: str
    state: State
    words: str
    remedy: str = ""


def signs(at: datetime | None = None) -> list[Sign]:
    """Every sign at the moment."""
    moment = at or timezone.now()
    looks: list[Callable[[datetime], Sign]] = [
        _database,
        _worker,
        _queue,
        _mail,
        _disk,
        _checkpoint,
        _late,
        _ended,
        _version,
    ]
    return [look(moment) for look in looks]


def _database(at: datetime) -> Sign:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), current_setting('server_version')")
        size, version = cursor.fetchone()
    words = _("PostgreSQL %(version)s answers; %(size)s MB") % {
        "version": version,
        "size": f"{size // 10**6:,}",
    }
    return Sign(_("Database"), "well", words)


def _worker(at: datetime) -> Sign:
    beat = (
        ProcrastinateWorker.objects.order_by("-last_heartbeat")
        .values_list("last_heartbeat", flat=True)
        .first()
    )
    finished = (
        ProcrastinateEvent.objects.filter(type="succeeded")
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )
    last = (
        _("last job finished %(when)s") % {"when": when(finished)}
        if finished
        else _("no job was finished yet")
    )
    start = _("Start one with “madang worker”; mails, certificates and escalations wait until then.")
    if beat is None:
        return Sign(_("Worker"), "bad", _("No worker runs; %(last)s") % {"last": last}, start)
    if at - beat > SILENT:
        ago = duration((at - beat).total_seconds(), 1)
        return Sign(
            _("Worker"), "bad", _("No sign for %(ago)s; %(last)s") % {"ago": ago, "last": last}, start
        )
    return Sign(_("Worker"), "well", _("Alive; %(last)s") % {"last": last})


def _queue(at: datetime) -> Sign:
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at__lt=at - STUCK).count()
    words = ngettext("%(count)d job failed", "%(count)d jobs failed", failed) % {"count": failed}
    if waiting:
        late = ngettext(
            "%(count)d is late by over 10 minutes", "%(count)d are late by over 10 minutes", waiting
        )
        words = f"{words}; {late % {'count': waiting}}"
    again = ProcrastinateJob.objects.filter(status="todo", attempts__gt=0).count()
    if again:
        tried = ngettext(
            "%(count)d went wrong and is tried again", "%(count)d went wrong and are tried again", again
        )
        words = f"{words}; {tried % {'count': again}}"
    remedy = _("Read the reason under Jobs, mend it, and let them run again.") if failed or again else ""
    return Sign(_("Jobs"), "look" if failed or waiting or again else "well", words, remedy)


def _mail(at: datetime) -> Sign:
    states = mail_states()
    failed, uncertain = states.get("failed", 0), states.get("uncertain", 0)
    counts = {"queued": states.get("queued", 0), "failed": failed, "uncertain": uncertain}
    words = _("%(queued)d queued, %(failed)d failed, %(uncertain)d uncertain") % counts
    remedy = _("Look at them under Mail; an uncertain mail is never sent again by itself.")
    return Sign(
        _("Mail"), "look" if failed or uncertain else "well", words, remedy if failed or uncertain else ""
    )


def _disk(at: datetime) -> Sign:
    usage = shutil.disk_usage(settings.DATA)
    free = usage.free / usage.total
    state: State = "bad" if free < DISK_FULL else "look" if free < DISK_LOW else "well"
    words = _("%(free)s GB free of %(total)s GB") % {
        "free": usage.free // 10**9,
        "total": usage.total // 10**9,
    }
    return Sign(
        _("Disk"),
        state,
        words,
        _("Make room before it is full; nothing can be received then.") if state != "well" else "",
    )


def _checkpoint(at: datetime) -> Sign:
    made = Checkpoint.objects.order_by("-up_to").values_list("made_at", flat=True).first()
    remedy = _("The worker makes one every hour in which something happened. See that it runs.")
    if made is None:
        return Sign(_("Log checkpoint"), "look", _("The log was not signed yet"), remedy)
    ago = duration((at - made).total_seconds(), 1)
    old = at - made > CHECKPOINT_OLD
    return Sign(
        _("Log checkpoint"),
        "look" if old else "well",
        _("Signed %(ago)s ago") % {"ago": ago},
        remedy if old else "",
    )


def _late(at: datetime) -> Sign:
    late = overdue(at).order_by()[:1001].count()
    open_cases = Case.objects.exclude(status=Case.Status.CLOSED)[:100_001].count()
    words = _("%(late)s of %(open)s open cases are past their legal date") % {
        "late": _at_most(late, 1000),
        "open": _at_most(open_cases, 100_000),
    }
    return Sign(_("Open work"), "look" if late else "well", words)


def _ended(at: datetime) -> Sign:
    units = with_open_work(None, at)
    if not units:
        return Sign(_("Units that ended"), "well", _("None of them has open cases"))
    names = ", ".join(both(unit, "name")[0] for unit in units[:5])
    words = _("Open cases wait in units that ended: %(units)s") % {"units": names}
    remedy = _(
        "The heads of the units that follow hand them on under “Units that ended”; "
        "where nobody can, “madang cases hand-on” does."
    )
    return Sign(_("Units that ended"), "look", words, remedy)


def _at_most(count: int, limit: int) -> str:
    return f"{limit:,}+" if count > limit else f"{count:,}"


def _version(at: datetime) -> Sign:
    return Sign(_("Version"), "well", f"Madang {__version__}")
