"""From an upload to an immutable folder: what the worker does with a file before an editor sees the report."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import folders, rules
from lightwell.opendata.publishing.models import Draft, Version

log = logging.getLogger(__name__)
TRIES = 3


def read(draft_id: int) -> Draft | None:
    """Read one file and write what was found on its row; safe to call twice, at once, and after a kill.

    A lock of the database session says that somebody is on it: it ends with the worker, however that ends.
    """
    with _alone(draft_id) as alone:
        draft = _claim(draft_id) if alone else None
        if draft is None:
            return None
        try:
            found = _read(draft)
        except Exception:
            log.exception("reading of draft %s failed", draft.public_id)
            found = {"state": rules.FAILED, "message": "fault"}
        return _settle(draft, found)


def read_waiting(limit: int = 20) -> int:
    """Read what a killed worker left behind; nobody else is on it when its lock is free."""
    stale = Draft.objects.filter(
        state__in=rules.UNDER_WAY, changed_at__lt=clock.now() - timedelta(seconds=60)
    )
    ids = list(stale.order_by("changed_at").values_list("pk", flat=True)[:limit])
    return sum(read(draft_id) is not None for draft_id in ids)


def sweep(hours: float = 24) -> list[str]:
    """Delete folders that neither a version nor a living draft points at."""
    kept = set(Version.objects.values_list("folder", flat=True))
    living = Draft.objects.exclude(state=rules.DISCARDED)
    kept |= {folder_name(draft) for draft in living.only("public_id", "attempt")}
    return folders.sweep(kept, older_than=hours * 3600)


def folder_name(draft: Draft) -> str:
    """Return the name of the folder of a draft's present attempt."""
    return f"{draft.public_id}-{draft.attempt}"


@contextmanager
def _alone(draft_id: int) -> Iterator[bool]:
    key = f"publishing/draft/{draft_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def _claim(draft_id: int) -> Draft | None:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("file", "dataset")
    draft = rows.filter(pk=draft_id, state__in=rules.UNDER_WAY).first()
    if draft is None:
        return None
    draft.state, draft.tries, draft.changed_at = rules.READING, draft.tries + 1, clock.now()
    draft.save(update_fields=["state", "tries", "changed_at"])
    return draft


def _read(draft: Draft) -> dict[str, Any]:
    if draft.tries > TRIES:
        return {"state": rules.FAILED, "message": "fault"}
    file = files.check_now(draft.file) if draft.file.state == files.State.QUARANTINED else draft.file
    try:
        files.open_file(file).close()
    except Refusal as refusal:
        log.info("draft %s: %s", draft.public_id, refusal.message)
        return {"state": rules.REFUSED, "message": "file"}
    from lightwell.opendata.publishing import refining

    return refining.refine(draft, file)


@transaction.atomic
def _settle(draft: Draft, found: dict[str, Any]) -> Draft:
    """Write what was found, unless the editor has changed their mind meanwhile."""
    now = Draft.objects.select_for_update().get(pk=draft.pk)
    if now.attempt != draft.attempt or now.state != rules.READING:
        return now
    for name, value in found.items():
        setattr(now, name, value)
    now.changed_at = clock.now()
    now.save()
    return now


def copy_original(file: files.StoredFile, to: Path) -> None:
    """Write the original, decrypted, to a path."""
    with files.open_file(file) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target, 1024 * 1024)
