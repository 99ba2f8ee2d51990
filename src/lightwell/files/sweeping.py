"""Blobs that nobody needs: left by a transaction that rolled back, or drafts of a process that died."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from lightwell.files.actions import drop_unused
from lightwell.files.blobs import folder
from lightwell.files.models import State, StoredFile

OLD = 24 * 3600  # seconds; younger ones may belong to a transaction that is still running


def sweep(older_than: float = OLD) -> int:
    """Remove unneeded blobs and drafts; returns how many went. Safe beside running uploads."""
    gone = 0
    for public, tree in ((True, folder() / "open"), (False, folder() / "sealed")):
        for batch in _batches(tree, time.time() - older_than):
            gone += _sweep_batch(batch, public)
    return gone


def _batches(tree: Path, before: float, size: int = 500) -> Iterator[list[Path]]:
    batch: list[Path] = []
    for path in tree.glob("*/*/*"):
        if path.stat().st_mtime < before:
            batch.append(path)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _sweep_batch(batch: list[Path], public: bool) -> int:
    drafts = [path for path in batch if path.name.startswith(".")]
    for path in drafts:
        path.unlink(missing_ok=True)
    hashes = {path.name for path in batch} - {path.name for path in drafts}
    rows = StoredFile.objects.filter(sha256__in=hashes, public=public).exclude(state=State.ERASED)
    unneeded = hashes - set(rows.values_list("sha256", flat=True))
    return len(drafts) + sum(drop_unused(sha256, public=public) for sha256 in unneeded)
