"""A city whose environment office answers requests for data, on Monday, 2 March 2026."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from builders import make_citizen, make_officer, make_unit
from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Dataset
from lightwell.opendata.requests import public as requests
from lightwell.opendata.requests.public import Wish
from lightwell.people.public import Account, Role, Unit

TITLE, TEXT = "河川水質的每小時監測值", "想要 2020 年以來每一個測站、每小時的溶氧與酸鹼值。"


@pytest.fixture
def office(db: Any, frozen_clock: Any, home: Any) -> Unit:
    city = make_unit("city", name="燈市", name_en="Lantern City")
    return make_unit("environment", parent=city, name="環保局", name_en="Environment Bureau")


@pytest.fixture
def officer(office: Unit) -> Account:
    return make_officer(office, email="officer@environment.example", name="林主辦")


@pytest.fixture
def editor(office: Unit) -> Account:
    return make_officer(office, role=Role.EDITOR, email="editor@environment.example")


@pytest.fixture
def outsider(office: Unit) -> Account:
    return make_officer(make_unit("parks"), role=Role.LEAD, email="lead@parks.example")


@pytest.fixture
def citizen(office: Unit) -> Account:
    return make_citizen("someone@home.example", name="張小明")


@pytest.fixture
def asked(office: Unit, officer: Account) -> Callable[..., Matter]:
    """A request for data that the office has accepted; ``email`` of the person and the like as for ``Wish``."""

    def make(title: str = TITLE, *, by: Account | None = None, accept: bool = True, **more: Any) -> Matter:
        given = {
            "title": title,
            "text": TEXT,
            "unit": office,
            "email": "" if by else "asker@home.example",
            **more,
        }
        matter = requests.ask(wish=Wish(**given), by=by)
        return casework.move(matter=matter, to="accepted", by=officer) if accept else matter

    return make


@pytest.fixture
def published(office: Unit, editor: Account) -> Callable[..., Dataset]:
    """Publish a dataset of the office."""

    def make(slug: str = "river-water", title: str = "河川水質監測") -> Dataset:
        dataset = publishing.create_dataset(
            by=editor, unit=office, slug=slug, title=title, title_en=slug, description="每列一個測站。"
        )
        file = io.BytesIO("編號,測站\n1,東橋\n2,西橋\n".encode())
        file.name = "table.csv"
        draft = publishing.upload(dataset=dataset, upload=file, by=editor)
        publishing.publish(draft=publishing.read_draft(draft.pk), by=editor)
        dataset.refresh_from_db()
        return dataset

    return make
