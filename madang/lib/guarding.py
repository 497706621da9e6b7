"""Reading what strangers send in a process of its own, with little memory and time, so that it can be stopped."""

import subprocess
import sys

SECONDS = 15
_MEMORY = 1_500_000_000


class TookTooLong(Exception):
    """The process was stopped before it came to an end."""


def ask(module: str, data: bytes, *arguments: str) -> tuple[int, str]:
    """Run a module of ours on the data; its exit status and what it said. `TookTooLong` after 15 seconds."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  # our own module
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    return done.returncode, done.stdout.decode("utf-8", "replace")


def given() -> bytes:
    """What this process was asked to read, after its memory and time were limited."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    return sys.stdin.buffer.read()
