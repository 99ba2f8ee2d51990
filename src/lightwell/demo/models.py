"""How far the story of the demo has been told, so that a first start that was cut off goes on where it was."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Telling(models.Model):
    """One row: the day that counts as today in the story, and the last day of it that has happened."""

    today = models.DateField()
    told_until = models.DateField()
    objects: ClassVar[models.Manager[Telling]] = (
        models.Manager()
    )  # said for mypy, which runs without the demo

    class Meta:
        verbose_name = "telling"

    def __str__(self) -> str:
        return f"{self.told_until} of {self.today}"
