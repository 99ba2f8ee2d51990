"""What an editor fills in: about a dataset, about a file, and how to read it better."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import licences, rules, words
from lightwell.opendata.publishing.models import Dataset, Frequency, Resource
from lightwell.people import public as people

COLUMNS_SHOWN = 200


class DatasetForm(forms.Form):
    """What is said about a dataset; ``units`` are those whose data the editor may edit."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy(
            "What the data is about, without year or file name: Parking meters of the city."
        ),
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
    slug = forms.CharField(
        label=gettext_lazy("Address on this site"),
        max_length=60,
        help_text=gettext_lazy(
            "Short English words with hyphens, as in parking-meters. It can never be changed."
        ),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit that answers for it"))
    description = forms.CharField(
        label=gettext_lazy("Description"),
        widget=forms.Textarea,
        max_length=5000,
        help_text=gettext_lazy(
            "What one row stands for, how the data was collected, and what it cannot tell."
        ),
    )
    description_en = forms.CharField(
        label=gettext_lazy("Description in English"), widget=forms.Textarea, max_length=5000, required=False
    )
    keywords = forms.CharField(
        label=gettext_lazy("Keywords"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Separated by commas, at most 12."),
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often it is brought up to date"),
        choices=Frequency.choices,
        initial=Frequency.IRREGULAR,
    )
    licence_code = forms.ChoiceField(label=gettext_lazy("Licence"), widget=forms.RadioSelect)
    contact = forms.CharField(label=gettext_lazy("Office to ask"), max_length=120, required=False)
    contact_email = forms.EmailField(label=gettext_lazy("Its e-mail address"), required=False)
    place = forms.CharField(label=gettext_lazy("Area covered"), max_length=120, required=False)
    covers_from = forms.DateField(
        label=gettext_lazy("First day covered"), required=False, widget=forms.DateInput(format="%Y-%m-%d")
    )
    covers_until = forms.DateField(
        label=gettext_lazy("Last day covered"), required=False, widget=forms.DateInput(format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, units: list[people.Unit], fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        self.fields["unit"].choices = [(slug, str(unit)) for slug, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["licence_code"].choices = licences.choices(get_language())  # type: ignore[attr-defined]
        self.fields["licence_code"].initial = licences.DEFAULT
        if fixed:
            del self.fields["slug"], self.fields["unit"]

    def clean_keywords(self) -> list[str]:
        try:
            return rules.split_keywords(self.cleaned_data["keywords"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)

    @property
    def described(self) -> dict[str, Any]:
        """Return the fields that the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("slug", "unit")}

    @classmethod
    def initial_of(cls, dataset: Dataset) -> dict[str, Any]:
        """Return what a dataset says now, as the form shows it."""
        told = {name: getattr(dataset, name) for name in cls.base_fields if hasattr(dataset, name)}
        joint = ", " if (get_language() or "").startswith("en") else "、"
        return told | {"keywords": joint.join(dataset.keywords)}


class UploadForm(forms.Form):
    """A file for one of the dataset's tables, or for a new one."""

    NEW = "+"
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or TSV, in UTF-8, UTF-16 or Big5, as it comes: titles, notes and two header rows are understood."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    resource = forms.ChoiceField(label=gettext_lazy("Which table"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title of a new table"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Only for a new table, for example its year."),
    )
    title_en = forms.CharField(label=gettext_lazy("The same in English"), max_length=200, required=False)
    notes = forms.CharField(
        label=gettext_lazy("What is new in this version"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, resources: list[Resource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resources = {resource.slug: resource for resource in resources}
        if not resources:
            del self.fields["resource"], self.fields["title"], self.fields["title_en"]
            return
        choices = [(r.slug, _("New version of “%(title)s”") % {"title": r}) for r in resources]
        self.fields["resource"].choices = [*choices, (self.NEW, _("A new table beside it"))]  # type: ignore[attr-defined]
        self.fields["resource"].initial = resources[0].slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("resource") == self.NEW and not data.get("title"):
            self.add_error("title", _("Give the new table a title."))
        return data

    @property
    def chosen(self) -> Resource | None:
        """Return the resource that gets a new version, None for a new one."""
        return self.resources.get(self.cleaned_data.get("resource", ""))


class HintsForm(forms.Form):
    """How to read the file better: encoding, delimiter, header, and each column's type and title."""

    ENCODINGS = (
        ("", gettext_lazy("find out")),
        ("utf-8", "UTF-8"),
        ("cp950", "Big5 (CP950)"),
        ("utf-16-le", "UTF-16"),
    )
    DELIMITERS = (
        ("", gettext_lazy("find out")), (",", gettext_lazy("commas")), ("tab", gettext_lazy("tabs")),
        (";", gettext_lazy("semicolons")), ("|", gettext_lazy("vertical bars")),
    )  # fmt: skip
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(
        label=gettext_lazy("Cells are separated by"), choices=DELIMITERS, required=False
    )
    header_rows = forms.CharField(
        label=gettext_lazy("Header rows"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Line numbers in the file: 3, or 3-4 for two rows, or 0 for none. Empty: find out."
        ),
    )

    def __init__(self, *args: Any, report: Mapping[str, Any] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list((report or {}).get("columns", []))[:COLUMNS_SHOWN]
        kinds = [("", _("find out")), *((kind, str(name)) for kind, name in words.TYPES.items())]
        for at, column in enumerate(self.columns):
            named = {"title": column["title"]}
            self.fields[f"type_{at}"] = forms.ChoiceField(
                label=_("Type of “%(title)s”") % named, choices=kinds, required=False
            )
            self.fields[f"title_{at}"] = forms.CharField(
                label=_("Title of “%(title)s”") % named, max_length=200, required=False
            )

    def clean_header_rows(self) -> list[int] | None:
        return line_numbers(self.cleaned_data["header_rows"])

    @property
    def hints(self) -> dict[str, Any]:
        """Return what a draft keeps; only what was said."""
        data = self.cleaned_data
        told: dict[str, Any] = {
            "encoding": data["encoding"],
            "delimiter": data["delimiter"].replace("tab", "\t"),
        }
        told = {name: value for name, value in told.items() if value}
        if data["header_rows"] is not None:
            told["header_rows"] = data["header_rows"]
        named = [(at, column["name"]) for at, column in enumerate(self.columns)]
        types = {name: data[f"type_{at}"] for at, name in named if data[f"type_{at}"]}
        titles = {name: data[f"title_{at}"] for at, name in named if data[f"title_{at}"]}
        return told | ({"types": types} if types else {}) | ({"titles": titles} if titles else {})

    @classmethod
    def initial_of(cls, hints: Mapping[str, Any], report: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the hints of a draft, as the form shows them."""
        lines = hints.get("header_rows")
        shown: dict[str, Any] = {
            "encoding": hints.get("encoding", ""),
            "delimiter": str(hints.get("delimiter", "")).replace("\t", "tab"),
            "header_rows": "" if lines is None else ", ".join(str(line) for line in lines) or "0",
        }
        for at, column in enumerate((report or {}).get("columns", [])[:COLUMNS_SHOWN]):
            shown[f"type_{at}"] = hints.get("types", {}).get(column["name"], "")
            shown[f"title_{at}"] = hints.get("titles", {}).get(column["name"], "")
        return shown


class PublishForm(forms.Form):
    """The last step; the two ticks are asked for only where they matter."""

    notes = forms.CharField(
        label=gettext_lazy("What is new in this version"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    personal = forms.BooleanField(
        label=gettext_lazy("I have checked that these columns may be made public."), required=False
    )


class WithdrawForm(forms.Form):
    """Why a version is taken back; everybody reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=gettext_lazy("Everybody will read this in the place of the files."),
        error_messages={"required": gettext_lazy("Say why, in a sentence that everybody may read.")},
    )


def line_numbers(text: str) -> list[int] | None:
    """Read "3", "3-4" or "3, 4" as line numbers, "0" as none, "" as not said; ValidationError for anything else."""
    if not text.strip():
        return None
    if text.strip() == "0":
        return []
    found: list[int] = []
    for part in re.split(r"[,，、\s]+", text.strip()):
        match = re.fullmatch(r"(\d{1,6})(?:[-–~](\d{1,6}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last < first + 10:
            raise forms.ValidationError(_("Give line numbers of at most ten rows, such as 3 or 3-4."))
        found += range(first, last + 1)
    return sorted(set(found))
