"""Forms of this room: the address for a link, what the office misses, the decision, the person's reply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.services.applications.actions.deciding import LONGEST
from lightwell.services.applications.models import Result

WHY = "why-"  # what the office misses at a question is the field why-ID


class LinkForm(forms.Form):
    """Where to mail the link to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link with which you go on on any device, and write to you when something happens. Nothing else."
        ),
        error_messages={"required": _("Write your e-mail address.")},
    )


class AskForm(forms.Form):
    """One field for each question that was asked, to say what is missing there, and one for everything else."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("In general, or what no question covers"),
        widget=forms.Textarea,
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, labels: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, label in labels:
            self.fields[WHY + question] = forms.CharField(label=label, required=False, max_length=LONGEST)
        self.order_fields([name for name in self.fields if name.startswith(WHY)])

    def missing(self) -> dict[str, str]:
        """Return what the office misses, by question."""
        found = self.cleaned_data.items()
        return {name.removeprefix(WHY): text for name, text in found if name.startswith(WHY) and text}


class DecideForm(forms.Form):
    """What is decided. What each result must be given is judged by the action."""

    result = forms.ChoiceField(
        label=_("Decision"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        widget=forms.Textarea,
        required=False,
        max_length=LONGEST,
        help_text=_("Only when it is granted with conditions: one on each line."),
    )
    reason = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea,
        required=False,
        max_length=LONGEST,
        help_text=_(
            "In plain words, for this person: which fact, which rule, why it follows. Needed unless it is granted in full."
        ),
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=300,
        help_text=_(
            "The article, for example: Parking Management Act, article 12, paragraph 1. A refusal needs one."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def hide(self) -> DecideForm:
        """Turn every field into a hidden one, for the page that shows the letter before it is sent."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self


class ReplyForm(forms.Form):
    """Words to the office beside the answers."""

    reply = forms.CharField(
        label=_("Words to the office"),
        widget=forms.Textarea,
        required=False,
        max_length=LONGEST,
        help_text=_("If something cannot be had, say why and what you have instead."),
    )
