"""Who of the staff read a private matter: kept for the person whom it is about."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class Read(models.Model):
    """One look by one member of staff, or several in a row for the same purpose (``times``)."""

    matter = models.ForeignKey("casework.Matter", models.CASCADE, related_name="reads")
    account = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+"
    )  # for auditors; shown nowhere
    office = models.CharField(max_length=80)
    purpose = models.CharField(max_length=20)
    detail = models.CharField(max_length=200, blank=True)  # which file, where the purpose is one
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index("matter", F("last_at").desc(), name="reads_of_a_matter")]

    def __str__(self) -> str:
        return f"{self.office} {self.at}"
