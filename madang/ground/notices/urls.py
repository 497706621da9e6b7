"""Addresses of notices, below /notices/."""

from django.urls import path

from madang.ground.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("read-all/", views.read_all, name="read_all"),
    path("<int:notice_id>/open/", views.open_notice, name="open"),
]
