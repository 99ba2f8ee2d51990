"""The datasets of the demo: sent in as files through the actions of an editor, read beside the story, published in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from lightwell.demo import makers, reading
from lightwell.demo.content import read
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.opendata.publishing import public as publishing
from lightwell.people.public import Account, Unit

FIRST = "第一版"
EDITORS = {
    "civic-affairs": "ministry-editor",
    "open-government": "ministry-editor",
    "statistics": "ministry-editor",
}
TEXTS = ("title", "title_en", "description", "description_en", "keywords", "frequency")


def plan(story: Story, accounts: dict[str, Account]) -> list[tuple[datetime, dict[str, Any], dict[str, Any]]]:
    """Plan each publication; return when its file comes in, the dataset and what is told of the version."""
    moments = []
    for found, told, number in _versions():
        publish = partial(_publish, found, number, accounts[EDITORS.get(found["unit"], "editor")])
        moments.append((story.plan(told["day"], publish) - timedelta(minutes=40), found, told))
    return sorted(moments, key=lambda moment: moment[0])


def send_in(
    moments: list[tuple[datetime, dict[str, Any], dict[str, Any]]],
    units: dict[str, Unit],
    accounts: dict[str, Account],
) -> None:
    """Send every file in at its moment, so that all of them can be read at once before any is published."""
    for moment, found, told in moments:
        with clock.at(moment):
            _send(found, told, units, accounts[EDITORS.get(found["unit"], "editor")])


def _versions() -> Iterator[tuple[dict[str, Any], dict[str, Any], int]]:
    for found in read("datasets")["dataset"]:
        for number, told in enumerate(({"day": found["day"], "notes": FIRST}, *found.get("update", ()))):
            yield found, told, number


def _send(found: dict[str, Any], told: dict[str, Any], units: dict[str, Unit], editor: Account) -> None:
    dataset = publishing.Dataset.objects.filter(slug=found["slug"]).first() or _begin(found, units, editor)
    content = makers.make(found["make"], clock.today(), **told.get("arguments", {}))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / found["file"]
        file.write_bytes(content)
        publishing.upload(
            dataset=dataset, upload=file, by=editor, resource=dataset.resources.first(), notes=told["notes"],
            hints=found.get("hints"),
        )  # fmt: skip


def _begin(found: dict[str, Any], units: dict[str, Unit], editor: Account) -> publishing.Dataset:
    unit = units[found["unit"]]
    return publishing.create_dataset(
        by=editor, unit=unit, slug=found["slug"], licence_code=found.get("licence", "ogdl-tw-1"), place="澄川市",
        contact=unit.name, contact_email=unit.email, **{name: found[name] for name in TEXTS},
    )  # fmt: skip


def _publish(found: dict[str, Any], number: int, editor: Account) -> None:
    drafts = publishing.Draft.objects.filter(dataset__slug=found["slug"]).order_by("pk")
    draft = reading.finish(drafts[number].pk)
    if draft.state != publishing.Draft.State.READY:
        raise RuntimeError(f"{found['file']} of the demo cannot be read: {draft.message or draft.report}")
    publishing.publish(draft=draft, by=editor, personal_checked=found.get("contacts", False))
