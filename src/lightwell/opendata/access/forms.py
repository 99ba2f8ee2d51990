"""Filters above lists and tables: GET forms, so that every view of the data has an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lightwell.opendata.access.catalogue import Wanted
from lightwell.opendata.publishing import public as publishing

OPERATORS = (
    ("eq", gettext_lazy("is")),
    ("ne", gettext_lazy("is not")),
    ("contains", gettext_lazy("contains")),
    ("gt", gettext_lazy("is more than")),
    ("ge", gettext_lazy("is at least")),
    ("lt", gettext_lazy("is less than")),
    ("le", gettext_lazy("is at most")),
    ("in", gettext_lazy("is one of (commas between)")),
    ("isnull", gettext_lazy("is empty (true or false)")),
)
OPERATOR_NAMES = dict(OPERATORS)


class CatalogueForm(forms.Form):
    """What the list of datasets is narrowed to; the numbers beside the choices are tallies kept by actions."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format of the original"), required=False)

    def __init__(
        self, *args: Any, tallies: Mapping[str, Mapping[str, int]], units: Mapping[str, str], **kw: Any
    ):
        super().__init__(*args, **kw)
        names = {"unit": units, "licence": dict(publishing.licences.choices(get_language())), "format": {}}
        for name, known in names.items():
            counted = [
                (value, f"{known.get(value, value)} ({n})") for value, n in tallies.get(name, {}).items()
            ]
            self.fields[name].choices = [("", _("all")), *counted]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """Return what was asked for; a value that is not offered narrows nothing."""
        data = (
            self.cleaned_data if self.is_valid() else {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        )
        return Wanted(data["q"], data["unit"], data["licence"], data["format"])


class ConditionForm(forms.Form):
    """One more condition on the rows of a table."""

    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)
    op = forms.ChoiceField(label=gettext_lazy("Comparison"), choices=OPERATORS, required=False)
    value = forms.CharField(label=gettext_lazy("Value"), required=False, max_length=200)
    kept = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=4000
    )  # the rest of the address

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
