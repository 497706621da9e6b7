"""Signing in: with a password, a second factor, and through a government's identity provider that runs."""

import json
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from pytest_django import Settings

from madang.ground.people.models import Person
from tests import people
from tests.ground.people.identity_provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db
BUTTON = "/account/oidc/government/login/"


def settings_from(environment: dict[str, str]) -> dict[str, object]:
    """The settings as a process reads them from its environment."""
    words = (
        "import json; from madang.site import settings as s;"
        "print(json.dumps([s.SOCIALACCOUNT_PROVIDERS, s.SOCIALACCOUNT_EMAIL_AUTHENTICATION]))"
    )
    variables = os.environ | {"DATABASE_URL": "postgresql:///unused"} | environment
    run = subprocess.run(
        [sys.executable, "-c", words], env=variables, capture_output=True, check=True, text=True
    )
    providers, trusted = json.loads(run.stdout)
    return {
        "SOCIALACCOUNT_PROVIDERS": providers,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": trusted,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": trusted,
    }


def use(settings: Settings, provider: Provider, **more: str) -> None:
    names = {"ISSUER": provider.address, "CLIENT_ID": CLIENT, "SECRET": SECRET, "NAME": "하늘 ID"} | more
    for name, value in settings_from({f"MADANG_OIDC_{n}": v for n, v in names.items()}).items():
        setattr(settings, name, value)


def walk_through(client: Client) -> str:
    """Press the button, go to the provider as a browser would, and come back; where one arrives."""
    there = urlsplit(client.post(BUTTON).headers["Location"])
    assert there.netloc
    asked = HTTPConnection(there.netloc)
    asked.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(asked.getresponse().headers["Location"])
    asked.close()
    return client.get(f"{back.path}?{back.query}").headers["Location"]


def signed_in_as(client: Client) -> Person | None:
    number = client.session.get("_auth_user_id")
    return Person.objects.get(pk=number) if number else None


SOMEBODY = {
    "sub": "77",
    "name": "구름이",
    "email": "gureum@haneul.example",
    "preferred_username": "gureum",
    "locale": "en-GB",
}


def test_whoever_comes_from_the_provider_has_an_account_with_name_and_language(settings: Settings) -> None:
    with running(SOMEBODY) as provider:
        use(settings, provider)
        client = Client()
        assert "하늘 ID" in client.get("/account/login/").text
        assert walk_through(client) == "/"
        assert provider.asked_for_token == 1
    person = signed_in_as(client)
    assert person is not None
    assert (person.name, person.language, person.email) == ("구름이", "en", "gureum@haneul.example")
    assert person.identity is None
    assert not person.has_usable_password()


def test_the_second_time_the_same_account_is_found(settings: Settings) -> None:
    with running(SOMEBODY) as provider:
        use(settings, provider)
        for _ in range(2):
            walk_through(Client())
    assert Person.objects.filter(email="gureum@haneul.example").count() == 1


def test_an_address_alone_does_not_open_an_account_unless_the_provider_is_trusted(settings: Settings) -> None:
    citizen = people.kim_haneul()
    claims = SOMEBODY | {"email": citizen.email, "email_verified": True}
    with running(claims) as provider:  # type: ignore[arg-type]  # a truth value among the claims
        use(settings, provider)
        stranger = Client()
        assert "signup" in walk_through(stranger)
        assert signed_in_as(stranger) is None
        use(settings, provider, TRUST_EMAIL="1")
        client = Client()
        assert walk_through(client) == "/"
        assert signed_in_as(client) == citizen


def test_a_wrong_secret_signs_nobody_in(settings: Settings) -> None:
    with running(SOMEBODY) as provider:
        use(settings, provider, SECRET="wrong")
        client = Client()
        there = urlsplit(client.post(BUTTON).headers["Location"])
        asked = HTTPConnection(there.netloc)
        asked.request("GET", f"{there.path}?{there.query}")
        back = urlsplit(asked.getresponse().headers["Location"])
        assert client.get(f"{back.path}?{back.query}").status_code in (200, 401, 403)
    assert signed_in_as(client) is None
    assert not Person.objects.exists()


def test_without_a_provider_there_is_no_button() -> None:
    assert "oidc" not in Client().get("/account/login/").text
    assert Client().post(BUTTON).status_code == 404


@pytest.mark.parametrize("login", ["haneul.kim", "haneul.kim@haneul.example"])
def test_name_or_address_and_password_open_the_account(login: str) -> None:
    citizen = people.kim_haneul()
    client = Client()
    client.post("/account/login/", {"login": login, "password": people.PASSWORD})
    assert signed_in_as(client) == citizen


def test_a_wrong_password_does_not() -> None:
    people.kim_haneul()
    client = Client()
    client.post("/account/login/", {"login": "haneul.kim", "password": "something else"})
    assert signed_in_as(client) is None


def test_with_a_second_factor_the_password_alone_is_not_enough() -> None:
    citizen = people.kim_haneul()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(citizen, secret)
    assert Authenticator.objects.filter(user=citizen).exists()
    client = Client()
    asked = client.post("/account/login/", {"login": "haneul.kim", "password": people.PASSWORD})
    assert asked.headers["Location"] == "/account/2fa/authenticate/"
    assert signed_in_as(client) is None
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert signed_in_as(client) is None
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/account/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert signed_in_as(client) == citizen


def test_passkeys_are_offered() -> None:
    assert "passkey" in Client().get("/account/login/").text


def test_signing_up_asks_for_the_name(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    form = {
        "name": "새싹이",
        "email": "saessak@haneul.example",
        "username": "saessak",
        "password1": "long-and-uncommon-7",
        "password2": "long-and-uncommon-7",
    }
    assert client.post("/account/signup/", form | {"name": ""}).status_code == 200
    client.post("/account/signup/", form)
    person = signed_in_as(client)
    assert person is not None
    assert person.name == "새싹이"
