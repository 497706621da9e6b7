"""A citizen at a browser, without the browser: keeps its session and applies by the pages' own forms."""

import http.client
import re
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.test import Client

from madang.ground.people.models import Person

CSRF = "m" * 32  # the cookie and the form carry the same token, as a browser's do
DRAFT = re.compile(r"/my/drafts/([0-9a-f-]{36})/")
SENT = re.compile(r"/my/sent/([0-9a-f-]{36})/")


class Trouble(Exception):
    """The server is away, or it answered that something went wrong."""


class Visitor:
    """One signed-in citizen on one connection, which is opened anew when it breaks."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.cookies = port, f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}"
        self.connection: http.client.HTTPConnection | None = None

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; where the answer redirects to, or `Trouble`."""
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection = None
            raise Trouble(f"{type(error).__name__}: {error}") from error
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith(f"{settings.SESSION_COOKIE_NAME}="):
                self.cookies = f"{cookie.partition(';')[0]}; csrftoken={CSRF}"
        if answer.status != 302:
            raise Trouble(f"{path} answered {answer.status}")
        return answer.headers["Location"]

    def begin(self, service: str) -> UUID:
        """Begin an application; its draft."""
        return _found(DRAFT, self.post(f"/services/{service}/apply/", {}))

    def fill_in(self, draft: UUID, answers: dict[str, str]) -> str:
        """Fill in the form and go on; where that leads."""
        return self.post(f"/my/drafts/{draft}/", answers)

    def send(self, draft: UUID) -> UUID:
        """Send the application; the case of the confirmation page that the answer leads to."""
        return _found(SENT, self.post(f"/my/drafts/{draft}/check/", {}))


def session_of(person: Person) -> str:
    """A session of somebody who has signed in."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def signed_in(port: int, name: str, password: str) -> Visitor:
    """A visitor who has signed in by the page."""
    visitor = Visitor(port, "")
    visitor.post("/account/login/", {"login": name, "password": password})
    return visitor


def _found(pattern: re.Pattern[str], location: str) -> UUID:
    match = pattern.search(location)
    if match is None:
        raise Trouble(f"led to {location}")
    return UUID(match[1])
