"""Addresses of the evidence: every page is public."""

from django.urls import path

from madang.insight.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.logs, name="logs"),
    path("<int:pk>/", views.log, name="log"),
    path("<int:pk>/variants/", views.variants, name="variants"),
    path("<int:pk>/variants.csv", views.variants_csv, name="variants_csv"),
    path("<int:pk>/figures.csv", views.figures_csv, name="figures_csv"),
    path("<int:pk>/figures.json", views.figures_json, name="figures_json"),
]
