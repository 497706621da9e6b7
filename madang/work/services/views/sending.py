"""Sending a file of an application to the browser, so that it can do no harm there."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from madang.work.services.queries import StoredFile

SHOWN_IN_THE_BROWSER = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


def file_response(found: tuple[StoredFile, bytes]) -> HttpResponse:
    """The file: pictures and PDF are shown, everything else is offered to be saved."""
    file, data = found
    shown = file.media_type in SHOWN_IN_THE_BROWSER
    return document_response(
        data, file.media_type if shown else "application/octet-stream", file.name, saved=not shown
    )


def document_response(data: bytes, media_type: str, name: str, *, saved: bool) -> HttpResponse:
    """Content under a name; whatever it holds, the browser runs nothing of it."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(saved, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
