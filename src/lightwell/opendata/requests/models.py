"""What this room keeps beside a matter that asks for data, and the datasets that came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Format(models.TextChoices):
    """In which form the data would be of use."""

    ANY = "any", pgettext_lazy("format of data", "Any")
    CSV = "csv", pgettext_lazy("format of data", "Table (CSV)")
    JSON = "json", "JSON"
    XLSX = "xlsx", pgettext_lazy("format of data", "Spreadsheet (XLSX or ODS)")
    MAP = "map", pgettext_lazy("format of data", "Map data")
    API = "api", pgettext_lazy("format of data", "API")


class DataRequest(models.Model):
    """Beside a matter: which form was wished for, and where its answer leads. Words of the person stand in the matter alone."""

    matter = models.OneToOneField("casework.Matter", models.PROTECT, related_name="data_request")
    format = models.CharField(max_length=5, choices=Format.choices, default=Format.ANY)
    unit_unknown = models.BooleanField(default=False)  # the person did not know whom to ask
    subject = models.ForeignKey(
        "disclosure.Subject", models.PROTECT, null=True, blank=True, related_name="requests"
    )
    held_by = models.ForeignKey("people.Unit", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("data request")

    def __str__(self) -> str:
        return str(self.matter_id)


class Fulfilment(models.Model):
    """A published dataset that gives what was asked for; an act in the record."""

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="fulfilments")
    dataset = models.ForeignKey("publishing.Dataset", models.PROTECT, related_name="fulfils")
    at = models.DateTimeField()
    office = models.CharField(max_length=80)
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "dataset"], name="a_dataset_fulfils_a_request_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.dataset_id}"


class Knock(models.Model):
    """How often one address or account sent something in an hour; the mark cannot be turned back into either."""

    mark = models.CharField(max_length=64)
    period = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "period"], name="one_data_knock_a_period")]
        indexes = [models.Index(fields=["period"], name="data_knocks_by_period")]

    def __str__(self) -> str:
        return f"{self.period}: {self.count}"
