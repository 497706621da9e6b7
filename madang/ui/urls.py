"""Addresses of the gallery of components."""

from django.urls import path

from madang.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
