"""Addresses of surveys, below /survey/."""

from django.urls import path

from madang.ground.surveys import views

app_name = "surveys"
urlpatterns = [
    path("thanks/", views.thanks, name="thanks"),
    path("<str:token>/", views.answer, name="answer"),
]
