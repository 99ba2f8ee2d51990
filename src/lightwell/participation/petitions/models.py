"""Petitions with the policy they opened under, signatures, the tallies that count them, and notes on what came of it."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.participation.petitions import rules
from lightwell.participation.petitions.criteria import Criterion, criterion_of
from lightwell.participation.petitions.rules import State
from lightwell.people import public as people

STATE_LABELS = {
    State.DRAFT: pgettext_lazy("state of a petition", "Draft"),
    State.MODERATION: pgettext_lazy("state of a petition", "Being checked"),
    State.COLLECTING: pgettext_lazy("state of a petition", "Collecting signatures"),
    State.ANSWERING: pgettext_lazy("state of a petition", "To be answered"),
    State.ANSWERED: pgettext_lazy("state of a petition", "Answered"),
    State.CLOSED: pgettext_lazy("state of a petition", "What came of it"),
    State.EXPIRED: pgettext_lazy("state of a petition", "Not enough signatures"),
    State.REJECTED: pgettext_lazy("state of a petition", "Not accepted"),
    State.WITHDRAWN: pgettext_lazy("state of a petition", "Withdrawn"),
}
PUBLIC = Q(state__in=[state.value for state in rules.PUBLIC])


def public_id() -> str:
    """Return ten letters and digits that are hard to guess and easy to read out."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _i in range(10))


def this_transaction() -> Cast:
    """The number of the writing transaction, with its epoch (``xid8``), so that it never wraps."""
    return Cast(
        Cast(Func(function="pg_current_xact_id"), output_field=TextField()), output_field=BigIntegerField()
    )


class Display(models.TextChoices):
    """How a person appears in public."""

    NAME = "name", _("Under my name")
    PSEUDONYM = "pseudonym", _("Under a pseudonym")
    COUNT = "count", _("Only counted: no name at all")


class Policy(models.Model):
    """The numbers of petitions from a day on. A new row is an official act; rows are never changed."""

    starts_on = models.DateField(unique=True)
    moderation_days = models.PositiveSmallIntegerField(default=3)  # working days
    collecting_days = models.PositiveSmallIntegerField(default=60)
    threshold = models.PositiveIntegerField(default=5000)
    made_at = models.DateTimeField()
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("policy")

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.threshold}"

    @property
    def terms(self) -> rules.Terms:
        return rules.Terms(self.moderation_days, self.collecting_days, self.threshold)


class Petition(models.Model):
    """What somebody asks of the government, and where that stands. Text and numbers are fixed once it opens."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    author = models.ForeignKey("people.Account", models.PROTECT, related_name="petitions")
    display = models.CharField(max_length=10, choices=Display.choices, default=Display.PSEUDONYM)
    author_name = models.CharField(max_length=80, blank=True)  # as shown; set at submission
    title = models.CharField(max_length=120)
    ask = models.TextField()
    why = models.TextField()
    language = models.CharField(max_length=10, default="zh-hant")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="petitions")
    pairs = ArrayField(models.TextField(), default=list)  # of the folded title and what is asked

    state = models.CharField(max_length=12, default=State.DRAFT)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="+")
    answer_policy = models.ForeignKey(
        "casework.Policy", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    check_by = models.DateField(null=True, blank=True)  # the last day of moderation
    decided_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)  # of the moderator, or of who withdrew it; public
    opened_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    matter = models.OneToOneField(
        "casework.Matter", models.PROTECT, null=True, blank=True, related_name="petition"
    )

    signatures = models.PositiveIntegerField(default=0)  # as last published by a tally
    tallied = models.PositiveIntegerField(default=0)  # how many tallies there are
    counted = models.TextField(default="1:1:")  # the pg_snapshot up to which signatures are in tallies
    counted_low = models.BigIntegerField(default=0)  # its xmin: signatures below it are in tallies
    nonce = models.CharField(max_length=40, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("petition")
        indexes = [
            models.Index(F("id").desc(), name="petitions_newest", condition=PUBLIC),
            models.Index(F("changed_at").desc(), F("id").desc(), name="petitions_changed", condition=PUBLIC),
            models.Index("state", F("id").desc(), name="petitions_by_state"),
            models.Index("unit", "check_by", name="petitions_to_check", condition=Q(state="moderation")),
            models.Index(
                "closes_on", name="petitions_open", condition=Q(state__in=["collecting", "answering"])
            ),
            models.Index("author", F("changed_at").desc(), name="petitions_of_a_person"),
            GinIndex(fields=["pairs"], name="petitions_by_pairs", condition=PUBLIC, fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("petitions:petition", args=[self.public_id])

    @property
    def ref(self) -> Ref:
        return Ref("petition", self.public_id)

    @property
    def state_label(self) -> object:
        return STATE_LABELS[State(self.state)]

    @property
    def public(self) -> bool:
        return self.state in rules.PUBLIC

    @property
    def criterion(self) -> Criterion | None:
        return criterion_of(self.reason_code)

    @property
    def hidden(self) -> bool:
        """Whether a tombstone stands in place of its text."""
        if self.state == State.WITHDRAWN:
            return True
        return self.state == State.REJECTED and bool(self.criterion and self.criterion.hides)

    @property
    def threshold(self) -> int:
        return self.policy.threshold if self.policy else rules.Terms().threshold

    @property
    def percent(self) -> int:
        return rules.percent(self.signatures, self.threshold)

    @property
    def author_shown(self) -> str:
        """The author as the reader's language writes them; "" without a name."""
        if self.display == Display.PSEUDONYM:
            return people.pseudonym_in_language(self.author_name)
        return self.author_name

    @property
    def missing(self) -> int:
        return max(self.threshold - self.signatures, 0)

    @property
    def signable(self) -> bool:
        """Whether it takes signatures today."""
        return rules.may_sign(self.state, self.closes_on, clock.today())


