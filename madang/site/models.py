"""The one table of the site: how often something was tried lately, shared by all server processes."""

from django.db import models


class Pace(models.Model):
    """Until when the tries of one person or address at one thing are used up; the table is unlogged."""

    key = models.CharField(max_length=64, primary_key=True, help_text="a hash: nobody can be read from it")
    used_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_until"], name="pace_by_age")]
