"""Whether a definition file is still the one that the record holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lightwell.services.forms import public as forms


def published_texts(act: Any, facts: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return the texts of a published service as they are now, for the record's page of its act."""
    try:
        return {"definition": forms.text_kept(act.subject.id, int(facts.get("version", 0)))}
    except forms.NoForm:
        return None
