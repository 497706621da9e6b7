"""Addresses of the website. Who may use each stands in `tests/architecture/test_addresses.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from madang.site import views
from madang.site.api import api

PARTS = [
    ("operator/", "madang.site.operator.urls"),
    ("account/", "madang.ground.people.urls"),
    ("account/", "allauth.urls"),
    ("notices/", "madang.ground.notices.urls"),
    ("survey/", "madang.ground.surveys.urls"),
    ("organisation/", "madang.ground.organisations.urls"),
    ("office/", "madang.flow.urls"),
    ("", "madang.work.services.urls"),
    ("", "madang.work.services.certificates.urls"),
    ("evidence/", "madang.insight.evidence.urls"),
    ("laboratory/", "madang.insight.laboratory.urls"),
    ("", "madang.insight.claims.urls"),
    ("ui/", "madang.ui.urls"),
]


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


handler429 = "madang.site.middleware.too_often"  # asked for by the pages of sign-in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("api/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *[path(prefix, include(module)) for prefix, module in PARTS if _there(module)],
]
