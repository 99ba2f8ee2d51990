"""Forms of units for their services."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lightwell.services.directory.actions import LONGEST_REASON

LARGEST = 1_000_000  # bytes of a definition file


class DefinitionForm(forms.Form):
    """A definition file, sent as a file or written into the field; what was sent comes back into the field on errors."""

    file = forms.FileField(label=_("Definition file"), required=False, help_text=_("A TOML file in UTF-8."))
    definition = forms.CharField(
        label=_("Or its text"),
        required=False,
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
        strip=False,
    )

    def clean(self) -> dict[str, str]:
        """Put the text of the file into ``definition``."""
        found = super().clean() or {}
        upload = found.get("file")
        if upload is not None:
            if upload.size > LARGEST:
                raise ValidationError({"file": gettext("This file is too large for a definition.")})
            try:
                found["definition"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError({"file": gettext("The file is not in UTF-8. Save it in UTF-8.")})
        if not (found.get("definition") or "").strip() and "file" not in self.errors:
            raise ValidationError({"file": gettext("Choose a definition file, or write its text below.")})
        return found


class CloseForm(forms.Form):
    """Why a service takes no applications."""

    reason = forms.CharField(
        label=_("Why is it closed, and until when?"),
        widget=forms.Textarea,
        max_length=LONGEST_REASON,
        help_text=_("Everybody reads this on the page of the service."),
    )
    reason_en = forms.CharField(
        label=_("The reason in English"), widget=forms.Textarea, max_length=LONGEST_REASON, required=False
    )
