"""The gallery by itself, without the site above it: addresses and a frame for the tests of the design system."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils.translation import gettext_lazy

from madang.ui.views import ExampleForm


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the site would put around its pages."""
    return {
        "demo": True,
        "menu": [(gettext_lazy("Services"), "/ui/", True), (gettext_lazy("Cases"), "/sent/", False)],
        "government_name": gettext_lazy("Haneul City"),
        "unread_notices": 3,
        "notices_url": "/notices/",
        "account_links": [(gettext_lazy("My account"), "/account/email/")],
    }


def form(request: HttpRequest) -> HttpResponse:
    """A form that says what is wrong, or that it was received."""
    filled: forms.Form = ExampleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and filled.is_valid():
        messages.success(request, "We have received it.")
        return redirect("/form/")
    return render(request, "form.html", {"form": filled})


def confirm(request: HttpRequest) -> HttpResponse:
    """A page that asks before acting."""
    context = {"title": "Withdraw", "question": "The case ends.", "cancel_url": "/form/", "danger": True}
    return render(request, "ui/confirm.html", context)


urlpatterns = [
    path("", form, name="home"),
    path("form/", form),
    path("confirm/", confirm),
    path("ui/", include("madang.ui.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
]
