"""Addresses of the office."""

from django.urls import path

from madang.flow import views, views_ended

app_name = "flow"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("assign/", views.assign, name="assign"),
    path("load/", views.load, name="load"),
    path("ended/", views_ended.ended, name="ended"),
    path("ended/<int:unit_id>/", views_ended.ended, name="ended_unit"),
]
