"""The forms of the desk. Each carries the version of the matter that was on the screen when it was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.casework.actions.answering import LONGEST_ANSWER
from lightwell.casework.kinds import Kind, Move
from lightwell.people.public import Account, Unit

REASON_HINT = _("The public reads this.")


class StepForm(forms.Form):
    """What all steps have: the version seen. Ids begin with the step's name, because several forms stand on one page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, verb: str = "step", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{verb}_%s")
        super().__init__(*args, **kwargs)
        self.verb = verb


class AssignForm(StepForm):
    """Who answers. Officers are told apart by their address at work, never by an id."""

    officer = forms.ChoiceField(label=_("Officer"), error_messages={"required": _("Choose who answers.")})

    def __init__(self, *args: Any, officers: Iterable[Account] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officers = {officer.email: officer for officer in officers}
        names = [(email, f"{officer} ({email})") for email, officer in self.officers.items()]
        self.fields["officer"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]

    def clean_officer(self) -> Account:
        return self.officers[self.cleaned_data["officer"]]


class MoveForm(StepForm):
    """A step of the kind's own: a coded reason where the kind asks for one, and words for the public."""

    reason_code = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: the public reads it.")},
    )
    note = forms.CharField(
        label=_("In your own words"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
        help_text=REASON_HINT,
    )

    def __init__(self, *args: Any, move: Move, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [reason for reason in kind.reasons if reason.code in move.reasons]
        if reasons:
            self.fields["reason_code"].choices = [(r.code, r.label) for r in reasons]  # type: ignore[attr-defined]
        else:
            del self.fields["reason_code"], self.fields["note"]


class MergeForm(StepForm):
    """Which matter speaks for this one."""

    into = forms.CharField(
        label=_("Number of the matter that it is merged into"),
        max_length=24,
        help_text=_("For example OP-115-000123"),
        error_messages={"required": _("Write the number of the other matter.")},
    )

    def clean_into(self) -> str:
        return self.cleaned_data["into"].strip().upper()


class AnswerForm(StepForm):
    """The answer in CommonMark; its length is judged by the action."""

    text = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea(attrs={"data-key": "a", "aria-keyshortcuts": "a"}),
        help_text=_("Plain text; **bold**, lists with - and [links](https://example.org) work."),
        max_length=LONGEST_ANSWER,
        strip=False,
        error_messages={"required": _("Write the answer first.")},
    )


class OutcomeForm(StepForm):
    """What came of it, with the reason."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=REASON_HINT,
        error_messages={"required": _("Write the reason: the public reads it.")},
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(o.code, o.label) for o in kind.outcomes]  # type: ignore[attr-defined]
        self.hints: Mapping[str, object] = {o.code: o.meaning for o in kind.outcomes if o.meaning}


class ReasonForm(StepForm):
    """A step of the clock, or a withdrawal: words that the public reads."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=REASON_HINT,
        error_messages={"required": _("Write the reason: the public reads it.")},
    )


class GoOnForm(ReasonForm):
    """The clock goes on; a word on why is welcome, not needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class TransferForm(ReasonForm):
    """To which unit."""

    unit = forms.ChoiceField(
        label=_("Unit"), error_messages={"required": _("Choose the unit that is to answer.")}
    )
    field_order = ("unit", "reason", "version")

    def __init__(self, *args: Any, units: Iterable[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        names = [(slug, str(unit)) for slug, unit in self.units.items()]
        self.fields["unit"].choices = [("", _("Choose")), *names]  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]
