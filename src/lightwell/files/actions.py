"""Take a file in, check it, let it go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import puremagic
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lightwell.files import blobs, checks, kinds, names
from lightwell.files.models import State, StoredFile
from lightwell.files.purposes import Purpose, purpose_of
from lightwell.files.sealing import SealBroken
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal


def receive(
    upload: Any, *, purpose: str, by: Any, public: bool = False, name: str = "", field: str = "file"
) -> StoredFile:
    """Store an upload (Django's UploadedFile, an open binary file or a Path) in quarantine and have it checked.

    Its kind is told from the content; a Refusal says when it is too large, empty, of a kind not taken here, or named
    like another kind. Nobody can read it before the check that follows the transaction. ``public=False`` encrypts it.
    """
    if isinstance(upload, Path):
        with upload.open("rb") as stream:
            return receive(
                stream, purpose=purpose, by=by, public=public, name=name or upload.name, field=field
            )
    wanted = purpose_of(purpose)
    stream = getattr(upload, "file", upload)
    title = names.clean_name(name or Path(str(getattr(upload, "name", "") or "file")).name)
    digest = _measured(stream, wanted.limit or settings.UPLOAD_LIMIT, field)
    kind = _kind(stream, title, wanted, field)
    with transaction.atomic():
        _hold(digest.sha256)
        blobs.keep(stream, digest, public=public)
        file = StoredFile.objects.create(
            name=title, media_type=kind.media_type, size=digest.size, sha256=digest.sha256, purpose=purpose,
            public=public, account_number=getattr(by, "pk", None), received_at=clock.now(),
        )  # fmt: skip
        _defer_check(file)
    return file


def _measured(stream: BinaryIO, limit: int, field: str) -> blobs.Digest:
    try:
        digest = blobs.digest_of(stream, limit)
    except blobs.TooLarge:
        size = _("The file is larger than %(limit)s MB. Split it, or save it smaller.")
        raise Refusal(size % {"limit": limit // 1024**2}, field=field)
    if not digest.size:
        raise Refusal(
            _("The file is empty. Choose it again, or save it once more and then choose it."), field=field
        )
    return digest


def _kind(stream: BinaryIO, title: str, wanted: Purpose, field: str) -> kinds.Kind:
    kind = kinds.kind_of(stream, title)
    if kind is None or kind.media_type not in wanted.accepts:
        found = kind.label if kind else _looks_like(stream)
        taken = ", ".join(k.label for k in kinds.KINDS if k.media_type in wanted.accepts)
        words = _("This is not a file we can take here (%(found)s). We take: %(taken)s.")
        raise Refusal(words % {"found": found, "taken": taken}, field=field)
    ending = names.ending_of(title)
    named = next((k for k in kinds.KINDS if ending in k.endings), None)
    if named and named != kind:
        words = _(
            "The name ends in .%(ending)s but the content is %(found)s. Give it its right name, or choose another file."
        )
        raise Refusal(words % {"ending": ending, "found": kind.label}, field=field)
    return kind


def _looks_like(stream: BinaryIO) -> str:
    """Name content that we do not take, for the person's own understanding."""
    stream.seek(0)
    head = stream.read(4096)
    try:
        return puremagic.magic_string(head)[0].name or _("unknown content")
    except (puremagic.PureError, ValueError, IndexError):
        return _("unknown content")


def _hold(sha256: str) -> None:
    """Keep the sweep away from a blob until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"blob/{sha256}"])


def _defer_check(file: StoredFile) -> None:
    from lightwell.files.jobs import check_files

    check_files.defer(file_ids=[file.pk])


def check(file_ids: Iterable[int], *, wait: bool = False) -> None:
    """Examine quarantined files; a second run, or one beside another, changes nothing.

    A file that somebody else examines is left to them, or, with ``wait``, waited for.
    """
    for file_id in file_ids:
        with transaction.atomic():
            waiting = StoredFile.objects.select_for_update(skip_locked=not wait)
            file = waiting.filter(pk=file_id, state=State.QUARANTINED).first()
            if file:
                _settle(file, _examined(file))


def check_now(file: StoredFile) -> StoredFile:
    """Check a file at once, for a job that needs its content; returns it with its state."""
    check([file.pk], wait=True)
    file.refresh_from_db()
    return file


def check_waiting(limit: int = 100) -> int:
    """Check what its own job left behind."""
    waiting = StoredFile.objects.filter(state=State.QUARANTINED).order_by("received_at")
    ids = list(waiting.values_list("pk", flat=True)[:limit])
    check(ids)
    return len(ids)


def _examined(file: StoredFile) -> checks.Finding | None:
    try:
        with blobs.read(file.sha256, public=file.public) as stream:
            if blobs.digest_of(stream, file.size) != blobs.Digest(file.sha256, file.size):
                return checks.Finding.CHANGED
            return checks.examine(stream, file.media_type)
    except (FileNotFoundError, SealBroken, blobs.TooLarge):
        return checks.Finding.CHANGED


def _settle(file: StoredFile, finding: checks.Finding | None) -> None:
    file.state = State.REFUSED if finding else State.CLEAN
    file.finding, file.checked_at = str(finding or ""), clock.now()
    file.save(update_fields=["state", "finding", "checked_at"])


def erase(*, file: StoredFile, by: Any) -> None:
    """Take a file's content away for good, as when a person's data is erased; its row stays as a tombstone.

    The blob goes when no other row needs it, after the transaction has committed.
    """
    with transaction.atomic():
        file.state, file.name = State.ERASED, ""
        file.save(update_fields=["state", "name"])
        transaction.on_commit(lambda: drop_unused(file.sha256, public=file.public))


def drop_unused(sha256: str, *, public: bool) -> bool:
    """Remove a blob that no row needs; returns whether it went. A running ``receive`` of the same content keeps it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"blob/{sha256}"])
        if not cursor.fetchone()[0]:
            return False
        if StoredFile.objects.filter(sha256=sha256, public=public).exclude(state=State.ERASED).exists():
            return False
        path = blobs.path_of_blob(sha256, public=public)
        existed = path.exists()
        path.unlink(missing_ok=True)
        return existed
