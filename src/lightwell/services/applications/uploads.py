"""Files given as answers: which kinds, how large, and who reads them."""

from __future__ import annotations

from typing import Any

from lightwell.files import public as files
from lightwell.people import public as people

PURPOSE = "applications.answer"
LIMIT = 10 * 1024 * 1024  # bytes; a photograph of a telephone is half of that
ACCEPTS = frozenset({"application/pdf", "image/png", "image/jpeg", "image/heic", "image/webp"})
ENDINGS = ".pdf,.png,.jpg,.jpeg,.heic,.webp"


def may_read(account: Any, file: files.StoredFile) -> bool:
    """The person alone reads a file under its own address; staff open it from their desk, where the look is noted."""
    from lightwell.services.applications.models import Upload

    if not isinstance(account, people.Account):
        return False
    found = Upload.objects.filter(file=file)
    return (
        found.filter(draft__account=account).exists()
        or found.filter(draft__application__matter__person=account).exists()
    )


def purpose() -> files.Purpose:
    return files.Purpose(PURPOSE, may_read=may_read, accepts=ACCEPTS, limit=LIMIT)
