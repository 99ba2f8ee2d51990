"""Links between things of any wing, and of each thing at an end what a link shows of it."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref


def public_id() -> str:
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _i in range(12))


class End(models.Model):
    """A thing with links, as it reads on the pages of others. A round keeps it up to date: no page asks the thing's own room."""

    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=80)
    title = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    state = models.CharField(max_length=60, blank=True)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target"], name="one_end_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.target}"

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.target)

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.title, self.title_en)


class Link(models.Model):
    """One relation: found in the text of its source, or made by an office as an official act."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    source = models.ForeignKey(End, models.CASCADE, related_name="onward")
    target = models.ForeignKey(End, models.CASCADE, related_name="back")
    way = models.CharField(max_length=20)
    note = models.CharField(max_length=200, blank=True)  # why, in the words of the office
    found = models.BooleanField(default=False)  # in a text, and gone when the text no longer says it
    by = models.ForeignKey("people.Account", models.SET_NULL, null=True, blank=True, related_name="+")
    office = models.CharField(max_length=80, blank=True)
    act_id = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "way"], name="one_link_a_pair_and_way"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="nothing_is_related_to_itself"),
        ]
        indexes = [
            models.Index(fields=["source", "-at"], name="links_onward"),
            models.Index(fields=["target", "-at"], name="links_back"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.way} {self.target_id}"
