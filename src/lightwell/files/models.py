"""A file somebody gave us: what it is, who may read it, and whether it has been checked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lightwell.files.names import new_public_id
from lightwell.kernel import clock


class State(models.TextChoices):
    """Nothing leaves quarantine unchecked; an erased file leaves its row as a tombstone."""

    QUARANTINED = "quarantined", _("being checked")
    CLEAN = "clean", _("checked")
    REFUSED = "refused", _("refused")
    ERASED = "erased", _("erased")


class StoredFile(models.Model):
    """One upload. Several rows may share one blob: the blob's name is the SHA-256 of its content."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(max_length=60)
    public = models.BooleanField(default=False)  # public files lie in the clear, others encrypted
    account_number = models.BigIntegerField(
        null=True, blank=True
    )  # who gave it; not a key: people stand above files
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    finding = models.CharField(max_length=40, blank=True)  # why it was refused: a code of checks.Finding
    received_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["sha256", "public"], name="files_blob"),
            models.Index(
                fields=["received_at"], name="files_unchecked", condition=models.Q(state=State.QUARANTINED)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """Return what people call this kind of file, such as PDF or CSV."""
        from lightwell.files.kinds import label_of

        return label_of(self.media_type)
