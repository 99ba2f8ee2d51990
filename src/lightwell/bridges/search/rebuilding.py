"""Builds a new index beside the one in use, which goes on being read and written, and swaps them."""

from __future__ import annotations

import logging
import shutil
import time

from lightwell.bridges.changes import public as changes
from lightwell.bridges.search import documents, place
from lightwell.engines.search.writing import Writer

log = logging.getLogger(__name__)
DAY = 86400.0  # seconds after which a new one is built whatever happened: what any room forgot to tell is right again


def run() -> bool:
    """Build one when it is due, unless another process of this host does; the round of the worker."""
    shelf = place.shelf()
    if shelf.sound() and time.time() - shelf.pointer.stat().st_mtime < DAY:
        return False
    with shelf.alone("rebuild") as alone:
        return alone and rebuild() >= 0


def rebuild() -> int:
    """Build a new index of everything public, let it take the place of the old one, and return how many things it holds."""
    shelf = place.shelf()
    cursor = changes.here()  # before anything is read: what changes meanwhile is read again from here
    folder = shelf.new()
    writer = Writer(folder, new=True)
    try:
        count = writer.put(documents.everything(documents.unit_names()))
        writer.commit(str(place.mark_of(cursor)))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        writer.close()
    shelf.swap(folder)
    log.info("The search index was built: %s things.", count)
    return count
