"""Definition files as they were published, one row a version: a draft begun under a version is finished under it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock


class Definition(models.Model):
    """The text of one version. Rows are only added."""

    service = models.CharField(max_length=60)  # slug of the service
    version = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("definition of a form")
        ordering = ["service", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="one_definition_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.service} v{self.version}"
