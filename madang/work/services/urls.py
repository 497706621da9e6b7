"""Addresses of services: the catalogue, applying, one's own cases, public reports."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from madang.work.services.views import applying, cases, catalogue, entering, following, reports

app_name = "services"

urlpatterns: list[URLPattern | URLResolver] = [
    path("services/", catalogue.catalogue, name="catalogue"),
    path("services/<slug:key>/", catalogue.service, name="service"),
    path("services/<slug:key>/governments/", catalogue.governments, name="governments"),
    path("services/<slug:key>/apply/", applying.start, name="apply"),
    path("my/drafts/", applying.drafts, name="drafts"),
    path("my/drafts/<uuid:draft_id>/", applying.fill_in, name="draft"),
    path("my/drafts/<uuid:draft_id>/check/", applying.check, name="check"),
    path("my/drafts/<uuid:draft_id>/delete/", applying.delete, name="delete_draft"),
    path("my/drafts/<uuid:draft_id>/files/<uuid:file_id>/", applying.draft_file, name="draft_file"),
    path("my/sent/<uuid:case_id>/", applying.sent, name="sent"),
    path("my/cases/", cases.my_cases, name="my_cases"),
    path("my/cases/<uuid:case_id>/", cases.case, name="case"),
    path("my/cases/<uuid:case_id>/files/<uuid:file_id>/", cases.case_file, name="case_file"),
    path("my/cases/<uuid:case_id>/documents/<str:number>/", cases.document, name="document"),
    path("my/cases/<uuid:case_id>/answer/", following.answer, name="answer"),
    path("my/cases/<uuid:case_id>/withdraw/", following.withdraw, name="withdraw"),
    path("my/cases/<uuid:case_id>/object/", following.object_to, name="object"),
    path("my/cases/<uuid:case_id>/felt/", following.felt, name="felt"),
    path("office/enter/", entering.choose, name="enter_choose"),
    path("office/enter/<slug:key>/", entering.enter, name="enter"),
    path("reports/", reports.reports, name="reports"),
    path("reports/feed/", reports.feed, name="reports_feed"),
    path("reports/<str:number>/", reports.report, name="report"),
    path("reports/<str:number>/photos/<uuid:photo>/", reports.photo, name="report_photo"),
]

if find_spec("madang.work.services.urls_office"):
    urlpatterns.append(path("office/", include("madang.work.services.urls_office")))
