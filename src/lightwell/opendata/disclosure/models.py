"""Data that is not open, or not open yet: what it is, what was decided about it, and when it is to open."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.opendata.disclosure import rules, statutes


class State(models.TextChoices):
    """What people may have of it. ``promised``: nothing forbids it, and a day is named."""

    CLOSED = "not_open", pgettext_lazy("disclosure", "Not open")
    PROMISED = "promised", pgettext_lazy("disclosure", "Opening later")
    OPEN = "open", pgettext_lazy("disclosure", "Open")


class Verdict(models.TextChoices):
    """Only two classes: 開放 or 不開放."""

    NOT_OPEN = "not_open", pgettext_lazy("disclosure", "Not open")
    OPEN = "open", pgettext_lazy("disclosure", "Open")


class Subject(models.Model):
    """A body of data that decisions are about: a dataset of ours, or data that has no dataset."""

    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="disclosures")
    dataset = models.OneToOneField(
        "publishing.Dataset", models.PROTECT, null=True, blank=True, related_name="disclosure"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    current = models.ForeignKey(
        "disclosure.Decision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_on = models.DateField(null=True, blank=True)  # of the decision that holds; none when open
    reminded = models.CharField(max_length=10, blank=True)  # the review state that was told by mail
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("data that is not open")
        ordering = ["-changed_at", "-id"]
        indexes = [
            models.Index(
                fields=["review_on", "id"], condition=models.Q(state="not_open"), name="closed_by_review"
            ),
            models.Index(fields=["-changed_at", "-id"], name="disclosures_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="not_open") | models.Q(review_on__isnull=False),
                name="what_is_closed_has_a_review_day",
            )
        ]

    def __str__(self) -> str:
        return self.names.in_language(get_language())

    def get_absolute_url(self) -> str:
        return reverse("disclosure:subject", args=[self.slug])

    @property
    def names(self) -> Bilingual:
        return Bilingual(self.title, self.title_en)

    @property
    def words(self) -> Bilingual:
        return Bilingual(self.description, self.description_en)

    @property
    def ref(self) -> Ref:
        return Ref("disclosure", self.slug)

    @property
    def closed(self) -> bool:
        return self.state == State.CLOSED

    @property
    def review(self) -> rules.ReviewState:
        """Where its review stands today."""
        return rules.review_state(self.review_on if self.closed else None, clock.today())

    @property
    def review_late(self) -> int:
        """Days for which its review has been overdue."""
        return rules.days_overdue(self.review_on, clock.today()) if self.closed else 0


class Decision(models.Model):
    """開放 or 不開放, by which article and why, until when it must be looked at again. Rows are only added."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()  # counted within the subject
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    ground = models.CharField(max_length=20, blank=True)  # code of a Ground, or "other"
    written = models.CharField(max_length=200, blank=True)  # law and article, where the ground is not listed
    reason = models.TextField()
    reason_en = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=80)
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("disclosure decision")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="one_number_a_decision"),
            models.CheckConstraint(
                condition=models.Q(verdict="open")
                | (models.Q(review_on__isnull=False) & ~models.Q(ground="") & ~models.Q(reason="")),
                name="closing_needs_article_reason_and_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} #{self.number}"

    @property
    def cited(self) -> str:
        """Law and article in the page's language; "" where the decision opens."""
        return statutes.cited(self.ground, self.written, get_language())

    @property
    def gist(self) -> str:
        """What the article says, in plain words; "" where it is not listed."""
        ground = statutes.ground_of(self.ground)
        return ground.gist.in_language(get_language()) if ground else ""

    @property
    def because(self) -> Bilingual:
        return Bilingual(self.reason, self.reason_en)


class Unlock(models.Model):
    """開放期程: the day on which data is to open, and what became of that promise."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("unlock", "Planned")
        OPENED = "opened", pgettext_lazy("unlock", "Opened")
        DROPPED = "dropped", pgettext_lazy("unlock", "No longer promised")

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="unlocks")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")  # who keeps the promise
    first_on = models.DateField()  # what was promised first; never changed
    opens_on = models.DateField()  # what is promised now
    waits_for = models.CharField(max_length=200, blank=True)  # what blocks it until then
    waits_for_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    promised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    dataset = models.ForeignKey(
        "publishing.Dataset", models.PROTECT, null=True, blank=True, related_name="unlocks"
    )
    reminded_on = models.DateField(
        null=True, blank=True
    )  # the promised day about whose passing mail was sent
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("unlock schedule")
        ordering = ["opens_on", "id"]
        indexes = [
            models.Index(
                fields=["opens_on", "id"], condition=models.Q(state="planned"), name="unlocks_to_come"
            ),
            models.Index(
                fields=["-ended_at", "-id"], condition=models.Q(state="opened"), name="unlocks_done"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(state="planned"), name="one_promise_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.opens_on}"

    @property
    def waiting(self) -> Bilingual:
        return Bilingual(self.waits_for, self.waits_for_en)

    @property
    def slip(self) -> rules.Slip:
        """How far the promise slipped, as of today; the moves must be loaded in order (``moves``)."""
        days = [self.first_on, *(move.to_day for move in self.moves.all())]
        ended = clock.local(self.ended_at).date() if self.ended_at else None
        return rules.slip(days, clock.today(), ended)


class Move(models.Model):
    """One change of a promised day: the old day stays, with the reason that the public reads."""

    unlock = models.ForeignKey(Unlock, models.CASCADE, related_name="moves")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()
    reason_en = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=80)
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_day} → {self.to_day}"

    @property
    def because(self) -> Bilingual:
        return Bilingual(self.reason, self.reason_en)

    @property
    def days(self) -> int:
        return (self.to_day - self.from_day).days
