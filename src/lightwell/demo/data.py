"""The five datasets of the demo, sent in as files and published through the actions that an editor uses."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from lightwell.demo import datasets
from lightwell.demo.content import read
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.opendata.publishing import public as publishing
from lightwell.people.public import Account, Unit


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan each dataset's publication and the versions that follow."""
    editor = accounts["editor"]
    for found in read("datasets")["dataset"]:
        story.plan(found["day"], partial(_first, found, units, editor))
        for update in found.get("update", ()):
            story.plan(update["day"], partial(_next, found, update, editor))


def _first(found: dict[str, Any], units: dict[str, Unit], editor: Account) -> None:
    unit = units[found["unit"]]
    texts = {
        name: found[name]
        for name in ("title", "title_en", "description", "description_en", "keywords", "frequency")
    }
    dataset = publishing.create_dataset(
        by=editor, unit=unit, slug=found["slug"], licence_code="ogdl-tw-1", place="澄川市", contact=unit.name,
        contact_email=unit.email, **texts,
    )  # fmt: skip
    _publish(dataset, None, found["file"], _made(found), "第一版", editor)


def _next(found: dict[str, Any], update: dict[str, Any], editor: Account) -> None:
    dataset = publishing.Dataset.objects.get(slug=found["slug"])
    content = _made(found, **update.get("arguments", {}))
    _publish(dataset, dataset.resources.get(), found["file"], content, update["notes"], editor)


def _made(found: dict[str, Any], **arguments: Any) -> bytes:
    content: bytes = getattr(datasets, found["make"])(clock.today(), **arguments)
    return content


def _publish(
    dataset: publishing.Dataset,
    resource: publishing.Resource | None,
    name: str,
    content: bytes,
    notes: str,
    editor: Account,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        draft = publishing.upload(dataset=dataset, upload=file, by=editor, resource=resource, notes=notes)
    read_draft = publishing.read_draft(draft.pk)
    if read_draft is None or read_draft.state != publishing.Draft.State.READY:
        raise RuntimeError(f"{name} of the demo cannot be read: {read_draft and read_draft.message}")
    publishing.publish(draft=read_draft, by=editor)
