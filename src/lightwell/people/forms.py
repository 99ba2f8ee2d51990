"""Forms of the room's own pages; they check shape, the actions judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.people.models import Role

REQUIRED = {"required": _("Fill this in.")}


class AccountForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        required=False,
        help_text=_("Shown only where you choose to appear under your name. You can change it."),
    )
    language = forms.ChoiceField(
        label=_("Language of mail"),
        choices=[("zh-hant", "中文"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class GrantForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the account"),
        error_messages={**REQUIRED, "invalid": _("Write it like name@example.org.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, error_messages=REQUIRED)
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        help_text=_("Empty: today"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: until ended"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class DayOffForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=REQUIRED
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        help_text=_("Public, such as: 颱風停止上班"),
        error_messages=REQUIRED,
    )
    reason_en = forms.CharField(label=_("Reason in English"), max_length=200, required=False)


def refuse(form: forms.Form, refusal: Any) -> None:
    """Show a refusal beside its field, or on top of the form when it is about none of them."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
