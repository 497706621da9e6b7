"""The gallery: every component with an example, its code and what it does for accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return render(request, "ui/gallery.html", {})
