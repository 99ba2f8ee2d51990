"""A service as its definition file describes it, open or closed."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.services.directory.words import LIFE_EVENTS, STATES


class State(models.TextChoices):
    """A closed service stays in the directory and says why; it takes no applications online."""

    OPEN = "open", STATES["open"]
    CLOSED = "closed", STATES["closed"]


class Service(models.Model):
    """The newest published version of a service. The columns come from its file, which `forms` keeps by version."""

    slug = models.SlugField(max_length=60, unique=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="services")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    summary = models.TextField()
    summary_en = models.TextField()
    life_event = models.CharField(max_length=12)
    who = models.TextField()
    who_en = models.TextField()
    cost = models.TextField()
    cost_en = models.TextField()
    fee = models.PositiveIntegerField(default=0)  # New Taiwan dollars, the usual one; 0 is free
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)  # None: the two months of the law
    place = models.TextField(blank=True)
    place_en = models.TextField(blank=True)
    after = models.TextField(blank=True)
    after_en = models.TextField(blank=True)
    evidence = models.JSONField(default=list)  # [[Chinese, English], …], as are the next
    legal = models.JSONField(default=list)
    channels = ArrayField(models.CharField(max_length=10), default=list)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    assurance = models.SmallIntegerField(default=0)  # least people.Assurance of an applicant
    form_version = models.PositiveIntegerField(default=1)
    has_check = models.BooleanField(default=False)  # whether its file says who may, as questions and rules
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    closed_because = models.TextField(blank=True)
    closed_because_en = models.TextField(blank=True)
    published_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("service")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.bilingual.in_language(get_language())

    def get_absolute_url(self) -> str:
        return reverse("directory:service", args=[self.slug])

    @property
    def ref(self) -> Ref:
        return Ref("service", self.slug)

    @property
    def bilingual(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(self.name, self.name_en)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def online(self) -> bool:
        """Whether it can be applied for on this site."""
        return "web" in self.channels

    @property
    def life_event_label(self) -> Any:
        return LIFE_EVENTS.get(self.life_event, self.life_event)

    def said(self, name: str) -> str:
        """Return one of the bilingual texts in the page's language."""
        return Bilingual(getattr(self, name), getattr(self, f"{name}_en")).in_language(get_language())

    def said_list(self, name: str) -> list[str]:
        """Return one of the lists of bilingual texts in the page's language."""
        return [Bilingual(*pair).in_language(get_language()) for pair in getattr(self, name)]
