"""Files with traps, and datasets made of them through the real actions."""

from __future__ import annotations

import io
from typing import Any

from builders import make_officer, make_unit
from lightwell.opendata.publishing import actions, reading
from lightwell.opendata.publishing.models import Dataset, Draft, Version
from lightwell.people.public import Role

PARKING = (
    "天井市公有停車場一覽表,,,,\r\n"
    "編號,行政區,地點,車位數,啟用日期\r\n"
    '00001,臺東里,中庭街１２號,"1,204",104/04/28\r\n'
    "00002,北岸里,光明路3號,86,110/12/01\r\n"
    "00003,臺東里,水門路9號,－,111/02/28\r\n"
    "00004,北岸里,=1+1,15,112/01/05\r\n"
    "註：車位數含身障車位,,,,\r\n"
)


def named(content: bytes, name: str) -> io.BytesIO:
    """Bytes that have a file name, as an upload has."""
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def make_editor(slug: str = "transport") -> tuple[Any, Any]:
    unit = make_unit(slug)
    return make_officer(unit, role=Role.EDITOR), unit


def make_dataset(slug: str = "parking", *, unit: Any = None, by: Any = None, **described: Any) -> Dataset:
    told = {
        "title": "公有停車場",
        "title_en": "Public car parks",
        "description": "每列一座停車場。",
        **described,
    }
    return actions.create_dataset(by=by, unit=unit or make_unit("transport"), slug=slug, **told)


def read_file(dataset: Dataset, content: bytes | str, name: str = "停車場.csv", **how: Any) -> Draft:
    """Send a file and have it read, as the worker does."""
    data = content.encode("cp950") if isinstance(content, str) else content
    draft = actions.upload(dataset=dataset, upload=named(data, name), by=how.pop("by", None), **how)
    reading.read(draft.pk)
    return Draft.objects.select_related("file", "dataset__unit", "resource").get(pk=draft.pk)


def publish_file(
    dataset: Dataset, content: bytes | str = PARKING, name: str = "停車場.csv", **how: Any
) -> Version:
    draft = read_file(dataset, content, name, **how)
    return actions.publish(draft=draft, by=None)
