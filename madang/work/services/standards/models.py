"""Table of the promises, one row for each standard in each case: a projection, it can be rebuilt."""

from django.db import models


class Promise(models.Model):
    """One standard in one case: from when, until when it had to be kept, and when it was reached.

    Every case has the legal period as its first promise (`legal`). While the clock stands still there is
    no `due_at`. A case that the applicant withdrew, or that went elsewhere, promises nothing any more.
    """

    government = models.ForeignKey("organisations.Government", models.PROTECT, related_name="+")
    case = models.ForeignKey("flow.Case", models.CASCADE, related_name="promises")
    service = models.SlugField(max_length=60)
    standard = models.CharField(max_length=40, help_text="`legal`, or what tells this standard from others")
    name = models.JSONField(help_text="{ko, en}")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "standard"], name="promise_once")]
        indexes = [models.Index(fields=["government", "service", "due_at"], name="promise_by_service")]


class Unmeasured(models.Model):
    """A case in which something happened since its promises were measured; noted in the transaction of the act.

    Only ever added to by acts, so that they never wait for the job that measures and takes the notes away.
    """

    case = models.ForeignKey(
        "flow.Case", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
