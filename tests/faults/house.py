"""The whole installation as processes that can be killed: server, worker, and a mail server that counts."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from madang.site.running import server_words


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """A mail server in this process that counts every mail it took by its number."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken[str(message_from_bytes(content)["Message-ID"])] += 1
        return "250 taken"


class Part:
    """A process of the installation with all its children, which die together."""

    def __init__(self, words: list[str], mail_port: int) -> None:
        self.words = words
        self.surroundings = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "MADANG_MAIL_PORT": str(mail_port),
            "MADANG_LIMITS": "0",  # one address sends for hundreds of people
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a group of its own."""
        self.process = subprocess.Popen(
            self.words, env=self.surroundings, start_new_session=True, stdout=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """SIGKILL to it and its children: no farewell, no clean-up."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Server(Part):
    """The web server, as `madang serve` runs it."""

    def __init__(self, mail_port: int) -> None:
        self.port = free_port()
        super().__init__(server_words("127.0.0.1", self.port, 1), mail_port)

    def start(self) -> None:
        super().start()
        until(lambda: answers(self.port), 120, lambda: "the server answers")


class Worker(Part):
    """The worker; the one killed before is taken for dead at once, not after half a minute."""

    def __init__(self, mail_port: int) -> None:
        super().__init__([sys.executable, "-m", "madang", "worker"], mail_port)

    def start(self) -> None:
        ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        super().start()
        alive = (
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"
        )
        until(lambda: bool(ask(alive)[0][0]), 120, lambda: "the worker is at work")


def answers(port: int) -> bool:
    """Whether somebody listens on the port and keeps the connection."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def database_url() -> str:
    """The address of the test's database, for other processes."""
    at = connection.settings_dict
    return f"postgresql://{at['USER']}@/{at['NAME']}?host={quote(str(at['HOST']))}"


def ask(sql: str) -> list[tuple[object, ...]]:
    """A statement, each in a transaction of its own; its rows if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def until(holds: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
    """Wait until it holds; after so many seconds the test has failed, and `what` says what was waited for."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain until {what()}"
        time.sleep(0.1)
