"""The form that begins to follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.bridges.following.models import Often


class FollowForm(forms.Form):
    """Where to write, and how often; somebody whose address we know and trust is not asked for it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_(
            "We write to it once and ask whether you want this. It is kept encrypted and shown to nobody."
        ),
        error_messages={
            "required": _("Write your e-mail address, like name@example.org."),
            "invalid": _("This is not an e-mail address. Write it like name@example.org."),
        },
    )
    often = forms.ChoiceField(
        label=_("How often do you want letters?"),
        choices=Often.choices,
        initial=Often.NOW,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often you want letters."),
            "invalid_choice": _("Choose how often you want letters."),
        },
    )

    def __init__(self, *args: Any, known: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if known:
            del self.fields["email"]
