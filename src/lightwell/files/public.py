"""The door of the files room."""

from __future__ import annotations

from lightwell.files import sealing
from lightwell.files.actions import check_now, erase, receive
from lightwell.files.kinds import ANY, DOCUMENTS, IMAGES, TABLES
from lightwell.files.models import State, StoredFile
from lightwell.files.purposes import Purpose, register
from lightwell.files.queries import download_response, finding_text, open_file, path_of

__all__ = [
    "ANY",
    "DOCUMENTS",
    "IMAGES",
    "TABLES",
    "Purpose",
    "State",
    "StoredFile",
    "check_now",
    "download_response",
    "erase",
    "finding_text",
    "open_file",
    "path_of",
    "receive",
    "register",
    "sealing",
]
