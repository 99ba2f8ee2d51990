"""Committed entries of the public record, what opens the sealed ones, and the checkpoints that were signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lightwell.kernel.ref import Ref


class Origin(models.Model):
    """A log under one name. There is one, until an old backup has to be restored: then a new one continues it."""

    number = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    opened_at = models.DateTimeField()
    key = models.CharField(max_length=400)  # verifier key NAME+HASH+BASE64 of whoever signs this origin
    continues = models.TextField(
        blank=True
    )  # signed checkpoint of the origin before, as its first leaf holds it

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One entry, written in the transaction of the act. `leaf_index` comes later, from the sequencer alone."""

    public_id = models.CharField(max_length=32, unique=True)
    leaf = models.TextField()  # canonical JSON: the exact bytes of the log entry
    origin = models.ForeignKey(Origin, models.PROTECT, null=True, blank=True, related_name="entries")
    leaf_index = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of a sealed leaf
    act = models.CharField(max_length=90, blank=True)  # the rest is empty in sealed entries
    at = models.DateTimeField(null=True, blank=True)
    office = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["origin", "leaf_index"], name="one_entry_an_index")]
        indexes = [
            models.Index(fields=["id"], name="record_pending", condition=Q(leaf_index__isnull=True)),
            models.Index(
                fields=["subject_kind", "subject_id", "id"], name="record_subject", condition=Q(digest="")
            ),
            models.Index(fields=["act", "-id"], name="record_act", condition=Q(digest="")),
            models.Index(fields=["unit", "-id"], name="record_unit", condition=Q(digest="")),
            models.Index(fields=["digest"], name="record_digest", condition=~Q(digest="")),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def subject(self) -> Ref | None:
        """What the act was about; None for sealed entries and the first one of a new origin."""
        return Ref(self.subject_kind, self.subject_id) if self.subject_kind else None


class Content(models.Model):
    """The salt of one content item of a public entry. Without it the leaf's hash says nothing any more."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="contents")
    name = models.CharField(max_length=40)
    salt = models.BinaryField(null=True)
    withheld = models.BooleanField(default=False)  # the content is not published, so its salt is not either

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="one_salt_a_content")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.name}"


class Opening(models.Model):
    """What a sealed entry hides. Erasure empties salt and text; the entry itself stays and proves nothing any more."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="opening")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    act = models.CharField(max_length=90)
    office = models.CharField(max_length=120)
    at = models.DateTimeField()
    salt = models.BinaryField(null=True)
    text = models.TextField(blank=True)
    content_salts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="record_opening_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}/{self.subject_id} {self.act}"


class SignedCheckpoint(models.Model):
    """A tree head that was signed: committed here before anybody outside can see it."""

    origin = models.ForeignKey(Origin, models.PROTECT, related_name="checkpoints")
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="one_root_a_size")]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.size}"