class Signature(models.Model):
    """One person's signature. Written in one statement that touches no other row: a round counts (``tallies``).

    No constraint points at the petition: a thousand signers a second would each lock its row, and petitions are never
    deleted. A withdrawn signature stays as a tombstone without name or account; its leaf stays in its tally.
    """

    id = models.BigAutoField(primary_key=True)
    petition = models.ForeignKey(
        Petition, models.PROTECT, db_constraint=False, db_index=False, related_name="signed"
    )
    account = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, blank=True, db_index=False, related_name="signed"
    )
    mark = models.BinaryField(max_length=32)  # HMAC of person and petition
    public_id = models.CharField(max_length=24)
    salt = models.BinaryField(max_length=16)
    display = models.CharField(max_length=10, choices=Display.choices)
    shown_name = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    xid = models.BigIntegerField(db_default=this_transaction())
    withdrawn_xid = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "mark"], name="a_person_signs_once", condition=Q(withdrawn_at=None)
            )
        ]
        indexes = [
            models.Index("petition", "xid", "id", name="signatures_in_order"),
            models.Index("account", F("id").desc(), name="signatures_of_a_person"),
            models.Index(
                "petition",
                "withdrawn_xid",
                name="signatures_taken_back",
                condition=Q(withdrawn_xid__isnull=False),
            ),
            models.Index(
                "petition",
                F("id").desc(),
                name="signatures_shown",
                condition=~Q(display="count") & Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def name_shown(self) -> str:
        """The name as the reader's language writes it; "" for somebody who is only counted."""
        if self.display == Display.PSEUDONYM:
            return people.pseudonym_in_language(self.shown_name)
        return self.shown_name


class Tally(models.Model):
    """One step of the count, published and logged: each signature that one snapshot saw and the one before did not is a
    leaf, in the order of transaction and row. Their transactions lie from ``from_xid`` to below ``to_xid``."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="tallies")
    number = models.PositiveIntegerField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    added = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    leaves = models.BinaryField()  # the leaf hashes, 32 bytes each
    at = models.DateTimeField()
    act_id = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "number"], name="one_tally_a_number")]
        indexes = [models.Index("petition", "to_xid", name="tallies_in_order")]

    def __str__(self) -> str:
        return f"{self.petition_id} #{self.number}: {self.total}"


class Note(models.Model):
    """What an office reports on a petition while it is answered and afterwards; never changed. ``due_on``: a promise."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="notes")
    text = models.TextField()
    html = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    keeps = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="kept_by")
    at = models.DateTimeField()
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=80)
    act_id = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index("petition", "at", "id", name="notes_in_order")]

    def __str__(self) -> str:
        return f"{self.petition_id}: {self.at}"
