"""Addresses of certificates; all are open to everybody."""

from django.urls import path

from madang.work.services.certificates import views

app_name = "certificates"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path(".well-known/madang-keys.json", views.keys, name="keys"),
    path(".well-known/madang-root.pem", views.root, name="root"),
]
