"""What may become of a dataset and a file on its way to the public: pure, no Django model, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lightwell.kernel import folding
from lightwell.kernel.refusal import Refusal

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?\Z")
RESERVED = frozenset({"new"})
KEYWORDS = 12

WAITING, READING, READY, REFUSED, FAILED = "waiting", "reading", "ready", "refused", "failed"
PUBLISHED, DISCARDED = "published", "discarded"
UNDER_WAY = (WAITING, READING)
OPEN_TO_HINTS = (READY, REFUSED, FAILED)
MOVES = {
    WAITING: (READING, DISCARDED),
    READING: (READY, REFUSED, FAILED, WAITING, DISCARDED),
    READY: (WAITING, PUBLISHED, DISCARDED),
    REFUSED: (WAITING, DISCARDED),
    FAILED: (WAITING, DISCARDED),
    PUBLISHED: (),
    DISCARDED: (),
}


def may_move(state: str, to: str) -> bool:
    """Return whether a file under way may go from one state to another."""
    return to in MOVES[state]


def check_slug(slug: str) -> str:
    """Return a dataset's address as given, or refuse it with what an address must look like."""
    if not SLUG.match(slug):
        raise Refusal(
            _(
                "The address may hold small letters a to z, digits and single hyphens, up to 60 characters: air-quality."
            ),
            field="slug",
        )
    if slug in RESERVED or "--" in slug:
        raise Refusal(_("This address is kept for the site itself. Choose another one."), field="slug")
    return slug


def split_keywords(text: str) -> list[str]:
    """Return the keywords of one line: separated by commas, 、 or semicolons, each once, at most twelve."""
    words = (word.strip() for word in re.split(r"[,，、;；\n]", text))
    found = list(dict.fromkeys(word for word in words if word))
    if len(found) > KEYWORDS or any(len(word) > 40 for word in found):
        raise Refusal(_("Give at most 12 keywords of at most 40 characters each."), field="keywords")
    return found


def search_text(parts: Iterable[str]) -> str:
    """Return what a dataset is found by."""
    return "\n".join(folding.fold(part) for part in parts if part)


def office_format(name: str) -> str:
    """Return the format of an original as people name it (CSV, TSV, XLSX), from its file name.

    >>> office_format("教育程度.TSV")
    'TSV'
    """
    ending = name.rpartition(".")[2].upper() if "." in name else ""
    return ending if re.fullmatch(r"[A-Z0-9]{2,5}", ending) else "CSV"


PERSONAL = ("national_id", "email", "phone")


def personal_columns(report: Mapping[str, Any] | None) -> list[str]:
    """Return the titles of columns that look like data about persons: whoever publishes them must have checked."""
    return [column["title"] for column in (report or {}).get("columns", []) if column["type"] in PERSONAL]
