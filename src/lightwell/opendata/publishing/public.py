"""The door of the room: datasets and their versions, read by `access`; the verbs that demo and command use."""

from __future__ import annotations

from lightwell.opendata.publishing import folders, licences, rules, words
from lightwell.opendata.publishing.actions import create_dataset, publish, upload, withdraw, withdraw_all
from lightwell.opendata.publishing.joining import after_publishing, before_publishing
from lightwell.opendata.publishing.models import Dataset, Draft, Frequency, Origin, Resource, Version
from lightwell.opendata.publishing.reading import read as read_draft
from lightwell.opendata.publishing.tallies import counts

__all__ = [
    "Dataset",
    "Draft",
    "Frequency",
    "Origin",
    "Resource",
    "Version",
    "after_publishing",
    "before_publishing",
    "counts",
    "create_dataset",
    "folders",
    "licences",
    "publish",
    "read_draft",
    "rules",
    "upload",
    "withdraw",
    "withdraw_all",
    "words",
]
