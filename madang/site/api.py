"""The API: the same two doors as the pages, described by OpenAPI at /api/openapi.json."""

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from madang import __version__
from madang.ground.law.api import router as law
from madang.ground.organisations.api import router as organisations
from madang.work.services.api import router as services

api = NinjaAPI(
    title="Madang",
    version=__version__,
    description="Services, due dates, public reports and one's own applications. The demo's data is invented.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", services)
api.add_router("", law)
api.add_router("", organisations)


@api.exception_handler(DataError)
def cannot_be_kept(request: HttpRequest, error: DataError) -> HttpResponse:
    """Text that the database takes none of, such as a NUL, is the sender's error."""
    return api.create_response(
        request, {"detail": "The text has a character that cannot be kept."}, status=422
    )
