"""Running the website: the server alone, or the whole demo with its worker and its mailbox."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, redirect_stdout
from types import FrameType

from madang.lib.commands import BadInput

Tell = Callable[..., None]  # says what happens, as names with values
GRACE = 10  # seconds that a part has to stop before it is ended


def server_words(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    limits = ["--blocking-threads", "8", "--backlog", "1024", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, *limits, "madang.site.wsgi:application"]


def serve(host: str, port: int, workers: int, *, tell: Tell) -> int:
    """Serve until stopped; the address must be free."""
    _must_be_free(host, port)
    tell(serving=f"http://{host}:{port}", workers=workers)
    words = server_words(host, port, workers)
    os.execv(words[0], words)  # noqa: S606  # the server takes this process's place; its words are ours


def demo(host: str, port: int, workers: int, *, fill_only: bool = False, tell: Tell | None = None) -> int:
    """Prepare and fill the demo, then run server, worker and mailbox until Ctrl-C; `tell` instead of printing."""
    if not fill_only:
        _must_be_free(host, port)
    _fill(port, tell)
    if fill_only:
        return 0
    _run_all(server_words(host, port, workers))
    if tell:
        tell(demo="stopped")
    return 0


def _fill(port: int, tell: Tell | None) -> None:
    from django.conf import settings

    from madang.site.demo import filling

    settings.SITE_ADDRESS = os.environ.setdefault("MADANG_ADDRESS", f"http://localhost:{port}")
    with redirect_stdout(sys.stderr) if tell else nullcontext():
        filling.prepare()
    if tell:
        names = [name for name, _, _ in filling.CAST]
        tell(demo=settings.SITE_ADDRESS, password=filling.PASSWORD, accounts=names)
    else:
        print(filling.accounts(settings.SITE_ADDRESS), flush=True)


def _run_all(server: list[str]) -> None:
    """Run server, worker and mailbox until Ctrl-C, which reaches this process alone: it stops the others in order."""
    from django.conf import settings

    from madang.lib import mailbox

    letters = mailbox.opened(settings.DATA / "mail", port=settings.EMAIL_PORT)
    words = [server, [sys.executable, "-m", "madang", "worker"]]
    try:
        _until_stopped([subprocess.Popen(part, start_new_session=True) for part in words])  # noqa: S603  # our own words
    finally:
        letters.stop()


def _until_stopped(parts: list["subprocess.Popen[bytes]"]) -> None:
    """Wait until Ctrl-C or until a part ends by itself, then stop all of them."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        while all(part.poll() is None for part in parts):
            try:
                parts[0].wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        print("\nstopping …", file=sys.stderr, flush=True)
    for part in parts:
        part.terminate()
    for part in parts:
        try:
            part.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(part.pid, signal.SIGKILL)


def _must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0:  # noqa: S104  # compared, not bound
            raise BadInput(f"port {port} is in use; stop what runs there or choose another with --port")
