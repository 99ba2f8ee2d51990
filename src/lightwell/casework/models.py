"""Matters, what happened to them, what they were answered, and the policies they run under."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.casework import lookups  # noqa: F401  (registers the lookup of pairs)
from lightwell.casework.clock import ClockState, Measure, Terms
from lightwell.casework.kinds import Kind, Phase, State, Visibility, kind_of
from lightwell.kernel.ref import Ref

OPEN_PHASES = (Phase.OPEN.value, Phase.PAUSED.value)
OPEN = Q(phase__in=OPEN_PHASES)
SHOWN = ~Q(
    visibility=Visibility.PRIVATE.value
)  # rows of the register; every index of it leaves private ones out
NEWEST, LAST = F("received_at").desc(), F("id").desc()


class Channel(models.TextChoices):
    """How it came."""

    WEB = "web", pgettext_lazy("channel", "Web")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    MAIL = "mail", pgettext_lazy("channel", "Post")
    PAPER = "paper", pgettext_lazy("channel", "Paper sheet")
    SOCIAL = "social", pgettext_lazy("channel", "Social media")
    COUNTER = "counter", pgettext_lazy("channel", "Counter")
    KIOSK = "kiosk", pgettext_lazy("channel", "Kiosk")
    IMPORT = "import", pgettext_lazy("channel", "Imported")


class Display(models.TextChoices):
    """How the person appears in public."""

    NAME = "name", pgettext_lazy("display", "Under my name")
    PSEUDONYM = "pseudonym", pgettext_lazy("display", "Under a pseudonym")
    COUNT = "count", pgettext_lazy("display", "Without any name")


class Policy(models.Model):
    """The numbers of a kind's clock from a day on. A new row is an official act; rows are never changed."""

    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    measure = models.CharField(
        max_length=10,
        choices=[(Measure.WORKING.value, _("working days")), (Measure.CALENDAR.value, _("calendar days"))],
    )
    days = models.PositiveSmallIntegerField()
    extension_days = models.PositiveSmallIntegerField(default=0)
    pause_cap_days = models.PositiveSmallIntegerField(default=60)
    due_soon_days = models.PositiveSmallIntegerField(default=3)
    escalate_after_days = models.PositiveSmallIntegerField(default=5)
    basis = models.CharField(max_length=200, blank=True)
    basis_en = models.CharField(max_length=300, blank=True)
    own = models.CharField(
        max_length=40, blank=True
    )  # numbers that matters bring themselves; "" for the kind's
    made_at = models.DateTimeField()
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["kind", "-starts_on"]
        verbose_name = _("policy")
        constraints = [
            models.UniqueConstraint(fields=["kind", "starts_on", "own"], name="one_policy_a_kind_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}"

    @property
    def terms(self) -> Terms:
        return Terms(
            Measure(self.measure), self.days, self.extension_days, self.pause_cap_days, self.due_soon_days,
            self.escalate_after_days,
        )  # fmt: skip


class NumberSeries(models.Model):
    """The last number given out, one row a kind and ROC year; its row lock orders receipts that come at once."""

    kind = models.CharField(max_length=40)
    roc_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "roc_year"], name="one_series_a_kind_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.roc_year}: {self.last}"


class Matter(models.Model):
    """案件: anything the public puts to government. The number is its public id; the database id is shown nowhere."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=10, default="zh-hant")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    visibility = models.CharField(max_length=12)
    topic = models.CharField(max_length=121, blank=True)  # a Ref
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="matters")
    officer = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, blank=True, related_name="answers"
    )

    person = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, blank=True, related_name="matters"
    )
    display = models.CharField(max_length=10, choices=Display.choices, default=Display.COUNT)
    display_name = models.CharField(
        max_length=80, blank=True
    )  # as shown; of private matters only to the unit
    sealed_contact = models.BinaryField(null=True, blank=True)  # the address, encrypted
    mail_wanted = models.BooleanField(default=True)
    token_digest = models.BinaryField(unique=True, null=True)  # SHA-256 of the tracking link's secret

    state = models.CharField(max_length=30)
    phase = models.CharField(max_length=10)
    outcome = models.CharField(max_length=30, blank=True)
    outcome_reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    supporters = models.PositiveIntegerField(default=0)  # matters merged into this one
    hidden_reason = models.TextField(
        blank=True
    )  # set when text was redacted: a tombstone stands in its place
    hidden_at = models.DateTimeField(null=True, blank=True)

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()  # when the office got it: may lie before it was typed in
    entered_at = models.DateTimeField()
    due_on = models.DateField()
    how = models.JSONField()  # how due_on was computed (explanation.py reads it)
    clock_state = models.CharField(max_length=10, default=ClockState.RUNNING)
    warn_on = models.DateField()
    escalate_on = models.DateField()
    paused_until = models.DateField(null=True, blank=True)  # the cap; the sweep lets the clock go on
    extended = models.BooleanField(default=False)
    escalated_to = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="escalations"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_days = models.PositiveIntegerField(
        null=True, blank=True
    )  # working days from receipt to the first answer
    on_time = models.BooleanField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    source = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    source_line = models.PositiveIntegerField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=100, null=True, blank=True, unique=True)
    folded = models.TextField(default="")
    pairs = SearchVectorField(default="")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="a_matter_has_a_number"),
            models.CheckConstraint(
                condition=(Q(clock_state=ClockState.STOPPED) & ~Q(phase__in=OPEN_PHASES))
                | (~Q(clock_state=ClockState.STOPPED) & Q(phase__in=OPEN_PHASES)),
                name="a_clock_runs_while_open",
            ),
        ]
        indexes = [
            models.Index(NEWEST, LAST, name="register_newest", condition=SHOWN),
            *(
                models.Index(F(field), NEWEST, LAST, name=f"register_{field}", condition=SHOWN)
                for field in ("kind", "unit", "state", "phase", "channel", "clock_state")
            ),
            models.Index("due_on", "id", name="register_due", condition=SHOWN & OPEN),
            models.Index("unit", "due_on", "id", name="open_by_unit", condition=OPEN),
            models.Index("officer", "due_on", name="open_by_officer", condition=OPEN),
            models.Index("topic", NEWEST, LAST, name="matters_of_a_topic", condition=~Q(topic="")),
            models.Index("person", NEWEST, name="matters_of_a_person", condition=Q(person__isnull=False)),
            # The sweep looks only at clocks that time alone can change.
            models.Index(
                "warn_on", name="clocks_to_warn", condition=Q(clock_state__in=["running", "extended"])
            ),
            models.Index("due_on", name="clocks_to_mark", condition=Q(clock_state="due_soon")),
            models.Index("escalate_on", name="clocks_to_escalate", condition=Q(clock_state="overdue")),
            models.Index("paused_until", name="clocks_to_resume", condition=Q(clock_state="paused")),
            models.Index("changed_at", name="matters_changed"),
            GinIndex(fields=["pairs"], name="matters_by_pairs", condition=SHOWN, fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("matter", self.number)

    @property
    def topic_ref(self) -> Ref | None:
        return Ref.parse(self.topic) if self.topic else None

    @property
    def kind_data(self) -> Kind:
        return kind_of(self.kind)

    @property
    def state_data(self) -> State:
        return self.kind_data.state(self.state)

    @property
    def private(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    @property
    def open(self) -> bool:
        """Whether somebody still owes an answer."""
        return self.phase in OPEN_PHASES

    @property
    def hidden(self) -> bool:
        """Whether a tombstone stands in place of its text."""
        return self.hidden_at is not None


class Pause(models.Model):
    """A time during which the clock stood still, with the reason that the public reads."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)  # empty: the matter was closed, and was taken up again

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], name="one_running_pause_a_matter", condition=Q(until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.since}"


class Response(models.Model):
    """回應: what the office answered, never changed afterwards; a further answer is a further row."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="responses")
    text = models.TextField()  # CommonMark, as written; the record holds its salted hash
    html = models.TextField()  # sanitised, made once
    at = models.DateTimeField()
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=80)
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(F("at").desc(), LAST, name="answers_latest")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.at}"


class Event(models.Model):
    """One line of a matter's timeline: an act of an office, its facts, and where its proof is."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    office = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)  # a public reason, in the words of the office
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index("matter", "at", "id", name="timeline")]

    def __str__(self) -> str:
        return f"{self.act} {self.at}"


class Tally(models.Model):
    """One unit's figures with those below it, made by the sweep: nobody waits for a count."""

    unit = models.ForeignKey("people.Unit", models.CASCADE, related_name="tallies")
    private = models.BooleanField()
    open = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)  # in the last 365 days, as all that follows
    answered = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    median_days = models.FloatField(null=True)
    decided = models.PositiveIntegerField(default=0)
    adopted = models.FloatField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "private"], name="one_tally_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.open}"


from lightwell.casework.desk_models import AnswerDraft as AnswerDraft  # noqa: E402  (Django looks for models here)
from lightwell.casework.reading_models import Read as Read  # noqa: E402
