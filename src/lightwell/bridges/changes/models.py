"""The table of changes: one row a change, written in the transaction that made it."""

from __future__ import annotations

from django.db import models
from django.db.models import BigIntegerField, Func, TextField
from django.db.models.functions import Cast


def _this_transaction() -> Cast:
    """The number of the writing transaction, with its epoch (``xid8``), so that it never wraps."""
    return Cast(
        Cast(Func(function="pg_current_xact_id"), output_field=TextField()), output_field=BigIntegerField()
    )


class Change(models.Model):
    """``act`` names an official act of the record, "" for a change that was none."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    public_id = models.CharField(max_length=80)
    act = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(db_index=True)
    xid = models.BigIntegerField(db_default=_this_transaction())

    class Meta:
        indexes = (models.Index(fields=("xid", "id"), name="changes_in_order"),)

    def __str__(self) -> str:
        return f"{self.kind}/{self.public_id}"


class Reader(models.Model):
    """How far one reader has come (a ``Cursor`` as text), and when it was last there."""

    name = models.CharField(max_length=40, unique=True)
    cursor = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
