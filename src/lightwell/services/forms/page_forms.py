"""A page of a form as a Django form, so that the components of the house draw it and keep what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lightwell.kernel.bilingual import Bilingual
from lightwell.services.forms import values
from lightwell.services.forms.definition import Form, Page, Question

FEW = 8  # choices that are shown as buttons; more go into a list
WIDGETS: dict[str, type[forms.Widget]] = {
    "longtext": forms.Textarea,
    "number": forms.NumberInput,
    "date": forms.DateInput,
    "email": forms.EmailInput,
}
AUTOCOMPLETE = {"email": "email", "phone": "tel", "address": "street-address", "idnumber": "off"}
WIDTHS = {"number": 10, "idnumber": 20, "phone": 20}


def said(text: Bilingual) -> str:
    """Return a text of the definition in the page's language."""
    return text.in_language(get_language())


class Asked(forms.CharField):
    """A field that reads what was typed as its question says."""

    def __init__(self, question: Question) -> None:
        widget = WIDGETS.get(question.type, forms.TextInput)
        super().__init__(**_common(question), widget=widget, strip=False)
        self.question = question

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text and self.required:
            raise ValidationError(self.error_messages["required"])
        return values.READERS[self.question.type](self.question, text) if text else None


class Chosen(forms.ChoiceField):
    """One of a few answers, or yes or no."""

    def __init__(self, question: Question) -> None:
        offered = [("yes", _("Yes")), ("no", _("No"))] if question.type == "yesno" else _offered(question)
        few = len(offered) <= FEW
        options = offered if few else [("", _("Choose…")), *offered]
        super().__init__(
            **_common(question), choices=options, widget=forms.RadioSelect if few else forms.Select
        )
        self.question = question

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return values.READERS[self.question.type](self.question, text) if text else None


class SomeChosen(forms.MultipleChoiceField):
    """Any number of answers, in the order in which they are offered; none is null."""

    def __init__(self, question: Question) -> None:
        super().__init__(**_common(question), choices=_offered(question), widget=forms.CheckboxSelectMultiple)
        self.question = question

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return [one.value for one in self.question.choices if one.value in chosen] or None


class Uploaded(forms.FileField):
    """A file; the one that was sent before stays when no other comes."""

    def __init__(self, question: Question, kept: Any) -> None:
        super().__init__(**_common(question) | {"required": question.required and not kept}, max_length=255)
        self.question, self.kept = question, kept
        self.widget = forms.FileInput(
            attrs={"accept": ",".join(f".{ending}" for ending in question.bounds.accepts)}
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data)
        if not upload:
            return self.kept
        if upload.name.rpartition(".")[2].lower() not in self.question.bounds.accepts:
            endings = _(", ").join(one.upper() for one in self.question.bounds.accepts)
            raise ValidationError(
                _("This kind of file cannot be taken. Send one of these: %(kinds)s.") % {"kinds": endings}
            )
        return upload


def _common(question: Question) -> dict[str, Any]:
    return {
        "label": said(question.label),
        "help_text": said(question.hint),
        "required": question.required,
        "error_messages": {
            "required": _required(question),
            "invalid_choice": _("Choose one of the answers."),
            "empty": _("This file is empty. Send another one."),
        },
    }


def _required(question: Question) -> str:
    label = said(question.label)
    if question.type in ("choice", "yesno", "choices", "file"):
        return _("Choose: %(label)s.") % {"label": label.rstrip("?？。.")}
    return _("Fill in “%(label)s”.") % {"label": label}


def _offered(question: Question) -> list[tuple[str, str]]:
    return [(one.value, said(one.label)) for one in question.choices]


def _field(question: Question, kept: Any) -> forms.Field:
    if question.type == "file":
        return Uploaded(question, kept)
    if question.type in ("choice", "yesno"):
        return Chosen(question)
    return SomeChosen(question) if question.type == "choices" else Asked(question)


class PageForm(forms.Form):
    """The questions of one page. ``answers`` are those kept so far: they stand in the fields."""

    def __init__(
        self, page: Page, data: Any = None, files: Any = None, *, answers: Mapping[str, Any] | None = None
    ) -> None:
        held = answers or {}
        self.page = page
        initial = {
            one.id: values.typed(one, held.get(one.id)) for one in page.questions if one.type != "file"
        }
        super().__init__(data, files, initial=initial)
        for question in page.questions:
            self.fields[question.id] = _field(question, held.get(question.id))

    def question(self, name: str) -> Question:
        """Return the question behind a field."""
        return self.fields[name].question  # type: ignore[attr-defined]

    def look(self, name: str) -> dict[str, Any]:
        """Return what the component that draws a field is told beside the field."""
        question = self.question(name)
        hints = {one.value: said(one.hint) for one in question.choices if one.hint.zh}
        look: dict[str, Any] = {
            "autocomplete": AUTOCOMPLETE.get(question.type),
            "width": WIDTHS.get(question.type),
        }
        if question.type == "longtext":
            look |= {"rows": 6, "count": question.bounds.longest}
        return look | {
            "hints": hints or None,
            "suffix": said(question.unit) or None,
            "inline": question.type == "yesno",
        }

    def reasons(self, name: str) -> list[tuple[str, str]]:
        """Return why a question is asked, as rows of words; empty when its answer is not kept."""
        question = self.question(name)
        rows = [
            (_("What it is for"), question.purpose),
            (_("Legal basis"), question.legal_basis),
            (_("Where it could be looked up"), question.source),
            (_("How long it is kept"), question.retention),
        ]
        return [(label, said(text)) for label, text in rows if text.zh]

    def kept_file(self, name: str) -> str:
        """Return the name of the file that was sent before, "" when there is none."""
        kept = getattr(self.fields[name], "kept", None)
        return str(kept.get("name", "")) if isinstance(kept, dict) else ""

    def values(self) -> dict[str, Any]:
        """Return what could be read; an upload is the uploaded file itself, which the caller takes in."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.errors}

    def problems(self) -> dict[str, str]:
        """Return the first error of each field."""
        return {name: str(found[0]) for name, found in self.errors.items()}


def read_page(
    form: Form, page: Page, data: Any, files: Any = None, *, answers: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (values by question id, errors by question id) of what was sent for one page.

    ``page`` is as ``asked`` gave it; ``answers`` are the ones kept so far, for a file that is not sent again. A question that
    was left empty and may be has the value None. A file is the uploaded file itself, or what was kept of an earlier one.
    """
    found = PageForm(page, data, files or {}, answers=answers)
    found.is_valid()
    return found.values(), found.problems()
