"""What other rooms ask of this one: who may read an original, and whether a published text is unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lightwell.files import public as files
from lightwell.opendata.publishing.actions import texts_of
from lightwell.opendata.publishing.models import Draft, Version
from lightwell.people import public as people

TAKEN = frozenset({"text/csv", "text/tab-separated-values", "text/plain"})


def may_read_original(account: Any, file: files.StoredFile) -> bool:
    """Return whether somebody edits the dataset that a stored original belongs to."""
    draft = Draft.objects.select_related("dataset__unit").filter(file=file).first()
    return draft is not None and people.can(account, "data.edit", unit=draft.dataset.unit)


def published_texts(act: Any, facts: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return a version's texts as they are now, for the record's page of its act."""
    number = int(facts.get("version", 0))
    version = Version.objects.filter(dataset__slug=act.subject.id, number=number).first()
    return texts_of(version) if version else None
