"""Forms of petitions: the draft, the signature, the moderator's decision, the office's note."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lightwell.participation.petitions import rules
from lightwell.participation.petitions.criteria import CRITERIA
from lightwell.participation.petitions.models import Display, Note, Petition
from lightwell.people import public as people

NONCE = re.compile(r"[A-Za-z0-9_-]{16,40}\Z")
LONG = _("Write at most %(limit_value)d characters; these are %(show_value)d.")
AUTHOR_DISPLAYS = (
    (Display.NAME.value, _("Under my name")),
    (Display.PSEUDONYM.value, _("Under a pseudonym")),
    (Display.COUNT.value, _("Without any name")),
)


def new_nonce() -> str:
    """Return what makes one filled-in form different from every other one."""
    return secrets.token_urlsafe(15)


class DraftForm(forms.Form):
    """A petition as its author writes it."""

    title = forms.CharField(
        label=_("What is to be done, in one sentence"),
        min_length=rules.SHORTEST_TITLE,
        max_length=rules.LONGEST_TITLE,
        help_text=_("This is what people read in lists. Say what is to change, not that something is bad."),
        error_messages={
            "required": _("Say in one sentence what is to be done."),
            "min_length": _("Say in at least %(limit_value)d characters what is to be done."),
            "max_length": LONG,
        },
    )
    unit = forms.ChoiceField(
        label=_("Who decides about it?"),
        help_text=_(
            "This unit checks the petition and answers it. It passes it on when another one decides."
        ),
        error_messages={
            "required": _("Choose the unit that decides about it."),
            "invalid_choice": _("Choose the unit that decides about it."),
        },
    )
    ask = forms.CharField(
        label=_("What exactly do you ask for?"),
        widget=forms.Textarea,
        max_length=rules.LONGEST_ASK,
        help_text=_("Points that can be answered with yes or no are answered best."),
        error_messages={"required": _("Write what exactly you ask for."), "max_length": LONG},
    )
    why = forms.CharField(
        label=_("Why?"),
        widget=forms.Textarea,
        max_length=rules.LONGEST_WHY,
        help_text=_(
            "What is wrong today, whom it concerns, what it would bring. Links to data and laws help."
        ),
        error_messages={"required": _("Write why."), "max_length": LONG},
    )
    display = forms.ChoiceField(
        label=_("How do you want to appear?"),
        widget=forms.RadioSelect,
        choices=AUTHOR_DISPLAYS,
        initial=Display.PSEUDONYM.value,
        error_messages={"required": _("Choose how you want to appear.")},
    )
    nonce = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, units: list[people.Unit], petition: Petition | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _first(petition))
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        choices = [("", _("Choose a unit")), *((slug, _label(unit)) for slug, unit in self.units.items())]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_unit(self) -> people.Unit:
        return self.units[self.cleaned_data["unit"]]

    def clean_nonce(self) -> str:
        nonce = self.cleaned_data["nonce"]
        return nonce if NONCE.match(nonce) else new_nonce()


def _label(unit: people.Unit) -> str:
    depth = unit.path.count("/") - 2
    return f"{'　' * max(depth, 0)}{unit}"


def _first(petition: Petition | None) -> dict[str, Any]:
    if petition is None:
        return {"nonce": new_nonce(), "display": Display.PSEUDONYM.value}
    names = ("title", "ask", "why", "display")
    return {
        "nonce": new_nonce(),
        "unit": petition.unit.slug,
        **{name: getattr(petition, name) for name in names},
    }


class SignForm(forms.Form):
    """A signature: how one wants to appear, and the ticket of the page."""

    display = forms.ChoiceField(
        label=_("How do you want to appear?"),
        widget=forms.RadioSelect,
        choices=Display.choices,
        initial=Display.COUNT.value,
    )
    ticket = forms.CharField(widget=forms.HiddenInput)


class RejectForm(forms.Form):
    """Why a petition is turned away."""

    reason_code = forms.ChoiceField(
        label=_("Which criterion does it not meet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the published criteria: the public reads it.")},
    )
    note = forms.CharField(
        label=_("Note for the public"),
        widget=forms.Textarea,
        required=False,
        max_length=1000,
        help_text=_("Which authority can help, which petition is like it, what would have to change."),
        error_messages={"max_length": LONG},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = [(each.code, each.label) for each in CRITERIA]  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """The numbers of petitions and the day from which they hold."""

    starts_on = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A day to come. Petitions that are open by then keep their numbers."),
        error_messages={"invalid": _("Write a day like 2026-03-02.")},
    )
    moderation_days = forms.IntegerField(label=_("Working days to check"), min_value=1, max_value=60)
    collecting_days = forms.IntegerField(label=_("Days to sign"), min_value=1, max_value=730)
    threshold = forms.IntegerField(label=_("Signatures needed"), min_value=1, max_value=10_000_000)

    def terms(self) -> rules.Terms:
        """Return the numbers of a valid form."""
        return rules.Terms(
            *(self.cleaned_data[name] for name in ("moderation_days", "collecting_days", "threshold"))
        )


class WithdrawForm(forms.Form):
    """A few words of an author who takes a petition off."""

    reason = forms.CharField(
        label=_("Why do you take it back?"),
        widget=forms.Textarea,
        required=False,
        max_length=500,
        help_text=_("Those who have signed read it."),
        error_messages={"max_length": LONG},
    )


class NoteForm(forms.Form):
    """What an office reports on a petition."""

    text = forms.CharField(
        label=_("What is there to report?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": _("Write what there is to report."), "max_length": LONG},
    )
    due_on = forms.DateField(
        label=_("Promised for"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_(
            "Only for a promise: the day by which it is kept. The page shows it until you say that it was."
        ),
        error_messages={"invalid": _("Write a day like 2026-03-02.")},
    )
    keeps = forms.ChoiceField(label=_("Which promise does this keep?"), required=False)

    def __init__(self, *args: Any, promises: list[Note], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promises = {str(note.pk): note for note in promises}
        choices: list[tuple[str, Any]] = [("", pgettext_lazy("promise", "None"))]
        choices += [(key, f"{note.due_on} {note.text[:60]}") for key, note in self.promises.items()]
        self.fields["keeps"].choices = choices  # type: ignore[attr-defined]
        if not promises:
            del self.fields["keeps"]

    def clean_keeps(self) -> Note | None:
        return self.promises.get(self.cleaned_data["keeps"])
