"""Questions to the table of a version, answered from its serving copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.access.grammar import BadQuestion
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Version

if TYPE_CHECKING:
    from lightwell.engines.tables import Page, Query, Serving


class Gone(Refusal):
    """A version that was withdrawn: 410 in the API."""

    status = 410


def serving_of(version: Version) -> Serving:
    """Return the open serving copy of a version; Gone when it is withdrawn.

    The engine is imported here, at the first question: processes that never ask stay light.
    """
    from lightwell.engines import tables

    if version.withdrawn_at:
        words = _("Version %(n)s was withdrawn: %(reason)s")
        raise Gone(words % {"n": version.number, "reason": version.withdrawn_because}, field="version")
    return tables.open_serving(publishing.folders.path(version.folder))


def ask(version: Version, query: Query, *, total: bool = True) -> Page:
    """Answer a query; BadQuestion with the engine's words when it does not fit the table or takes too long."""
    from lightwell.engines.tables import QueryError

    try:
        return serving_of(version).page(query, total=total)
    except QueryError as error:
        raise BadQuestion(error.message, field=error.field)
