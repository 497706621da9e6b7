"""Addresses of services for officials, below `office/`; included by `urls.py`, whose namespace they share."""

from django.urls import path

from madang.work.services.standards import views as standards
from madang.work.services.views import office, office_acts, office_closed, office_preview

urlpatterns = [
    path("cases/<uuid:case_id>/", office.case_page, name="office_case"),
    path("cases/<uuid:case_id>/act/<slug:name>/", office_acts.act, name="office_act"),
    path("cases/<uuid:case_id>/opinion/<int:number>/", office_acts.opinion, name="office_opinion"),
    path("cases/<uuid:case_id>/assign/", office.hand_on, name="office_assign"),
    path("cases/<uuid:case_id>/note/", office.note, name="office_note"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>/", office.attachment, name="office_file"),
    path("cases/<uuid:case_id>/file/", office.case_file, name="office_case_file"),
    path("cases/<uuid:case_id>/documents/<str:number>/revoke/", office_closed.revoke, name="office_revoke"),
    path("cases/<uuid:case_id>/erase/", office_closed.erase, name="office_erase"),
    path("preview/", office_preview.preview_page, name="preview"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<slug:service>/", standards.standard, name="standard"),
    path("standards/<slug:service>/csv/", standards.standard_csv, name="standard_csv"),
]
