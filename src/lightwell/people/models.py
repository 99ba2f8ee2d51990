"""Units and accounts: who asks and who answers."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual


class Unit(models.Model):
    """An organisation in a tree: branch, ministry, city, bureau, township."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(
        max_length=400, unique=True, editable=False
    )  # /cabinet/city/transport/: subtree = prefix
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    information_officer = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, blank=True, related_name="answers_for_information_of"
    )
    calendar = models.ForeignKey(
        "people.Calendar", models.PROTECT, null=True, blank=True, related_name="units"
    )
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=clock.now)  # for readers: its name, place, contact or office

    class Meta:
        ordering = ["path"]
        verbose_name = _("unit")

    def __str__(self) -> str:
        return self.bilingual.in_language(get_language())

    @property
    def bilingual(self) -> Bilingual:
        return Bilingual(self.name, self.name_en)


class Calendar(models.Model):
    """Working days of a unit and the units below it that have no calendar of their own."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    version = models.UUIDField(
        default=uuid.uuid4, editable=False
    )  # new at every change, so that processes reread

    def __str__(self) -> str:
        return self.bilingual.in_language(get_language())

    @property
    def bilingual(self) -> Bilingual:
        return Bilingual(self.name, self.name_en)


class CalendarDay(models.Model):
    """A day that differs from the weekly rule: a holiday on a weekday, work on a Saturday, a typhoon day."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days")
    day = models.DateField()
    working = models.BooleanField()
    declared = models.BooleanField(default=False)  # by an office for this day, not by the yearly calendar
    reason = models.CharField(max_length=120, blank=True)
    reason_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="one_rule_a_calendar_day")]

    def __str__(self) -> str:
        return f"{self.day} {'+' if self.working else '-'}"


class Assurance(models.IntegerChoices):
    """How sure we are of who somebody is; a higher level includes the lower."""

    ANONYMOUS = 0, _("anonymous")
    CONTACT = 1, _("contact verified")
    IDENTITY = 2, _("identity verified")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in. The address is the user name; the id is shown nowhere."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    language = models.CharField(max_length=10, default="zh-hant")
    assurance = models.SmallIntegerField(choices=Assurance.choices, default=Assurance.ANONYMOUS)
    identity_verified_at = models.DateTimeField(null=True, blank=True)
    identity_fingerprint = models.CharField(
        max_length=64, null=True, blank=True, unique=True
    )  # HMAC, never the number

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name or gettext("Somebody without a name")

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody may be for a unit; roles are data, judged by one ``can``."""

    HELPER = "helper", _("front-line helper")
    OFFICER = "officer", _("officer")
    LEAD = "lead", _("lead of a unit")
    EDITOR = "editor", _("data editor")
    MODERATOR = "moderator", _("moderator")
    COMMITTEE = "committee", _("committee member")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleGrant(models.Model):
    """A role of an account for a unit and all units below it, for a term."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="grants")
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "unit"], name="one_grant_a_role_and_unit")
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit.slug}"


class Pseudonym(models.Model):
    """A name of somebody within one process: random, not derived, so that two processes cannot be joined."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="pseudonyms")
    process = models.CharField(max_length=120)  # a Ref
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "process"], name="one_pseudonym_a_process"),
            models.UniqueConstraint(fields=["process", "name"], name="pseudonyms_differ_within_a_process"),
        ]

    def __str__(self) -> str:
        return self.name
