"""Who follows what, and what they are still to be told."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref


def public_id() -> str:
    """Return twelve letters and digits; they open nothing without a signature."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _i in range(12))


class Often(models.TextChoices):
    """How often somebody wants letters."""

    NOW = "now", pgettext_lazy("how often letters come", "At once")
    DAILY = "daily", pgettext_lazy("how often letters come", "Once a day, at eight in the morning")


class Follower(models.Model):
    """Somebody who gets letters: an account, or an address that is kept encrypted and found again by its HMAC."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.OneToOneField(
        "people.Account", models.CASCADE, null=True, blank=True, related_name="follower"
    )
    mark = models.CharField(max_length=64, null=True, blank=True, unique=True)
    sealed_address = models.BinaryField(null=True)
    language = models.CharField(max_length=10, default="zh-hant")  # of an address; an account has its own
    quiet_until = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(account=None) ^ Q(mark=None), name="a_follower_is_an_account_or_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


ACTIVE = Q(confirmed_at__isnull=False, ended_at=None)


class Follow(models.Model):
    """One thing that somebody follows; nothing is sent before it is confirmed."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=80)
    often = models.CharField(max_length=5, choices=Often.choices, default=Often.NOW)
    asked_at = models.DateTimeField(default=clock.now)
    mailed_at = models.DateTimeField(null=True, blank=True)  # when confirmation was last asked for
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # when the thing was no longer public

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["follower", "kind", "target"], name="one_follow_a_thing")
        ]
        indexes = [
            models.Index(fields=["kind", "target"], name="followers_of_a_thing", condition=ACTIVE),
            models.Index(fields=["asked_at"], name="follows_to_confirm", condition=Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.target}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.target)


class Alert(models.Model):
    """Something that happened and that a follower is to be told; deleted in the transaction that writes the letter."""

    follow = models.ForeignKey(Follow, models.CASCADE, related_name="alerts")
    change = models.BigIntegerField()  # number of the change: the same one twice is one alert
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=80)  # of what changed: a follower of a unit hears of its things
    act = models.CharField(max_length=80)
    at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follow", "change"], name="one_alert_a_change")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.target}: {self.act}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.target)


class Knock(models.Model):
    """How often somebody asked within a period, under an HMAC: neither network nor e-mail address is kept."""

    mark = models.CharField(max_length=64)
    period = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "period"], name="one_count_a_mark_and_period_of_follows")
        ]

    def __str__(self) -> str:
        return f"{self.period:%F %H}: {self.count}"
