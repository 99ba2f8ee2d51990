"""Rows as an answer of the API: JSON, CSV or NDJSON, with an entity tag that is known before the table is asked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from lightwell.opendata.access import asking, grammar, links
from lightwell.opendata.access.catalogue import Found
from lightwell.opendata.access.grammar import BadQuestion

if TYPE_CHECKING:
    from lightwell.engines.tables import Page, Query

KNOWN = frozenset("filter sort columns limit offset after resource version format shape total".split())  # noqa: SIM905
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
}


@dataclass(frozen=True)
class Asked:
    """The parameters of a request for rows."""

    filters: Sequence[str]
    sort: str
    columns: str
    limit: int
    offset: int
    after: str
    format: str
    shape: str
    total: bool

    @property
    def query(self) -> Query:
        """Return the engine's query; BadQuestion for what is not well put."""
        from lightwell.engines.tables import Query

        if self.after and self.offset:
            raise BadQuestion("Give after or offset, not both.", field="offset")
        return Query(
            columns=grammar.read_columns(self.columns),
            filters=[grammar.read_filter(text) for text in self.filters],
            sort=grammar.read_sort(self.sort),
            after=self.after or None,
            offset=self.offset,
            limit=self.limit,
        )


def refuse_unknown(request: HttpRequest) -> None:
    """Refuse a parameter that does not exist: a filter that is mistyped must not answer with all rows."""
    unknown = sorted(set(request.GET) - KNOWN)
    if unknown:
        words = f"There is no parameter {unknown[0][:60]!r}. There are: {', '.join(sorted(KNOWN))}."
        raise BadQuestion(
            words + " A condition is written filter=COLUMN:OPERATOR:VALUE.", field=unknown[0][:60]
        )


def answer(request: HttpRequest, found: Found, asked: Asked, *, pinned: bool) -> HttpResponse:
    """Return the rows, or 304 when the client has them; a pinned version may be kept longer."""
    digest = blake2b(
        request.META.get("QUERY_STRING", "").encode("utf-8", "replace"), digest_size=8
    ).hexdigest()
    etag = f'"{found.version.folder}-{digest}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        page = asking.ask(found.version, asked.query, total=asked.total)
        response = HttpResponse(_body(request, found, asked, page), content_type=MEDIA_TYPES[asked.format])
        if asked.format != "json" and page.next:
            response["Link"] = f'<{_next(request, page.next)}>; rel="next"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={300 if pinned else 2}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link"
    return response


def _body(request: HttpRequest, found: Found, asked: Asked, page: Page) -> str:
    if asked.format == "csv":
        return _csv(page)
    shaped = (
        page.rows
        if asked.shape == "arrays"
        else [dict(zip(page.columns, row, strict=True)) for row in page.rows]
    )
    if asked.format == "ndjson":
        return "".join(_json(row) + "\n" for row in shaped)
    return _json(
        {
            "dataset": found.dataset.slug,
            "resource": found.resource.slug,
            "version": found.version.number,
            "columns": page.columns,
            "rows": shaped,
            "total": page.total,
            "next": _next(request, page.next) if page.next else None,
        }
    )


def _json(value: Any) -> str:
    """Return JSON; a number that JSON does not know (infinite) becomes null."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, default=str)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return (
        None
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf")))
        else value
    )


def _csv(page: Page) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(page.columns)
    writer.writerows(page.rows)
    return out.getvalue()


def _next(request: HttpRequest, token: str) -> str:
    query = request.GET.copy()
    query["after"] = token
    query.pop("offset", None)
    return links.site(request.path) + "?" + query.urlencode(safe=":,")
