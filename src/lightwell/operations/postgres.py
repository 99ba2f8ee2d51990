"""PostgreSQL from a Python wheel."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def socket_folder(home: Path) -> Path:
    """Return the folder of the cluster's Unix socket: short, since a socket's path may have 107 bytes at most."""
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lightwell-{os.getuid()}-{digest}"
