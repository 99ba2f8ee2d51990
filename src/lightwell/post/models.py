"""Messages and how far each has come; addresses that no longer take mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.post.rules import new_public_id


class State(models.TextChoices):
    """Where a message is on its way."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("sending")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("bounced")


class Message(models.Model):
    """One mail to one address. Its text is sealed and dropped once delivered, since it may hold a secret link."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id)
    key = models.CharField(max_length=200, unique=True)  # the same key twice is the same message
    to = models.EmailField()
    account_number = models.BigIntegerField(
        null=True, blank=True, db_index=True
    )  # not a key: people stand above post
    ref = models.CharField(max_length=121, blank=True, db_index=True)  # what it is about
    template = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    sealed_body = models.BinaryField(null=True)
    unsubscribe_url = models.CharField(max_length=500, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    next_try = models.DateTimeField(default=clock.now)  # while sending: when another worker may take it over
    settled_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try"],
                name="post_due",
                condition=models.Q(state__in=[State.QUEUED, State.SENDING]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"


class Suppression(models.Model):
    """An address that gets no mail: it bounced, or its owner asked for silence."""

    address = models.EmailField(unique=True)  # lower case
    reason = models.CharField(max_length=300)
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.address
