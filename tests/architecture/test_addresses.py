"""Every address declares who may use it, and the table of every address × every kind of person holds."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from madang.flow import actions as flow
from madang.flow.queries import Case, in_force
from madang.ground.people.models import Person
from madang.work.services import actions as services
from tests import people

# Addresses of libraries, which say themselves who may use them.
OTHERS = ("allauth.", "django.views.i18n")
THEIR_ADDRESSES = ("api/", "account/social/")

FINE = {200, 201, 302, 303, 400, 403, 404, 409, 410, 422}

KINDS: dict[str, Callable[[], Person] | None] = {
    "anonymous": None,
    "citizen": people.kim_haneul,
    "other citizen": people.lee_doyun,
    "clerk": people.jung_yujin,
    "head": people.oh_serin,
    "clerk elsewhere": people.stranger,
    "service owner": people.seo_daeun,
    "operator": people.yoon_areum,
}


def _addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


def ours() -> list[tuple[str, URLPattern]]:
    """Our own addresses with their views."""
    found = _addresses(get_resolver().url_patterns)
    return [
        (route, pattern)
        for route, pattern in found
        if not _module(pattern.callback).startswith(OTHERS) and not route.startswith(THEIR_ADDRESSES)
    ]


def _module(view: Any) -> str:
    return str(getattr(view, "view_class", view).__module__)


def who_may(pattern: URLPattern) -> Any:
    """The predicate that a view declares; `only` and `open_to_all` put it there."""
    return getattr(pattern.callback, "only", None)


def test_every_address_says_who_may_use_it() -> None:
    silent = sorted(
        f"{route} ({_module(p.callback)})" for route, p in ours() if not hasattr(p.callback, "only")
    )
    assert not silent, "mark the view with @only(…) or @open_to_all:\n" + "\n".join(silent)


def test_every_predicate_reads_as_a_sentence() -> None:
    silent = {who_may(p).__name__ for _, p in ours() if not (who_may(p).__doc__ or "").strip()}
    assert not silent, silent


def _path(pattern_route: str, known: dict[str, str]) -> str:
    parts = []
    for part in pattern_route.split("/"):
        if part.startswith("<"):
            kind, _, name = part.strip("<>").rpartition(":")
            fixed = {"uuid": str(uuid4()), "int": "1"}.get(kind)
            parts.append(known[name] if name in known and kind != "int" else fixed or "unknown")
        else:
            parts.append(part)
    return "/" + "/".join(parts)


def case_of_kim_haneul() -> Case:
    """An application for an environmental permit, which concerns her and the environment division."""
    services.publish_all(by=None)
    definition = in_force("services", "environmental-permit")
    assert definition is not None
    place = {"address": "새빛시 물빛로 12"}
    answers = {"facility": "water", "site_place": place, "water_amount": 40, "contact": "02-000-0000"}
    return flow.receive(
        definition,
        id=uuid4(),
        government=people.city(),
        unit=people.unit("environment"),
        applicant=people.kim_haneul(),
        facts={"form": answers},
        by=people.kim_haneul(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_not_is_kept_out_and_whoever_may_meets_no_error(kind: str, method: str) -> None:
    case = case_of_kim_haneul()
    known = {
        "case_id": str(case.pk),
        "number": case.number,
        "key": "environmental-permit",
        "code": people.city().code,
    }
    make = KINDS[kind]
    person = make() if make else None
    for route, pattern in ours():
        client = Client()
        if person is not None:
            client.force_login(person)
        may = who_may(pattern)
        response = getattr(client, method)(_path(route, known))
        told = f"{kind} {method} {_path(route, known)}: {response.status_code}"
        if response.status_code == 405:
            continue  # the address does not know this method, whoever asks
        if person is None and may.__name__ != "everybody":
            assert response.status_code == 302, told
            assert "/account/login/" in response.headers["Location"], told
        elif person is not None and may.__name__ != "everybody" and not may(person):
            assert response.status_code == 403, told
        else:
            assert response.status_code in FINE, told


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["other citizen", "clerk elsewhere", "service owner", "operator"])
def test_a_case_is_found_only_by_those_whom_it_concerns(kind: str) -> None:
    case = case_of_kim_haneul()
    make = KINDS[kind]
    assert make is not None
    client = Client()
    client.force_login(make())
    concerning = [(route, p) for route, p in ours() if "case_id" in route]
    assert concerning
    for route, _ in concerning:
        response = client.get(_path(route, {"case_id": str(case.pk)}))
        assert response.status_code in {403, 404, 405}, f"{kind} {route}: {response.status_code}"
