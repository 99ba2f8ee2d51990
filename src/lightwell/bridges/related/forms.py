"""The form by which an office relates two pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.bridges.related.finding import refs_in
from lightwell.bridges.related.rules import LONGEST_NOTE, WAYS
from lightwell.kernel.ref import Ref


class RefField(forms.CharField):
    """A page of this site: its address, the number of a matter, or ``kind/id``."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        found = refs_in(text)
        if found:
            return found[0]
        try:
            return Ref.parse(text)
        except ValueError:
            raise forms.ValidationError(
                _(
                    "This is no address of a page here. Copy it from the browser, or write a number like OP-115-000123."
                )
            )


class RelateForm(forms.Form):
    """Two pages, how they are related, and why."""

    source = RefField(
        label=_("The link starts from"),
        max_length=300,
        help_text=_("Its address, or the number of a matter."),
        error_messages={"required": _("Write the address of the page that the link starts from.")},
    )
    way = forms.ChoiceField(
        label=_("How are they related?"),
        widget=forms.RadioSelect,
        choices=lambda: [(code, way.onward) for code, way in WAYS.items()],
        error_messages={
            "required": _("Choose how the two are related."),
            "invalid_choice": _("Choose how the two are related."),
        },
    )
    target = RefField(
        label=_("The link leads to"),
        max_length=300,
        help_text=_("Its address, or the number of a matter."),
        error_messages={"required": _("Write the address of the other page.")},
    )
    note = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("A sentence that everybody can read, if it does not go without saying."),
    )
