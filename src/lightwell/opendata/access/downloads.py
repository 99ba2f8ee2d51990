"""Files as they lie in a version's folder: nothing is computed, a part can be asked for, an unchanged one is not sent again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import gettext as _

from lightwell.opendata.access import catalogue
from lightwell.opendata.access.links import FILES
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Version
from lightwell.people.public import access

BLOCK = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")


@access.public()
def of_version(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of one version; its bytes never change."""
    return _send(request, slug, name, number=number, seconds=300)


@access.public()
def current(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The same file of whatever version is current: an address that stays."""
    return _send(request, slug, name, number=None, seconds=2)


def _send(
    request: HttpRequest, slug: str, name: str, *, number: int | None, seconds: int
) -> HttpResponseBase:
    found = catalogue.find(slug, request.GET.get("resource", ""), number)
    if found is None or name not in FILES or name not in found.version.contents:
        raise Http404
    if found.version.withdrawn_at:
        words = _("This version was withdrawn: %(reason)s") % {"reason": found.version.withdrawn_because}
        return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
    path = publishing.folders.path(found.version.folder) / name
    etag = f'"{found.version.contents[name]["sha256"][:32]}"'
    response = _unchanged(request, etag) or _partial(request, path, etag) or _whole(path)
    return _labelled(response, slug, name, found.version, etag, seconds)


def _labelled(
    response: HttpResponseBase, slug: str, name: str, version: Version, etag: str, seconds: int
) -> HttpResponseBase:
    """Add the headers; not the word "public", which would make the page cache hold whole files in memory."""
    ending, media_type, _label = FILES[name]
    title = f"{slug}-v{version.number}{ending}" if ending else version.original_name
    response["Content-Type"] = media_type
    response["Content-Disposition"] = content_disposition_header(True, title) or "attachment"
    response["ETag"] = etag
    response["Cache-Control"] = f"max-age={seconds}"
    response["Accept-Ranges"] = "bytes"
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return HttpResponse(status=304) if etag in known or "*" in known else None


def _whole(path: Path) -> FileResponse:
    response = FileResponse(path.open("rb"))
    response.block_size = BLOCK
    response["Content-Length"] = str(path.stat().st_size)
    return response


def _partial(request: HttpRequest, path: Path, etag: str) -> HttpResponseBase | None:
    """Answer one byte range; several, or one in other words, get the whole file as RFC 9110 allows."""
    match = RANGE.match(request.headers.get("Range", ""))
    if not match or request.headers.get("If-Range", etag) != etag or match[0] == "bytes=-":
        return None
    size = path.stat().st_size
    first, last = _span(match[1], match[2], size)
    if first >= size or last < first:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    response = FileResponse(_Part(path, first, last - first + 1), status=206)
    response.block_size = BLOCK
    response["Content-Length"] = str(last - first + 1)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


class _Part:
    """So many bytes of a file from a place on, read like a file."""

    def __init__(self, path: Path, first: int, length: int) -> None:
        self.file: BinaryIO = path.open("rb")
        self.file.seek(first)
        self.left = length

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.file.close()
