"""Datasets, their resources, and the versions that never change; and the files on their way there."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.opendata.publishing import licences, rules
from lightwell.opendata.publishing.licences import Licence


def draft_id() -> str:
    """Return the public id of a file under way: random, for nobody may guess the ones of others."""
    return secrets.token_hex(8)


class Frequency(models.TextChoices):
    """How often the office says it brings a dataset up to date."""

    CONTINUOUS = "continuous", _("continuously")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    YEARLY = "yearly", _("every year")
    IRREGULAR = "irregular", _("when it changes")
    ONCE = "once", _("not again")


class Dataset(models.Model):
    """A body of data that a unit answers for."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not published yet")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    description = models.TextField()
    description_en = models.TextField(blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="datasets")
    licence_code = models.CharField(max_length=20, default=licences.DEFAULT)
    frequency = models.CharField(max_length=12, choices=Frequency.choices, default=Frequency.IRREGULAR)
    contact = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    place = models.CharField(max_length=120, blank=True)
    covers_from = models.DateField(null=True, blank=True)
    covers_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    withdrawn_because = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)  # of the metadata or the newest version
    first_published_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False, default="")
    formats = ArrayField(models.CharField(max_length=5), default=list, blank=True, editable=False)
    rows = models.BigIntegerField(default=0, editable=False)  # of all current versions
    versions_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("dataset")
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(
                fields=["-changed_at", "-id"],
                condition=models.Q(state="published"),
                name="datasets_by_change",
            ),
            models.Index(fields=["unit", "-changed_at"], name="datasets_of_unit"),
        ]

    def __str__(self) -> str:
        return self.names.in_language(get_language())

    @property
    def names(self) -> Bilingual:
        return Bilingual(self.title, self.title_en)

    @property
    def words(self) -> Bilingual:
        return Bilingual(self.description, self.description_en)

    @property
    def licence(self) -> Licence:
        return licences.licence(self.licence_code)

    @property
    def ref(self) -> Ref:
        return Ref("dataset", self.slug)

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_described_only(self) -> bool:
        """Whether it is public without any data here: an entry taken over from another catalogue."""
        return self.is_public and not self.versions_count


class Origin(models.Model):
    """Where a dataset comes from that another catalogue lists: here it is described only, until a version is published.

    ``views``, ``downloads`` and ``score`` are that catalogue's own.
    """

    dataset = models.OneToOneField(Dataset, models.PROTECT, primary_key=True, related_name="origin")
    catalogue = models.CharField(max_length=60)
    identifier = models.CharField(max_length=80)
    href = models.URLField(max_length=2000)
    views = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    listed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "identifier"], name="one_dataset_an_entry_of_a_catalogue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.identifier}"


class Resource(models.Model):
    """One table of a dataset; ``current`` is the pointer that publishing flips."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="resources")
    slug = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    current = models.ForeignKey("publishing.Version", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("resource")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["dataset", "slug"], name="one_slug_a_resource")]

    def __str__(self) -> str:
        return self.names.in_language(get_language())

    @property
    def names(self) -> Bilingual:
        return Bilingual(self.title, self.title_en)


class Draft(models.Model):
    """A file that came in, the machine's report on it, and how to read it better: kept whatever becomes of it."""

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("waiting to be read")
        READING = rules.READING, _("being read")
        READY = rules.READY, _("ready to publish")
        REFUSED = rules.REFUSED, _("could not be read as a table")
        FAILED = rules.FAILED, _("reading failed")
        PUBLISHED = rules.PUBLISHED, _("published")
        DISCARDED = rules.DISCARDED, _("put aside")

    public_id = models.CharField(max_length=16, unique=True, default=draft_id)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="drafts")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="drafts")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    hints = models.JSONField(default=dict)
    attempt = models.PositiveIntegerField(default=1)  # one more for every change of the hints
    tries = models.PositiveSmallIntegerField(
        default=0
    )  # of this attempt: a file that kills the worker is given up
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message = models.CharField(
        max_length=10, blank=True
    )  # file: its check refused it; fault: ours; "": see the report
    report = models.JSONField(null=True, blank=True)
    folder = models.CharField(max_length=80, blank=True)
    contents = models.JSONField(default=dict)  # name in the folder -> {"size", "sha256"}
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("file under way")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["changed_at"],
                condition=models.Q(state__in=["waiting", "reading"]),
                name="drafts_under_way",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def under_way(self) -> bool:
        return self.state in rules.UNDER_WAY


class Version(models.Model):
    """What was published, once and for all: rows of this table are only added, and withdrawn with a reason."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="versions")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="versions")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="version")
    number = models.PositiveIntegerField()  # counted within the dataset, so that an address needs no resource
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    notes = models.TextField(blank=True)
    original_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)  # of the original
    rows = models.BigIntegerField()
    report = models.JSONField()
    folder = models.CharField(max_length=80, unique=True)
    contents = models.JSONField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("version")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="one_number_a_version")]
        indexes = [models.Index(fields=["-published_at", "-id"], name="versions_by_time")]

    def __str__(self) -> str:
        return f"{self.dataset_id} v{self.number}"

    @property
    def format(self) -> str:
        return rules.office_format(self.original_name)

    @property
    def columns(self) -> list[dict[str, object]]:
        """Return the columns of the report: name, title, type, nulls, distinct, min, max, failures, rule."""
        return list(self.report["columns"])


class Tally(models.Model):
    """How many published datasets a unit, a licence or a format has: kept by actions, so that no page counts."""

    facet = models.CharField(max_length=10)  # all, unit, licence, format
    value = models.CharField(max_length=60, blank=True)
    datasets = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_tally_a_value")]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.datasets}"
