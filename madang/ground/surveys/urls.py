"""Addresses of surveys, below /survey/."""

from django.urls import path

app_name = "surveys"
urlpatterns: list[object] = []
