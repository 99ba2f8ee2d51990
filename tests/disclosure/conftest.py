"""A city with an office that has closed data, its editor and its information officer, on Monday, 2 March 2026."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from builders import make_officer, make_unit
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.public import Closing, Promise, Subject, Words
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.publishing.public import Dataset
from lightwell.people import public as people
from lightwell.people.public import Account, Role, Unit

REASON = "路線公開會使犯罪者避開巡邏。"


@pytest.fixture
def office(db: Any, frozen_clock: Any, home: Any) -> Unit:
    city = make_unit("city", name="燈市", name_en="Lantern City")
    officer = make_officer(city, role=Role.EDITOR, email="information@city.example", name="資訊長")
    people.name_information_officer(unit=city, account=officer, by=None)
    return make_unit("police", parent=city, name="警察局", name_en="Police Bureau")


@pytest.fixture
def editor(office: Unit) -> Account:
    return make_officer(office, role=Role.EDITOR, email="editor@police.example")


@pytest.fixture
def outsider(office: Unit) -> Account:
    return make_officer(make_unit("parks"), role=Role.EDITOR, email="editor@parks.example")


@pytest.fixture
def closing() -> Closing:
    return Closing(
        ground="foi-18-1-2",
        reason=REASON,
        reason_en="Offenders would avoid patrols.",
        review_on=date(2027, 3, 1),
    )


@pytest.fixture
def close(office: Unit, editor: Account, closing: Closing) -> Callable[..., Subject]:
    """Close data of the office; ``opens_on`` promises a day with it."""

    def make(title: str = "巡邏路線", *, opens_on: date | None = None, **more: Any) -> Subject:
        promise = Promise(opens_on=opens_on, waits_for="勤務系統改版") if opens_on else None
        words = Words(title=title, title_en="Patrol routes", description="每列一條路線。")
        given = {"unit": office, "words": words, "closing": closing, "promise": promise, "by": editor, **more}
        return disclosure.close_data(**given)

    return make


@pytest.fixture
def draft_dataset(office: Unit, editor: Account) -> Callable[[str], Dataset]:
    """A dataset of the office that nobody sees yet; the same slug is made once."""

    def make(slug: str) -> Dataset:
        found = Dataset.objects.filter(slug=slug).first()
        return found or publishing.create_dataset(
            by=editor,
            unit=office,
            slug=slug,
            title=f"{slug} 資料",
            title_en=slug.title(),
            description="每列一筆。",
        )

    return make


@pytest.fixture
def published(draft_dataset: Callable[[str], Dataset], editor: Account) -> Callable[[str], Dataset]:
    """Publish one more version of a dataset through the file that everybody sends."""

    def make(slug: str) -> Dataset:
        dataset = draft_dataset(slug)
        file = io.BytesIO("編號,里\n1,東里\n2,西里\n".encode())
        file.name = "table.csv"
        draft = publishing.upload(dataset=dataset, upload=file, by=editor)
        publishing.publish(draft=publishing.read_draft(draft.pk), by=editor)
        dataset.refresh_from_db()
        return dataset

    return make
