"""Applications sent through the real server by 32 citizens at once, each signed in by the sign-in page.

An application is three forms: begin, fill in, send; the last makes the case and queues letter and document.
The clients run in this process and share the machine's cores with the server and the database. The limit
beside it is the health page by the same clients: what server and clients do when nothing is written.
"""

import http.client
import time
from collections.abc import Callable
from statistics import median, quantiles
from threading import Thread

from bench.database import fresh

CLIENTS = 32
SECONDS = 30


def run(seconds: int = SECONDS) -> list[str]:
    """Sign 32 people in, let them apply for so long, and say how many a second and how long each form took."""
    with fresh():
        from tests.faults.house import Server
        from tests.faults.load import citizens
        from tests.work.services.offered import offer

        offer("resident-certificate")
        names = [person.username for person in citizens(CLIENTS)]
        server = Server(mail_port=9)
        server.start()
        try:
            clients = [Client(server.port, name) for name in names]
            _together(clients, Client.sign_in)
            _work(clients, 5)
            for client in clients:
                client.took.clear()
            began = time.monotonic()
            _work(clients, seconds)
            lines = _lines(clients, time.monotonic() - began)
            lines.append(f"limit: health page {_health(clients, 5):14.0f} a second")
        finally:
            server.kill()
    return lines


class Client:
    """A citizen with a browser's cookies who notes how long each form took."""

    def __init__(self, port: int, name: str) -> None:
        self.port, self.name = port, name
        self.took: list[tuple[str, float]] = []
        self.troubles = 0

    def sign_in(self) -> None:
        """Sign in as everybody does: by the page, with its token."""
        from tests.faults.visitor import Trouble, Visitor, signed_in
        from tests.people import PASSWORD

        for _ in range(20):
            try:
                self.visitor: Visitor = signed_in(self.port, self.name, PASSWORD)
                return
            except Trouble:  # the sign-in page takes thirty people a minute from one address
                time.sleep(5)
        raise SystemExit(f"{self.name} could not sign in")

    def apply(self) -> None:
        """Begin, fill in and send one application."""
        from tests.faults.load import ANSWERS, SERVICE
        from tests.faults.visitor import Trouble

        try:
            began = time.perf_counter()
            draft = self.visitor.begin(SERVICE)
            filled = time.perf_counter()
            self.visitor.fill_in(draft, ANSWERS)
            sent = time.perf_counter()
            self.visitor.send(draft)
            end = time.perf_counter()
        except Trouble:
            self.troubles += 1
            return
        self.took += [("begin", filled - began), ("fill in", sent - filled), ("send", end - sent)]


def _work(clients: list[Client], seconds: float) -> None:
    end = time.monotonic() + seconds

    def until_the_end(client: Client) -> None:
        while time.monotonic() < end:
            client.apply()

    _together(clients, until_the_end)


def _together(clients: list[Client], work: Callable[[Client], None]) -> None:
    threads = [Thread(target=work, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lines(clients: list[Client], seconds: float) -> list[str]:
    took = [each for client in clients for each in client.took]
    lines = []
    for form in ("begin", "fill in", "send"):
        times = [1000 * seconds for name, seconds in took if name == form]
        late = quantiles(times, n=20)[-1]
        lines.append(
            f"{form:10} {len(times) / seconds:8.1f} a second   p50 {median(times):7.0f} ms   p95 {late:7.0f} ms"
        )
    lines.append(
        f"all forms  {len(took) / seconds:8.1f} a second, {sum(c.troubles for c in clients)} without answer"
    )
    return lines


def _health(clients: list[Client], seconds: float) -> float:
    counts, end = [0], time.monotonic() + seconds

    def ask(client: Client) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
        while time.monotonic() < end:
            connection.request("GET", "/health/")
            connection.getresponse().read()
            counts[0] += 1

    _together(clients, ask)
    return counts[0] / seconds
