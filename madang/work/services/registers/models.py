"""The demo's own registers. All in them is invented."""

from django.db import models


class DemoRecord(models.Model):
    """A record of a register of the fictional country, about a person, a business or a place."""

    register = models.SlugField(max_length=40)
    identity = models.CharField(max_length=64, help_text="the number by which the register knows it")
    values = models.JSONField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "identity"], name="demo_record_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.identity}"
