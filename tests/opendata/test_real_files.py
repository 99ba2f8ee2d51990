"""Every real file of the shared data either publishes or says why it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.opendata.publishing import actions, folders, reading, rules, words
from lightwell.opendata.publishing.models import Draft
from opendata.tables import make_dataset

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "tables"
FILES = sorted(DATA.glob("*.csv")) if DATA.is_dir() else []
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.mark.skipif(not FILES, reason=f"no real files at {DATA}")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_publishes_or_is_flagged_with_a_reason(path, client):
    dataset = make_dataset("real")
    draft = actions.upload(dataset=dataset, upload=path, by=None)
    reading.read(draft.pk)
    draft = Draft.objects.select_related("file", "dataset").get(pk=draft.pk)
    if draft.state == rules.REFUSED:
        assert words.why_not(draft)
        return
    assert draft.state == rules.READY, words.why_not(draft)
    assert all(told.sentence for told in words.warnings_told(draft.report["warnings"]))
    version = actions.publish(draft=draft, by=None, personal_checked=True)
    assert (folders.path(version.folder) / "original").read_bytes() == path.read_bytes()
    for address in ("/datasets/real/", "/en/datasets/real/", "/datasets/real/rows/?page=2"):
        assert client.get(address).status_code == 200, address
    told = client.get("/api/v1/datasets/real/rows?limit=1000").json()
    assert told["total"] == version.rows and len(told["rows"]) == min(1000, version.rows)
