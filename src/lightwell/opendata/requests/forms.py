"""Forms: ask for data, narrow the list, answer a request with what its outcome needs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lightwell.casework.public import Matter
from lightwell.opendata.disclosure.public import Closing, Promise, Subject, Words, statutes
from lightwell.opendata.publishing.public import Dataset
from lightwell.opendata.requests import kind as codes
from lightwell.opendata.requests import queries, rules
from lightwell.opendata.requests.actions import LACKING, Answer
from lightwell.opendata.requests.kind import DATA_REQUEST
from lightwell.opendata.requests.models import Format
from lightwell.people import public as people

NONCE = re.compile(r"[A-Za-z0-9_-]{8,40}\Z")
DISPLAYS = (
    ("name", pgettext_lazy("display", "Under my name")),
    ("pseudonym", pgettext_lazy("display", "Under a pseudonym")),
    ("count", pgettext_lazy("display", "Without any name")),
)


class AskForm(forms.Form):
    """A wish for data. ``homepage`` is a trap: people never see it, machines fill it in."""

    title = forms.CharField(
        label=_("Which data do you need?"),
        min_length=rules.SHORTEST_TITLE,
        max_length=rules.LONGEST_TITLE,
        help_text=_("In a few words, such as: accidents at crossings near schools, 2020 to 2025."),
        error_messages={
            "required": _("Say in a few words which data you need."),
            "min_length": _("Write a little more: at least %(limit_value)d characters."),
        },
    )
    text = forms.CharField(
        label=_("Describe it"),
        widget=forms.Textarea,
        min_length=rules.SHORTEST,
        max_length=rules.LONGEST,
        help_text=_(
            "What one row should tell, for which area and years. Everybody will read this: leave out what only concerns you."
        ),
        error_messages={
            "required": _("Describe the data, so that the office can look for it."),
            "min_length": _("Write a little more: at least %(limit_value)d characters."),
        },
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        widget=forms.Textarea,
        required=False,
        max_length=rules.LONGEST_PURPOSE,
        help_text=_(
            "You need no reason. It helps the office to find what is of use to you; everybody reads it."
        ),
    )
    unit = forms.ChoiceField(label=_("Who might have it?"), required=False)
    format = forms.ChoiceField(
        label=_("In which format is it of use?"), choices=Format.choices, initial=Format.ANY, required=False
    )
    display = forms.ChoiceField(
        label=_("How do you want to appear?"),
        choices=DISPLAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to appear.")},
    )
    shown_name = forms.CharField(
        label=_("Name or pseudonym to show"),
        required=False,
        max_length=40,
        help_text=_("Only if you want one shown. Nobody checks it."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only to tell you about the answer. It is kept encrypted and never shown."),
        error_messages={
            "invalid": _("This is not an e-mail address. Write it like name@example.org, or leave it empty.")
        },
    )
    homepage = forms.CharField(label=_("Leave this empty"), required=False)
    nonce = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, units: Iterable[people.Unit], account: people.Account | None, **kw: Any
    ) -> None:
        first = {"nonce": secrets.token_urlsafe(15), "display": "pseudonym" if account else "count"}
        kw["initial"] = first | kw.get("initial", {})
        super().__init__(*args, **kw)
        self.units = {unit.slug: unit for unit in units}
        names = [(slug, str(unit)) for slug, unit in self.units.items()]
        self.fields["unit"].choices = [("", _("I do not know")), *names]  # type: ignore[attr-defined]
        self.account = account
        if account is not None:
            del self.fields["shown_name"], self.fields["email"]

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                gettext("A field that people cannot see was filled in. Send the form again as it is now.")
            )
        return ""

    def clean_nonce(self) -> str:
        nonce = self.cleaned_data["nonce"]
        return nonce if NONCE.match(nonce) else secrets.token_urlsafe(15)

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or Format.ANY

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wants_name = data.get("display") in ("name", "pseudonym")
        if self.account is None and wants_name and not data.get("shown_name", "").strip():
            self.add_error(
                "shown_name", _("Write the name that is to be shown, or choose to be counted only.")
            )
        return data

    @property
    def chosen_unit(self) -> people.Unit | None:
        """Return the unit that was chosen, None for "I do not know"."""
        return self.units.get(self.cleaned_data.get("unit", ""))

    def hide(self) -> AskForm:
        """Turn every field into a hidden one, for the page that asks "is this right?"."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
        return self


