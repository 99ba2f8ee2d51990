"""The index follows what is public: at once, without gaps, and never beyond it."""

from __future__ import annotations

import json
import os
import time

import pytest
from django.test import Client

from bridges.lamps import act, lamps_known, touched
from builders import make_unit
from lightwell.bridges.search import indexing, place, rebuilding
from lightwell.kernel import clock
from lightwell.people import public as people


@pytest.fixture
def lamps():
    with lamps_known() as known:
        yield known


def test_what_is_edited_is_found_by_its_new_words_and_no_longer_by_the_old(search, lamps):
    touched(lamps.light("one", title="路燈"))
    assert search("路燈") == ["路燈"]
    touched(lamps.light("one", title="日晷"))
    assert (search("路燈"), search("日晷")) == ([], ["日晷"])


def test_what_is_no_longer_public_leaves_the_index(search, lamps):
    ref = lamps.light("one", title="路燈")
    act(ref)
    assert search("路燈") == ["路燈"]
    lamps.put_out("one")
    touched(ref)
    assert search("路燈") == []


def test_an_act_of_the_record_alone_is_enough(search, lamps):
    act(lamps.light("one", title="路燈"))
    assert search("路燈") == ["路燈"]


def test_many_changes_are_taken_in_with_a_fixed_number_of_questions_to_the_room(index, lamps):
    for n in range(300):
        touched(lamps.light(f"n{n}", title=f"路燈 {n}"))
    asked = lamps.asked
    assert index() == 300
    assert lamps.asked - asked == 1


def test_a_thing_is_found_by_the_names_of_its_unit_also_after_they_change(search, lamps):
    roads = make_unit("roads", name="養護工程處", name_en="Road Office")
    touched(lamps.light("one", title="路燈", unit="roads"))
    assert "路燈" in search("養護工程處") and "路燈" in search("road office")
    people.rename_unit(unit=roads, name="道路管理處", name_en="Street Office", by=None)
    assert search("養護工程處") == []
    assert search("道路管理處") == ["道路管理處", "路燈"]


def test_a_room_that_fails_does_not_keep_the_others_from_being_found(search, lamps):
    ref = lamps.light("one", title="路燈")
    touched(ref)
    assert search("路燈") == ["路燈"]
    lamps.lit["one"] = None  # no room means to say that
    make_unit("roads", name="養護工程處")
    touched(ref)
    assert (search("養護工程處"), search("路燈")) == (["養護工程處"], ["路燈"])
    rebuilding.rebuild()
    assert search("養護工程處") == ["養護工程處"]


def test_a_changed_thing_shows_after_the_writer_was_started_anew(search, lamps):
    touched(lamps.light("one", title="路燈"))
    assert search("路燈") == ["路燈"]
    indexing.stop()
    touched(lamps.light("two", title="路燈二號"))
    assert search("路燈二號") == ["路燈二號"]


def mark_with(**changed: str) -> None:
    """Write another mark into the index in use."""
    indexing.step()
    writer = indexing._indexer(place.root()).writer
    told = json.loads(writer.mark()) | changed
    writer.commit(json.dumps(told))
    indexing.stop()


@pytest.mark.parametrize(
    "changed",
    [
        {"database": "another/1"},
        {"cursor": f"{2**60}:"},
        {"at": "2020-01-01T00:00:00+00:00"},
    ],
)
def test_an_index_that_cannot_catch_up_is_given_up_and_built_anew(search, lamps, changed):
    mark_with(**changed)
    touched(lamps.light("one", title="路燈"))
    assert search("路燈") == [] and not place.shelf().sound()
    assert rebuilding.run()
    assert search("路燈") == ["路燈"]


def test_a_broken_index_is_built_anew_while_the_page_says_so(search, lamps):
    touched(lamps.light("one", title="路燈"))
    indexing.stop()
    (place.shelf().current() / "meta.json").write_text("{")
    page = Client().get("/search/?q=路燈")
    assert page.status_code == 503 and page.headers["Retry-After"]
    assert "準備" in page.content.decode()
    assert Client().get("/api/v1/search?q=路燈").status_code == 503
    assert rebuilding.run()
    assert search("路燈") == ["路燈"]


def test_a_new_index_is_built_after_a_day_and_not_before(index, lamps):
    lamps.light("forgotten", title="沒人說起的燈")  # no room told of it
    assert not rebuilding.run()
    day_before = time.time() - rebuilding.DAY - 1
    os.utime(place.shelf().pointer, (day_before, day_before))
    assert rebuilding.run()
    assert Client().get("/api/v1/search?q=沒人說起").json()["total"] == 1


def test_changes_during_the_building_of_a_new_index_are_in_it(search, lamps, monkeypatch):
    touched(lamps.light("one", title="路燈"))

    def meanwhile(names, everything=rebuilding.documents.everything):
        yield from everything(names)
        touched(lamps.light("two", title="路燈二號"))

    monkeypatch.setattr(rebuilding.documents, "everything", meanwhile)
    rebuilding.rebuild()
    assert sorted(search("路燈")) == ["路燈", "路燈二號"]


def test_two_processes_of_a_host_never_write_one_index(index, lamps):
    touched(lamps.light("one"))
    assert index() == 1
    other = indexing.Indexer(place.root())
    touched(lamps.light("two"))
    assert other.step() == 0
    assert index() == 1
    with clock.at(clock.now()):
        assert other.step() == 0
