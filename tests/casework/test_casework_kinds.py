"""A kind is data: one that nobody thought of works, and one that contradicts itself is refused at start-up."""

from __future__ import annotations

import pathlib
import re
from dataclasses import replace

import pytest

import lightwell.casework
from casework.conftest import LANTERN
from lightwell.casework import public as casework
from lightwell.casework.kinds import Move, Phase, State, Visibility, WrongKind
from lightwell.casework.lookups import Holds
from lightwell.kernel.refusal import Refusal

DREAM = replace(
    LANTERN,
    name="dream",
    prefix="ZZ",
    states=(
        State("dreamt", Phase.OPEN, "Dreamt", "Somebody dreamt it.", "Somebody reads it."),
        State("read", Phase.ANSWERED, "Read", "It was read."),
    ),
    moves=(Move("answer", ("dreamt",), "read", "Read"),),
    outcomes=(),
    reasons=(),
)


@pytest.fixture
def dream():
    yield casework.register_kind(DREAM)
    casework.forget_kind("dream")


@pytest.mark.django_db
def test_a_kind_that_casework_never_heard_of_goes_all_its_way(dream, monday, send, officer, client):
    matter = send(kind="dream")
    casework.respond(matter=matter, text="讀過了。", by=officer)
    page = client.get(f"/register/{matter.number}/").content.decode()
    assert "It was read." in page and "讀過了。" in page
    assert matter.number in client.get("/register/?state=dream.read").content.decode()


def test_no_line_of_casework_asks_what_a_kind_is_called():
    room = pathlib.Path(lightwell.casework.__file__).parent
    for file in room.rglob("*.py"):
        found = re.findall(r"kind(?:\.name)?\s*(?:==|!=|in \()\s*[\"'(]", file.read_text())
        assert not found, f"{file}: {found}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"moves": (Move("fly", ("dreamt",), "nowhere", "Fly"),)},
        {"moves": (Move("answer", ("dreamt",), "read", "Read", reasons=("unknown",)),)},
        {"states": DREAM.states[::-1]},
        {"visibilities": (Visibility.PUBLIC, Visibility.PRIVATE)},
    ],
)
def test_a_kind_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(WrongKind):
        replace(DREAM, **wrong)


def test_two_kinds_share_neither_prefix_nor_name(dream):
    with pytest.raises(WrongKind):
        casework.register_kind(replace(DREAM, name="nightmare"))
    with pytest.raises(WrongKind):
        casework.register_kind(replace(DREAM, prefix="DX"))
    assert casework.register_kind(DREAM) is dream


def test_an_unknown_kind_is_a_refusal_and_not_a_fault():
    with pytest.raises(Refusal):
        casework.kind_of("unicorn")
    assert Holds.lookup_name == "holds"
