"""Addresses about oneself, below /account/; signing in and the second factor are allauth's."""

from django.urls import path

from madang.ground.people import views

app_name = "people"
urlpatterns = [path("", views.account, name="account")]
