"""Each test of the record has its own folder and key: a record is never shared between two histories."""

from __future__ import annotations

import secrets

import pytest
from django.db import transaction

from lightwell.engines.tlog.note import parse_key
from lightwell.engines.tlog.sources import FolderSource
from lightwell.engines.tlog.verify import verify_log
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.record import public as record
from lightwell.record import reading, rules, words
from lightwell.record.models import Entry, Origin

MATTER = Ref("matter", "OP-115-000123")


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    """An empty folder for the record, another for its key, and no texts or names registered by other rooms."""
    settings.RECORD_FOLDER = tmp_path / "record"
    monkeypatch.setenv("LIGHTWELL_KEYS", str(tmp_path / "keys"))
    monkeypatch.setattr(reading, "_readers", {})
    monkeypatch.setattr(words, "_offices", [])
    return tmp_path / "record"


@pytest.fixture
def enter():
    """Enter a few answers in one transaction; returns their ids."""

    def enter(count: int = 1, text: str = "The crossing gets a light.", **more) -> list[str]:
        given = {"act": "response.published", "subject": MATTER, "office": "transport/officer", **more}
        with transaction.atomic():
            return [record.enter(content={"text": text}, **given).id for _number in range(count)]

    return enter


@pytest.fixture
def fill():
    """Many entries at once, as bulk rows: for what the sequencer does with volume, not for how acts are entered."""

    def fill(count: int) -> None:
        leaves = [
            rules.canonical({"kind": "test.filled", "n": secrets.token_hex(4)}) for _number in range(count)
        ]
        Entry.objects.bulk_create(
            Entry(public_id=secrets.token_hex(8), leaf=leaf, act="test.filled", at=clock.now())
            for leaf in leaves
        )

    return fill


@pytest.fixture
def verified(home):
    """Verify the files with nothing but the verifier key, as an outsider would; returns the size."""

    def verified(since: bytes | None = None) -> int:
        key = parse_key(Origin.objects.order_by("-number")[0].key)
        return verify_log(FolderSource(home), key, since).checkpoint.size

    return verified
