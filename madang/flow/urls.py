"""Addresses of the office."""

from django.urls import path

from madang.flow import views

app_name = "flow"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("assign/", views.assign, name="assign"),
    path("load/", views.load, name="load"),
]
