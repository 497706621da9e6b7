"""Addresses of the evidence: every page is public."""

from django.urls import path

from madang.insight.evidence import case_views, live_views, views

app_name = "evidence"
urlpatterns = [
    path("", views.logs, name="logs"),
    path("live/<slug:code>/<slug:key>/", live_views.figures, name="live"),
    path("live/<slug:code>/<slug:key>/cases/", live_views.cases, name="live_cases"),
    path("live/<slug:code>/<slug:key>/cases.csv", live_views.cases_csv, name="live_cases_csv"),
    path("<int:pk>/", views.log, name="log"),
    path("<int:pk>/cases/", case_views.cases, name="cases"),
    path("<int:pk>/cases/<int:number>/", case_views.case, name="case"),
    path("<int:pk>/cases.csv", case_views.cases_csv, name="cases_csv"),
    path("<int:pk>/cases.json", case_views.cases_json, name="cases_json"),
    path("<int:pk>/variants/", views.variants, name="variants"),
    path("<int:pk>/variants.csv", views.variants_csv, name="variants_csv"),
    path("<int:pk>/figures.csv", views.figures_csv, name="figures_csv"),
    path("<int:pk>/figures.json", views.figures_json, name="figures_json"),
]
