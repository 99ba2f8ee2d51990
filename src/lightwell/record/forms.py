"""Forms of the record's pages; none of them changes anything."""

from __future__ import annotations

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from lightwell.record.reading import distinct
from lightwell.record.words import act_name, office_names

LONGEST = 200_000


class Filter(forms.Form):
    """Which acts to list."""

    kind = forms.ChoiceField(label=_("Kind of act"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        kinds, units = distinct("act"), distinct("unit")
        names = office_names(units)
        self.fields["kind"].choices = [("", _("All kinds")), *((kind, act_name(kind)) for kind in kinds)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *((unit, names[unit]) for unit in units)]  # type: ignore[attr-defined]


class TextCheck(forms.Form):
    """A text to compare with what was entered."""

    name = forms.ChoiceField(label=_("Which part"))
    text = forms.CharField(
        label=_("The text as you have it"),
        help_text=_("Paste it whole. Every character counts, only line ends may differ."),
        widget=forms.Textarea,
        max_length=LONGEST,
        strip=False,
    )

    def __init__(self, names: list[str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["name"].choices = [(name, content_name(name)) for name in names]  # type: ignore[attr-defined]


class OpeningCheck(forms.Form):
    """The opening that a person was given for a sealed act."""

    opening = forms.CharField(
        label=_("Your opening"),
        help_text=_("The whole file that you downloaded with your matter, with its first and last bracket."),
        widget=forms.Textarea,
        max_length=LONGEST,
    )

    def clean_opening(self) -> dict[str, str]:
        """Salt and text out of the pasted JSON."""
        try:
            found = json.loads(self.cleaned_data["opening"])
            salt, text = bytes.fromhex(found["salt"]), str(found["text"])
            text.encode()
        except (ValueError, KeyError, TypeError, RecursionError):
            raise forms.ValidationError(
                _("This is not an opening. Paste the whole file, unchanged, with its salt and text.")
            ) from None
        return {"salt": salt.hex(), "text": text}


def content_name(name: str) -> str:
    """What people read for a content item."""
    names = {
        "text": _("Text"),
        "title": _("Title"),
        "body": _("Text"),
        "file": _("File"),
        "reason": _("Reason"),
    }
    return str(names.get(name, name))
