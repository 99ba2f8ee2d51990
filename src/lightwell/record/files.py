"""The record as outsiders' programs read it: static files in the C2SP layout, proofs as JSON, and the feed of checkpoints."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from lightwell.engines.tlog.errors import TileError
from lightwell.engines.tlog.tiles import parse_path
from lightwell.record import keeping, proving
from lightwell.record.models import Entry, SignedCheckpoint
from lightwell.record.pages import published_salts
from lightwell.record.serving import for_everybody

FOREVER = "public, max-age=31536000, immutable"
FEED_LENGTH = 50


@require_safe
@for_everybody()
def checkpoint(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The signed checkpoint."""
    note = keeping.published_note(_place(number))
    if note is None:
        raise Http404("The record has no checkpoint yet: no act has been entered.")
    return _answer(note, "text/plain; charset=utf-8", "public, max-age=2")


@require_safe
@for_everybody()
def tile(request: HttpRequest, path: str, number: int | None = None) -> HttpResponse:
    """A tile or an entry bundle. Only a path of exactly the layout touches the disk."""
    try:
        data = keeping.read_tile(_place(number), parse_path(f"tile/{path}"))
    except (TileError, OSError):
        data = None
    if data is None:
        raise Http404("The record has no such tile.")
    return _answer(data, "application/octet-stream", FOREVER)


def _place(number: int | None) -> Path:
    return keeping.folder() if number is None else keeping.folder() / "origins" / str(number)


def _answer(data: bytes, media_type: str, cache: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=media_type, headers={"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    )


@require_safe
@for_everybody(seconds=2)
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """One act's proof, to be kept and checked with `lightwell log proof`."""
    entry = get_object_or_404(Entry, public_id=public_id)
    found = proving.proof_of(entry, published_salts(list(entry.contents.all())))
    if found is None:
        return JsonResponse(
            {"error": {"status": 409, "message": "Not in the record yet; try again in a few seconds."}},
            status=409,
        )
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="proof-{public_id}.json"'
    return response


@require_safe
@for_everybody(seconds=10)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest checkpoints as Atom: whoever keeps them can prove a rewritten history."""
    site = settings.SITE_URL
    atom = Atom1Feed(
        title=f"Checkpoints of {settings.RECORD_ORIGIN}",
        link=f"{site}/record/",
        description="Signed checkpoints of the public record. Keep them: they show if its past is ever changed.",
        language="en",
        feed_url=f"{site}/record/checkpoints.atom",
    )
    for row in SignedCheckpoint.objects.select_related("origin").order_by("-id")[:FEED_LENGTH]:
        atom.add_item(
            title=f"{row.origin.name}: {row.size}",
            link=f"{site}/record/checkpoint",
            description=row.note,
            unique_id=f"tag:{settings.RECORD_ORIGIN.partition('/')[0]},2026:record/{row.origin_id}/{row.size}",
            pubdate=row.at,
            updateddate=row.at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
