"""A real mail server on this machine for the tests of mail."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from madang.lib import mailbox


@pytest.fixture
def mail_port(settings: Settings) -> int:
    """A free port, to which mails go; nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    return port


@pytest.fixture
def post_office(mail_port: int, tmp_path: Path) -> Iterator[Path]:
    """The folder of a mail server that runs."""
    server: Controller = mailbox.opened(tmp_path / "mail", port=mail_port)
    yield tmp_path / "mail"
    server.stop()
