"""Why a job failed: the queue keeps only that it did, so the worker writes the reason down beside it."""

import logging
import traceback
from pathlib import Path

from django.conf import settings

LONGEST = 4000


class ReasonKeeper(logging.Handler):
    """Keeps the last error of each job in a file named by the job's number."""

    def emit(self, record: logging.LogRecord) -> None:
        job = getattr(record, "job", None)
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(job, dict) or error is None or not isinstance(job.get("id"), int):
            return
        try:
            place = place_of(job["id"])
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_in_short(error), encoding="utf-8")
        except OSError:
            self.handleError(record)


def listen() -> None:
    """Begin to keep reasons; only a worker has any to keep."""
    logger = logging.getLogger("procrastinate.worker")
    if not any(isinstance(handler, ReasonKeeper) for handler in logger.handlers):
        logger.addHandler(ReasonKeeper(level=logging.INFO))


def reason_of(job: int) -> str:
    """The last error of a job, or nothing where none was kept on this machine."""
    place = place_of(job)
    return place.read_text(encoding="utf-8") if place.exists() else ""


def place_of(job: int) -> Path:
    """Where the reason of a job is kept."""
    return Path(settings.DATA) / "job-reasons" / f"{job}.txt"


def _in_short(error: BaseException) -> str:
    """What went wrong and where in our code; values of variables are left out, they may be personal."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    return "\n".join([f"{type(error).__name__}: {error}"[:LONGEST], *places])
