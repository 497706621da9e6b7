"""Who may open a page: one named predicate on each view, so that its head reads as a sentence.

    @only(officials)
    def inbox(request): ...

Who is not signed in is sent to sign in and comes back; who is, but may not, reads why on the page for 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Asked = TypeVar("Asked", bound=HttpRequest)
More = ParamSpec("More")
Page = Callable[Concatenate[Asked, More], HttpResponse]
Predicate = TypeVar("Predicate", bound=Callable[[Any], bool])
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def only(may: Callable[[Any], bool]) -> Callable[[Page[Asked, More]], Page[Asked, More]]:
    """Let in only the people of whom the predicate is true; its docstring's first line says who they are."""

    def guard(view: Page[Asked, More]) -> Page[Asked, More]:
        @wraps(view)
        def guarded(request: Asked, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user):
                raise PermissionDenied(getattr(may, "said", ""))
            return view(request, *args, **kwargs)

        guarded.only = may  # type: ignore[attr-defined]  # read by the test of every address and every person
        return cast("Page[Asked, More]", guarded)

    return guard


def called(who: Any) -> Callable[[Predicate], Predicate]:
    """Say who is let in, as the page for 403 tells those who are not: a (lazily translated) sentence."""

    def name(may: Predicate) -> Predicate:
        may.said = who  # type: ignore[attr-defined]  # read where somebody is turned away
        return may

    return name


def everybody(person: Any) -> bool:
    """Everybody, signed in or not."""
    return True


def open_to_all(view: View) -> View:
    """Say on a view that everybody may open it."""
    view.only = everybody  # type: ignore[attr-defined]  # read by the test of every address and every person
    return view
