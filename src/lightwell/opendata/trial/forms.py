"""The one field: a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.opendata.trial import rules, words

ACCEPTED = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"


def too_large() -> str:
    """Return why a file over the limit is not read, and what to do."""
    return _(
        "The file is larger than %(limit)s, the most that is tried here. Send a part of it, such as the first 10,000 rows."
    ) % {"limit": words.size(rules.SIZE)}


def zone() -> dict[str, Any]:
    """Return what the template trial/parts/zone.html takes, for this room's page and for others."""
    limit = words.size(rules.SIZE)
    return {
        "zone": {"form": TrialForm(), "limit": rules.SIZE, "limit_words": limit, "too_large": too_large()}
    }


class TrialForm(forms.Form):
    """A file of a stranger, of any name and kind: what it is, its content says."""

    file = forms.FileField(
        label=gettext_lazy("A table as CSV or text, in UTF-8, UTF-16 or Big5"),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file holds nothing. Export it again and check that it has content."),
            "missing": gettext_lazy("Choose a file first."),
            "invalid": gettext_lazy("Choose a file first."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="try-%s")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > rules.SIZE:
            raise forms.ValidationError(too_large())
        return file
