"""A draft on the server, the application that came of it, what was asked for on the way, and the decision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.files.public import StoredFile
from lightwell.kernel.ref import Ref
from lightwell.services.applications import sealing
from lightwell.services.applications.sealing import Answers


class DraftState(models.TextChoices):
    """A draft that was thrown away or ran out is deleted with all that it held; one that was sent stays as an empty shell."""

    OPEN = "open", pgettext_lazy("state of a draft", "Not sent yet")
    SENT = "sent", pgettext_lazy("state of a draft", "Sent")


class Draft(models.Model):
    """An application that is being filled in: nobody but its writer reads it, the office neither."""

    public_id = models.CharField(max_length=26, unique=True)
    service = models.SlugField(max_length=60, db_index=False)
    form_version = models.PositiveIntegerField()  # finished under the version that it was begun under
    language = models.CharField(max_length=10, default="zh-hant")
    account = models.ForeignKey(
        "people.Account", models.CASCADE, null=True, blank=True, related_name="application_drafts"
    )
    token_digest = models.BinaryField(unique=True)  # SHA-256 of the secret in its address
    link_digest = models.BinaryField(
        unique=True, null=True
    )  # of the mailed link; gone when the state changes
    links_mailed = models.PositiveSmallIntegerField(default=0)
    sealed_contact = models.BinaryField(null=True, blank=True)
    contact_confirmed_at = models.DateTimeField(null=True, blank=True)
    sealed_answers = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_on = models.DateField()

    class Meta:
        verbose_name = _("draft of an application")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DraftState.OPEN)
                | Q(sealed_answers=None, sealed_contact=None, link_digest=None),
                name="a_sent_draft_holds_nothing",
            ),
        ]
        indexes = [
            models.Index(
                "account", F("saved_at").desc(), name="drafts_of_an_account", condition=Q(state="open")
            ),
            models.Index("expires_on", name="drafts_to_expire", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.begun_at}"

    @property
    def open(self) -> bool:
        return self.state == DraftState.OPEN

    @property
    def secret(self) -> str:
        """Return the secret of its address."""
        return sealing.secret_of(self.public_id)

    @property
    def answers(self) -> Answers:
        """Return what was answered so far, by question; one that was left empty on purpose has None."""
        return sealing.unseal(self.sealed_answers)

    @property
    def contact(self) -> str:
        """Return the address for mail, "" for none."""
        return str(sealing.unseal(self.sealed_contact).get("email", ""))


class Upload(models.Model):
    """A file given as an answer. It belongs to the draft, and through it to the application."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads")
    question = models.CharField(max_length=60)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.question}: {self.file_id}"


class Application(models.Model):
    """申辦: the private matter of a service. One draft gives one application, whatever the browser does."""

    matter = models.OneToOneField("casework.Matter", models.PROTECT, related_name="+")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="application")
    service = models.SlugField(max_length=60)
    form_version = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.matter_id)

    @property
    def ref(self) -> Ref:
        return self.matter.ref


class Answer(models.Model):
    """All answers as they stood at one sending: the first, and one more for each time that something was added."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sendings")
    number = models.PositiveSmallIntegerField()
    sealed_answers = models.BinaryField(null=True)  # None: erased
    at = models.DateTimeField()
    act_id = models.CharField(max_length=80)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="sendings_are_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.number}"

    @property
    def answers(self) -> Answers:
        return sealing.unseal(self.sealed_answers)


class Inquiry(models.Model):
    """What the office misses: words for single questions, and in general. The clock stands still until it is answered."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="inquiries")
    missing = models.JSONField(default=dict)  # words of the office by question
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    sealed_reply = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], name="one_open_inquiry_an_application", condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.asked_at}"

    @property
    def reply(self) -> str:
        return str(sealing.unseal(self.sealed_reply).get("reply", ""))


class Result(models.TextChoices):
    """What was decided; each is a state of the matter too."""

    GRANTED = "granted", pgettext_lazy("decision", "Granted")
    CONDITIONS = "conditions", pgettext_lazy("decision", "Granted with conditions")
    REFUSED = "refused", pgettext_lazy("decision", "Refused")


class Decision(models.Model):
    """The decision with what the law asks of it: the article, a plain reason, and by when one may appeal."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="decision")
    result = models.CharField(max_length=12, choices=Result.choices)
    basis = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    appeal_to = models.CharField(max_length=200, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    response = models.OneToOneField("casework.Response", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.result}"


class Count(models.Model):
    """How many a service had in a month; kept by the actions, so that nobody counts while somebody waits."""

    service = models.SlugField(max_length=60, db_index=False)
    month = models.DateField()  # its first day
    begun = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "month"], name="one_count_a_service_and_month")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.month}"


class Knock(models.Model):
    """How often somebody knocked in an hour; the mark is an HMAC, see ``brakes``."""

    mark = models.CharField(max_length=64)
    period = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "period"], name="one_knock_an_applicant_and_hour")
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.count}"
