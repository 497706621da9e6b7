"""Addresses of organisations, below /organisation/."""

from django.urls import path

from madang.ground.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.governments, name="governments"),
    path("absence/", views.absences, name="absences"),
    path("absence/<int:absence_id>/cancel/", views.return_early, name="return_early"),
    path("<slug:code>/", views.organisation, name="organisation"),
]
