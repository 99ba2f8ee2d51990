"""The public record for programs that only want to know its size and where its files are."""

from __future__ import annotations

from base64 import b64encode

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from lightwell.design.error_shape import ErrorOut
from lightwell.engines.tlog.checkpoint import parse_checkpoint
from lightwell.engines.tlog.note import parse_note
from lightwell.people.public import access
from lightwell.record import public as record

router = Router()


class CheckpointOut(Schema):
    origin: str
    size: int = Field(description="Number of entries")
    root: str = Field(description="Root hash, Base64")
    note: str = Field(description="The signed checkpoint as it stands in /record/checkpoint")
    tiles: str = Field(description="Address of the tiles (C2SP tlog-tiles)")


@router.get(
    "/record/checkpoint",
    response={200: CheckpointOut, 404: ErrorOut},
    summary="Checkpoint of the public record",
)
@access.api("public")
def checkpoint(request: HttpRequest) -> CheckpointOut:
    """The newest signed checkpoint. Verify it with `lightwell log verify`; this answer alone proves nothing."""
    note = record.published_note()
    if note is None:
        raise Http404("The record has no checkpoint yet: no act has been entered.")
    found = parse_checkpoint(parse_note(note).text)
    return CheckpointOut(
        origin=found.origin, size=found.size, root=b64encode(found.root).decode(), note=note.decode(), tiles=f"{settings.SITE_URL}/record/",
    )  # fmt: skip
