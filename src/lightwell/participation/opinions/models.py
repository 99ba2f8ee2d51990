"""A topic on which a unit asks for opinions, its phases and themes, what is kept of each opinion, and sheets of paper being typed in."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref


def public_id() -> str:
    """Return ten letters and digits that are hard to guess and easy to read out."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _i in range(10))


class Level(models.TextChoices):
    """How far the public takes part: the spectrum of the IAP2."""

    INFORM = "inform", pgettext_lazy("level of participation", "Inform")
    CONSULT = "consult", pgettext_lazy("level of participation", "Consult")
    INVOLVE = "involve", pgettext_lazy("level of participation", "Involve")
    COLLABORATE = "collaborate", pgettext_lazy("level of participation", "Collaborate")
    EMPOWER = "empower", pgettext_lazy("level of participation", "Empower")


class TopicState(models.TextChoices):
    """A draft is seen by its unit only; a concluded topic takes no opinions and says what came of it."""

    DRAFT = "draft", pgettext_lazy("state of a topic", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a topic", "Published")
    CONCLUDED = "concluded", pgettext_lazy("state of a topic", "Concluded")


class Display(models.TextChoices):
    """How a person appears with what they wrote."""

    NAME = "name", _("Under my name")
    PSEUDONYM = "pseudonym", _("Under a pseudonym")
    COUNT = "count", _("Only counted: no name at all")


def all_displays() -> list[str]:
    return [str(value) for value in Display.values]


class Topic(models.Model):
    """What a unit asks the public, and the promises it makes before anybody writes."""

    slug = models.SlugField(max_length=60, unique=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="topics")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    purpose = models.TextField()
    purpose_en = models.TextField(blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.CONSULT)
    can_change = models.TextField()
    can_change_en = models.TextField(blank=True)
    cannot_change = models.TextField()
    cannot_change_en = models.TextField(blank=True)
    decides = models.CharField(max_length=200)
    decides_en = models.CharField(max_length=300, blank=True)
    use = models.TextField()
    use_en = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)  # where letters and paper sheets go
    address_en = models.CharField(max_length=400, blank=True)
    displays = ArrayField(models.CharField(max_length=10, choices=Display.choices), default=all_displays)
    assurance = models.SmallIntegerField(default=0)  # least people.Assurance of a writer
    state = models.CharField(max_length=10, choices=TopicState.choices, default=TopicState.DRAFT)
    result = models.TextField(blank=True)  # CommonMark: what came of it as a whole
    result_en = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("topic")
        indexes = [models.Index(fields=["state", "-published_at"], name="topics_by_state")]

    def __str__(self) -> str:
        return self.said("title")

    def get_absolute_url(self) -> str:
        return reverse("opinions:topic", args=[self.slug])

    def said(self, name: str) -> str:
        """Return one of the bilingual texts in the page's language."""
        return Bilingual(getattr(self, name), getattr(self, f"{name}_en")).in_language(get_language())

    @property
    def ref(self) -> Ref:
        return Ref("topic", self.slug)


class Phase(models.Model):
    """A stretch of days of a topic, both ends included; opinions come in while one that accepts them runs."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="phases")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    takes_opinions = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="a_phase_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return Bilingual(self.name, self.name_en).in_language(get_language())


class Theme(models.Model):
    """A part of a topic under which opinions are sorted."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="themes")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["topic", "name"], name="themes_of_a_topic_differ")]

    def __str__(self) -> str:
        return Bilingual(self.name, self.name_en).in_language(get_language())


class Opinion(models.Model):
    """What the wing keeps beside the matter: its topic and theme, the sheet or list that it came from, where it was imported."""

    matter = models.OneToOneField("casework.Matter", models.PROTECT, related_name="+", primary_key=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="opinions")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="opinions")
    listed_as = models.CharField(max_length=40, blank=True)  # number in the list that it was imported from
    sheet = models.ForeignKey("Sheet", models.PROTECT, null=True, blank=True, related_name="opinions")
    sheet_line = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "-matter"], name="opinions_of_a_topic")]

    def __str__(self) -> str:
        return f"{self.matter_id}"


class TopicTally(models.Model):
    """How many opinions a topic has, by state, outcome, channel and theme: made by a round, so that no page counts rows."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="tally", primary_key=True)
    total = models.PositiveIntegerField(default=0)
    states = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)
    channels = models.JSONField(default=dict)
    themes = models.JSONField(default=dict)  # by the theme's id
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.total}"


class Sheet(models.Model):
    """Something said on paper, by phone or in a room, typed in by staff: a draft until every line has its number."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sheets")
    channel = models.CharField(max_length=10)
    number = models.CharField(max_length=40, blank=True)  # printed or stamped on the sheet
    received_on = models.DateField()
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    lines = models.JSONField(default=list)  # [{"text", "display", "name", "email", "merge"}], as typed
    written_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    entered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["written_by", "-changed_at"],
                name="drafts_of_sheets",
                condition=models.Q(entered_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.number or self.public_id


class Knock(models.Model):
    """How often one address wrote within a period. The address itself is not kept: only its HMAC with the day."""

    mark = models.CharField(max_length=64)
    period = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "period"], name="one_count_a_mark_and_period")]

    def __str__(self) -> str:
        return f"{self.period:%F %H}: {self.count}"
