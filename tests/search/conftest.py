"""A home folder with an index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from casework.conftest import invented_kinds  # noqa: F401  (kinds of matters, one public and one private)
from lightwell.bridges.search import indexing, rebuilding


@pytest.fixture
def index(db, home) -> Iterator[Callable[[], int]]:
    """An index of what is public now; call it to take in what changed since."""
    rebuilding.rebuild()
    yield indexing.step
    indexing.stop()


@pytest.fixture
def search(index) -> Callable[..., list[str]]:
    """Ask the API as anybody does: the titles that are found, once the changes are taken in."""

    def ask(words: str, **narrowed: str) -> list[str]:
        index()
        answer = Client().get("/api/v1/search", {"q": words, **narrowed})
        assert answer.status_code == 200, answer.content
        return [hit["title"] for hit in answer.json()["hits"]]

    return ask
