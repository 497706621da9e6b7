"""Tables of notices: what a person is told, and the mails in which it goes out."""

from django.db import models
from django.db.models import Q


class Mail(models.Model):
    """One mail to a person: of one notice, or the digest of a day. It keeps states, never text."""

    class State(models.TextChoices):
        QUEUED = "queued"  # waits for its time or for a worker
        CLAIMED = "claimed"  # a worker is talking to the mail server; nothing has been handed over
        HANDING_OVER = "handing_over"  # the text is on its way; whether it arrived is not known
        SENT = "sent"  # the mail server has taken it
        FAILED = "failed"  # refused, or given up
        UNCERTAIN = "uncertain"  # the worker ended while handing over; only a person may send it again

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="mails")
    message_id = models.CharField(max_length=120, unique=True, help_text="the same however often it is sent")
    digest_of = models.DateField(null=True, help_text="the day of a digest; empty for the mail of one notice")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    claim = models.UUIDField(null=True, help_text="which attempt has it in hand")
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest_of"], condition=Q(digest_of__isnull=False), name="one_digest_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["state", "changed_at"], condition=~Q(state="sent"), name="mail_not_sent_by_state"
            )
        ]

    def __str__(self) -> str:
        return self.message_id


class Notice(models.Model):
    """Something that a person is told; it stands on the person's page whatever becomes of the mail."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="notices")
    government = models.ForeignKey("organisations.Government", models.PROTECT, null=True, related_name="+")
    case_id = models.UUIDField(null=True, help_text="the case it is about, by number only: cases stand above")
    kind = models.SlugField(max_length=40, db_index=False)
    subject = models.JSONField(help_text="{ko, en}")
    body = models.JSONField(help_text="{ko, en}")
    link = models.CharField(max_length=300, blank=True, help_text="an address on this website")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    awaits_digest = models.BooleanField(default=False)
    mail = models.ForeignKey("notices.Mail", models.SET_NULL, null=True, related_name="notices")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(
                fields=["created_at"],
                condition=Q(awaits_digest=True, read_at__isnull=True),
                name="notice_for_digest",
            ),
            models.Index(fields=["case_id"], condition=Q(case_id__isnull=False), name="notice_by_case"),
        ]
