"""Addresses of the laboratory: predictions are public, trying is for those who redesign."""

from django.urls import path

from madang.insight.laboratory.views import bench, public

app_name = "laboratory"
urlpatterns = [
    path("", public.predictions, name="predictions"),
    path("worked/<slug:key>/", public.worked, name="worked"),
    path("predictions/<uuid:prediction_id>/", public.prediction, name="prediction"),
    path("predictions/<uuid:prediction_id>/prediction.json", public.prediction_json, name="prediction_json"),
    path("predictions/<uuid:prediction_id>/live/", bench.live, name="live"),
    path("predictions/<uuid:prediction_id>/compare/", bench.compare, name="compare"),
    path("logs/<int:pk>/", bench.bench, name="bench"),
    path("logs/<int:pk>/keep/", bench.keep, name="keep"),
    path("services/<slug:key>/", bench.cases, name="cases"),
    path("services/<slug:key>/keep/", bench.keep_cases, name="keep_cases"),
]
