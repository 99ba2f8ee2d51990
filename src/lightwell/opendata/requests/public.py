"""The door of the room: ask for data, answer, link what came of it."""

from __future__ import annotations

from lightwell.opendata.requests.actions import Answer, Wish, answer, ask, link_dataset, unit_for_unknown
from lightwell.opendata.requests.kind import DATA_REQUEST
from lightwell.opendata.requests.models import DataRequest, Fulfilment

__all__ = [
    "DATA_REQUEST",
    "Answer",
    "DataRequest",
    "Fulfilment",
    "Wish",
    "answer",
    "ask",
    "link_dataset",
    "unit_for_unknown",
]
