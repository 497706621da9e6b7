"""Addresses of surveys, below /survey/."""

from django.urls import path

from madang.ground.surveys import views
from madang.ground.surveys.rounds import public
from madang.ground.surveys.rounds import views as office

app_name = "surveys"
urlpatterns = [
    path("thanks/", views.thanks, name="thanks"),
    path("results/", public.results, name="results"),
    path("results/<int:pk>/", public.result, name="result"),
    path("results/<int:pk>/figures.csv", public.figures_csv, name="figures_csv"),
    path("results/<int:pk>/figures.json", public.figures_json, name="figures_json"),
    path("gap/", public.gap, name="gap"),
    path("rounds/", office.rounds, name="rounds"),
    path("rounds/new/", office.plan, name="plan"),
    path("rounds/<int:pk>/", office.round_, name="round"),
    path("rounds/<int:pk>/open/", office.open_, name="open"),
    path("rounds/<int:pk>/close/", office.close, name="close"),
    path("rounds/<int:pk>/discard/", office.discard, name="discard"),
    path("<str:token>/", views.answer, name="answer"),
]
