"""A ferry pass with a yes/no branch, a photograph, and an optional remark; its office and its people."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders import make_citizen, make_officer, make_unit
from lightwell.casework import public as casework
from lightwell.people import public as people
from lightwell.people.public import Account, Unit
from lightwell.services.applications import public as applications
from lightwell.services.applications.models import Application, Draft
from lightwell.services.directory import public as directory

TEXT = """
[service]
slug = "ferry-pass"
version = {version}
unit = "harbour"
life_event = "moving"
name = {{ zh = "渡輪定期票", en = "Ferry pass" }}
summary = {{ zh = "常搭渡輪的人的定期票。", en = "A pass for people who take the ferry often." }}
who = {{ zh = "任何人", en = "Anybody" }}
cost = {{ zh = "免費", en = "Free" }}
working_days = {days}
channels = ["web"]
assurance = "{assurance}"

[[service.legal]]
zh = "渡輪自治條例第 3 條"
en = "Ferry Act, Article 3"

[form]
declaration = {{ zh = "以上屬實。", en = "This is true." }}
purpose = {{ zh = "核發定期票", en = "To issue the pass" }}
legal_basis = {{ zh = "渡輪自治條例第 3 條", en = "Ferry Act, Article 3" }}
source = {{ zh = "由您提供", en = "Yourself" }}
retention = {{ zh = "一年", en = "One year" }}

[[page]]
id = "person"
title = {{ zh = "您是誰", en = "Who you are" }}

[[page.question]]
id = "name"
type = "text"
label = {{ zh = "姓名", en = "Name" }}

[[page]]
id = "commute"
title = {{ zh = "通勤", en = "Commuting" }}

[[page.question]]
id = "works_across"
type = "yesno"
label = {{ zh = "在對岸工作嗎？", en = "Do you work across the water?" }}

[[page]]
id = "employer"
title = {{ zh = "工作", en = "Work" }}
when = {{ "==" = [{{ var = "works_across" }}, true] }}

[[page.question]]
id = "employer"
type = "text"
label = {{ zh = "工作單位", en = "Employer" }}

[[page]]
id = "photo"
title = {{ zh = "照片", en = "Photograph" }}

[[page.question]]
id = "photo"
type = "file"
label = {{ zh = "半身照片", en = "A photograph of you" }}
accepts = ["png", "jpg"]

[[page.question]]
id = "remark"
type = "longtext"
label = {{ zh = "想說的話", en = "Anything to add" }}
required = false
"""


def picture(words: str = "photo") -> bytes:
    """A PNG of one grey pixel that carries words."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Comment\x00" + words.encode()),
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def photo(name: str = "me.png", words: str = "photo") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(words), content_type="image/png")


@pytest.fixture
def harbour(db: Any) -> Unit:
    city = make_unit("city", name="渡市", name_en="Ferry City")
    return make_unit("harbour", parent=city, name="港務局", name_en="Harbour Office", address="碼頭路 1 號")


@pytest.fixture
def service(harbour: Unit, frozen_clock: Any, home: Any) -> Callable[..., directory.Service]:
    """Publish the ferry pass; keyword arguments replace version, days and assurance."""

    def publish(
        *, version: int = 1, days: int = 10, assurance: str = "none", also: str = ""
    ) -> directory.Service:
        text = TEXT.format(version=version, days=days, assurance=assurance) + also
        return directory.load_definition(definition=text, by=None)

    return publish


@pytest.fixture
def pass_(service: Any) -> directory.Service:
    return service()


@pytest.fixture
def officer(harbour: Unit) -> Account:
    return make_officer(harbour, email="officer@harbour.example", name="林主辦")


@pytest.fixture
def lead(harbour: Unit) -> Account:
    return make_officer(harbour, role=people.Role.LEAD, email="lead@harbour.example", name="陳課長")


@pytest.fixture
def person(db: Any) -> Account:
    return make_citizen("wang@home.example", name="王小明")


def begun(by: Account | None = None, **values: Any) -> Draft:
    """A draft with every page answered; keyword arguments replace answers."""
    offer = applications.offer_of("ferry-pass")
    assert offer is not None
    draft = applications.begin(offer=offer, language="zh-hant", by=by)
    given = {"name": "王小明", "works_across": False, "remark": None, **values}
    return applications.save_page(draft=draft, values=given, uploads={"photo": photo()}, by=by)


def sent(by: Account | None = None, **values: Any) -> Application:
    offer = applications.offer_of("ferry-pass")
    assert offer is not None
    return applications.send(draft=begun(by, **values), offer=offer, by=by)


def at_work(officer: Account, by: Account | None = None, **values: Any) -> Application:
    """An application that an officer handles."""
    application = sent(by, **values)
    casework.assign(matter=application.matter, officer=officer, by=officer)
    return again(application)


def again(application: Application) -> Application:
    found = applications.application_of(application.matter.number)
    assert found is not None
    return found
