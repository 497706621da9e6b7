"""The API: the same two doors as the pages, described by OpenAPI at /api/openapi.json."""

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
