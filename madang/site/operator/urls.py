"""Addresses of the operator."""

from django.urls import path

from madang.site.operator.views import definitions, health, holidays

app_name = "operator"
urlpatterns = [
    path("", health.health, name="health"),
    path("jobs/", health.jobs, name="jobs"),
    path("jobs/<int:job>/retry/", health.retry, name="retry"),
    path("mails/", health.mails, name="mails"),
    path("mails/<int:mail>/send/", health.send_again, name="send_again"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("definitions/<slug:kind>/<slug:key>/migrate/", definitions.migrate, name="migrate"),
    path("definitions/<slug:kind>/<slug:key>/<int:version>/", definitions.changes, name="changes"),
    path("holidays/", holidays.holidays, name="holidays"),
]