class ListForm(forms.Form):
    """What the list of requests is narrowed to."""

    q = forms.CharField(label=_("Words or number"), max_length=100, required=False)
    unit = forms.ChoiceField(label=_("Unit, with those below it"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def __init__(self, *args: Any, units: Iterable[people.Unit], **kw: Any) -> None:
        super().__init__(*args, **kw)
        names = [(unit.slug, str(unit)) for unit in units]
        states = [(state.code, state.label) for state in DATA_REQUEST.states]
        waiting = ("open", pgettext_lazy("phase", "Open"))
        self.fields["unit"].choices = [("", _("All")), *names]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), waiting, *states]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """Return what is valid of the form and not empty; a wrong value narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswerForm(forms.Form):
    """The answer to a request: what came of it, and what that outcome needs."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of the request.")},
    )
    text = forms.CharField(
        label=_("Answer"),
        widget=forms.Textarea,
        max_length=40_000,
        strip=False,
        help_text=_("Plain text; **bold**, lists with - and [links](https://example.org) work."),
        error_messages={"required": _("Write the answer first.")},
    )
    dataset = forms.CharField(
        label=_("Dataset"),
        required=False,
        max_length=300,
        help_text=_("Its address, such as /datasets/parking-meters/. It must be published."),
    )
    existing = forms.ChoiceField(
        label=_("Decided or promised before"),
        required=False,
        help_text=_(
            "When the same data was asked for earlier: the request leads there, and nothing is decided twice."
        ),
    )
    title = forms.CharField(label=_("What the data is called"), required=False, max_length=160)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_(
            "The day stands on the public list of what opens when; a moved day keeps the old one beside it."
        ),
        error_messages={"invalid": _("Write a day like 2026-03-02.")},
    )
    waits_for = forms.CharField(label=_("What it waits for until then"), required=False, max_length=200)
    ground = forms.ChoiceField(label=_("Law and article"), required=False)
    written = forms.CharField(
        label=_("Another law and article"),
        required=False,
        max_length=200,
        help_text=_("Only where the list above has none: title of the law, then the article."),
    )
    reason = forms.CharField(
        label=_("Reason in plain words"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_(
            "What harm would come of opening it? Everybody reads this, so leave out the secret itself."
        ),
    )
    reason_en = forms.CharField(
        label=_("The reason, in English"), widget=forms.Textarea, required=False, max_length=2000
    )
    review_on = forms.DateField(
        label=_("Look at it again by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most five years from now. Whether it is still right is public."),
        error_messages={"invalid": _("Write a day like 2026-03-02.")},
    )
    held_by = forms.ChoiceField(label=_("Unit that has it"), required=False)

    def __init__(
        self, *args: Any, matter: Matter, subjects: Iterable[Subject], units: Iterable[people.Unit], **kw: Any
    ) -> None:
        kw["initial"] = {"version": matter.version, "title": matter.title, **kw.get("initial", {})}
        super().__init__(*args, **kw)
        self.subjects = {subject.slug: subject for subject in subjects}
        self.units = {unit.slug: unit for unit in units}
        language = get_language()
        known = [(slug, f"{s} ({s.get_state_display()})") for slug, s in self.subjects.items()]
        elsewhere = [(slug, str(unit)) for slug, unit in self.units.items() if unit.pk != matter.unit_id]
        grounds = [*statutes.choices(language), (statutes.OTHER, _("Another law"))]
        self._choose("outcome", [(outcome.code, outcome.label) for outcome in DATA_REQUEST.outcomes])
        self._choose("existing", [("", _("No: this is new")), *known])
        self._choose("ground", [("", _("Choose")), *grounds])
        self._choose("held_by", [("", _("Choose")), *elsewhere])
        self.hints = {outcome.code: outcome.meaning for outcome in DATA_REQUEST.outcomes}
        if not matter.open:
            del self.fields["text"]
        if not known:
            del self.fields["existing"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_dataset(self) -> Dataset | None:
        text = self.cleaned_data["dataset"]
        found = queries.dataset_named(text) if text.strip() else None
        if text.strip() and found is None:
            raise forms.ValidationError(gettext("There is no published dataset at this address."))
        return found

    def clean(self) -> dict[str, Any]:
        """Demand what the outcome needs; what was decided before needs nothing more."""
        data = super().clean() or {}
        known = bool(data.get("existing")) and data.get("outcome") in (codes.PROMISED, codes.NOT_OPEN)
        for name in [] if known else rules.lacking(data.get("outcome", ""), data):
            if name not in self.errors:
                self.add_error(name, str(LACKING[name]()))
        return data

    @property
    def answer(self) -> Answer:
        """Return what the action takes: of the fields, those that the outcome needs."""
        data = self.cleaned_data
        outcome, subject = data["outcome"], self.subjects.get(data.get("existing", ""))
        wants_day = outcome in (codes.PROMISED, codes.NOT_OPEN) and data["opens_on"] and subject is None
        return Answer(
            outcome=outcome,
            text=data.get("text", ""),
            dataset=data["dataset"] if outcome == codes.PROVIDED else None,
            promise=Promise(opens_on=data["opens_on"], waits_for=data["waits_for"]) if wants_day else None,
            closing=self._closing() if outcome == codes.NOT_OPEN and subject is None else None,
            subject=subject if outcome in (codes.PROMISED, codes.NOT_OPEN) else None,
            held_by=self.units.get(data["held_by"]) if outcome == codes.ELSEWHERE else None,
            words=Words(title=data["title"], title_en=data["title_en"]) if data["title"].strip() else None,
        )

    def _closing(self) -> Closing:
        names = ("ground", "written", "reason", "reason_en", "review_on")
        return Closing(**{name: self.cleaned_data[name] for name in names})
