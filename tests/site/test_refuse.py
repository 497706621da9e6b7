"""What is sent too often or is too large is refused before it is read; browsers are told what pages never need."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

from madang.ground.people.models import Person
from madang.site import limits
from madang.site.limits import Rate
from madang.site.models import Pace

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TEN_A_MINUTE = Rate(10, 60)


def wait(at: datetime, who: str = "address 192.0.2.1", what: str = "verify") -> int:
    return limits.seconds_to_wait(who, what, TEN_A_MINUTE, at)


@pytest.mark.django_db
def test_ten_tries_may_come_at_once_and_then_one_every_six_seconds() -> None:
    assert [wait(NOON) for _ in range(10)] == [0] * 10
    assert wait(NOON) == 6
    assert wait(NOON + timedelta(seconds=5)) == 1
    assert wait(NOON + timedelta(seconds=6)) == 0, "the refused tries cost nothing"
    assert wait(NOON + timedelta(seconds=6)) == 6
    assert [wait(NOON + timedelta(minutes=5)) for _ in range(11)] == [0] * 10 + [6]


@pytest.mark.django_db
def test_others_and_other_things_are_counted_apart() -> None:
    for _ in range(10):
        wait(NOON)
    assert wait(NOON) > 0
    assert wait(NOON, who="address 192.0.2.2") == 0
    assert wait(NOON, what="survey") == 0


@pytest.mark.django_db
def test_what_is_old_is_forgotten() -> None:
    wait(NOON)
    assert limits.forget_old(NOON) == 0
    assert limits.forget_old(NOON + timedelta(minutes=1)) == 1
    assert not Pace.objects.exists()


def test_one_household_has_one_address() -> None:
    assert limits.household("2001:db8:1:2::7") == limits.household("2001:db8:1:2:ffff::1")
    assert limits.household("2001:db8:1:3::7") != limits.household("2001:db8:1:2::7")
    assert limits.household("192.0.2.1") == "192.0.2.1"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("ko", "너무 자주 보냈습니다"), ("en", "Too many tries")])
def test_who_checks_certificates_too_often_is_told_when_to_try_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setitem(limits.RATES, "certificates:verify", Rate(2, 3600))
    sent = {"way": "number", "number-number": "SAEBIT-26-AAAAA-AAAAA", "number-code": "AAAA-AAAA-AAAA"}
    answers = [client.post("/verify/", sent, headers={"accept-language": language}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 1800
    assert said in answers[2].content.decode()
    assert ("30분" if language == "ko" else "30 minutes") in answers[2].content.decode()
    assert client.get("/verify/").status_code == 200, "reading is not limited"


@pytest.mark.django_db
def test_behind_a_proxy_the_visitors_address_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setitem(limits.RATES, "surveys:answer", Rate(1, 3600))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def status(forwarded: str) -> int:
        return client.post("/survey/none/", headers={"x-forwarded-for": forwarded}).status_code

    assert status("198.51.100.1") == 410
    assert status("198.51.100.2") == 410
    assert status("203.0.113.9, 198.51.100.1") == 429, (
        "what a visitor wrote before the proxy counts for nothing"
    )


@pytest.mark.django_db
def test_an_application_over_the_api_is_limited_by_person(
    client: Client, monkeypatch: pytest.MonkeyPatch, citizen: Person
) -> None:
    monkeypatch.setitem(limits.RATES, "api:cases", Rate(1, 3600))
    client.force_login(citizen)
    answers = [
        client.post("/api/cases", "{}", content_type="application/json", headers={"accept-language": "en"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [422, 429]
    assert answers[1].json()["detail"].startswith("Too many tries. Try again in ")


@pytest.mark.django_db
def test_failed_sign_ins_are_counted_for_all_server_processes_together(client: Client) -> None:
    assert isinstance(caches["default"], DatabaseCache)
    for _ in range(5):
        client.post("/account/login/", {"login": "haneul.kim", "password": "wrong"})
    said = client.post(
        "/account/login/", {"login": "haneul.kim", "password": "wrong"}, headers={"accept-language": "en"}
    )
    assert "Too many failed login attempts" in said.content.decode()


@pytest.mark.django_db
def test_what_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    file = SimpleUploadedFile("large.pdf", b"%PDF-" + b"0" * limits.ONE_FILE)
    said = client.post("/verify/", {"way": "file", "file-file": file}, headers={"accept-language": "en"})
    assert said.status_code == 413
    assert "At most 11 MB" in said.content.decode()
    plain = client.post("/survey/none/", {"text": "x" * limits.PLAIN_FORM})
    assert plain.status_code == 413
    over_the_api = client.post("/api/cases", "x" * (limits.PLAIN_FORM + 1), content_type="application/json")
    assert over_the_api.status_code == 413
    assert over_the_api.json()["detail"]


def test_every_limited_address_is_there() -> None:
    resolver = get_resolver()

    def names(patterns: object, space: str = "") -> set[str]:
        found: set[str] = set()
        for pattern in patterns.url_patterns:  # type: ignore[attr-defined]  # resolvers and the root alike
            inner = getattr(pattern, "namespace", None)
            if hasattr(pattern, "url_patterns"):
                found |= names(pattern, f"{space}{inner}:" if inner else space)
            else:
                found.add(f"{space}{pattern.name}")
        return found

    assert set(limits.RATES) | limits.TAKE_FILES | limits.TAKE_ONE_FILE <= names(resolver)


@pytest.mark.django_db
def test_browsers_are_told_what_pages_never_need(client: Client, settings: Settings) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers, "the demo is served without TLS"
    settings.SECURE_HSTS_SECONDS = 3600
    assert Client().get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"
