"""Reads of the files room: content, paths, and the answer that hands a file to a browser."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.files import blobs
from lightwell.files.checks import Finding
from lightwell.files.models import State, StoredFile
from lightwell.kernel.refusal import Refusal

SENTENCES = {
    Finding.CHANGED: gettext_lazy("The stored content is not what was sent. Please send the file again."),
    Finding.DAMAGED: gettext_lazy("The file is damaged. Open it, save it anew and send that."),
    Finding.LOCKED: gettext_lazy("The file is protected by a password. Send one without."),
    Finding.BOMB: gettext_lazy("The file unpacks to far more than it seems. Send its parts as they are."),
    Finding.MACROS: gettext_lazy("The file holds macros. Save it without them, or as a PDF."),
    Finding.ACTIVE: gettext_lazy(
        "The PDF holds a script or another file. Print it to a new PDF and send that."
    ),
    Finding.PROGRAM: gettext_lazy("The archive holds a program. Send only documents."),
    Finding.NOT_TEXT: gettext_lazy(
        "The file is no plain text after its first part. Save it anew as text or CSV."
    ),
}


def finding_text(file: StoredFile) -> str:
    """Return why a file was refused and what to do, "" when it was not."""
    return str(SENTENCES[Finding(file.finding)]) if file.finding else ""


def open_file(file: StoredFile) -> BinaryIO:
    """Open a checked file for reading (seekable, decrypted as it is read); a Refusal when it cannot be given out."""
    _require_clean(file)
    try:
        return blobs.read(file.sha256, public=file.public)
    except FileNotFoundError:
        raise Refusal(
            _("The content of this file is missing. Tell the operator its number: %(id)s.")
            % {"id": file.public_id}
        )


def path_of(file: StoredFile) -> Path:
    """Return the path of a checked public file; ValueError for a private one, which lies encrypted."""
    if not file.public:
        raise ValueError("a private file has no readable path: use open_file")
    _require_clean(file)
    return blobs.path_of_blob(file.sha256, public=True)


def _require_clean(file: StoredFile) -> None:
    if file.state == State.QUARANTINED:
        raise Refusal(_("The file is still being checked. Try again in a moment."))
    if file.state == State.REFUSED:
        raise Refusal(_("The file was refused. %(why)s") % {"why": finding_text(file)})
    if file.state == State.ERASED:
        raise Refusal(_("The file was erased."))


def download_response(file: StoredFile) -> HttpResponseBase:
    """Return the file as a download: never inline, never sniffed, and powerless if a browser shows it all the same."""
    response = FileResponse(open_file(file), content_type=file.media_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if file.public:
        response["ETag"] = f'"{file.sha256[:32]}"'
        response["Cache-Control"] = "public, max-age=3600"
    else:
        response["Cache-Control"] = "private, no-store"
    return response
