"""The files of the demo are traps that the engine reads: the same bytes at each making, and a table out of every one."""

from __future__ import annotations

from datetime import date

import pytest

from lightwell.demo import makers
from lightwell.demo.content import read
from lightwell.engines import tables

DAY = date(2026, 11, 25)
DATASETS = read("datasets")["dataset"]
UNTITLED = {"bus-passengers", "library-loans"}  # months across: the editor says which line is the header


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.mark.parametrize("told", DATASETS, ids=[told["slug"] for told in DATASETS])
def test_a_file_is_the_same_each_time_and_reads_as_a_table(told, folder):
    content = makers.make(told["make"], DAY)
    assert content == makers.make(told["make"], DAY)
    path = folder / told["file"]
    path.write_bytes(content)
    report = tables.read(path).to_json()
    assert report["status"] in ("ok", "warnings") and report["rows"] >= 7
    assert bool(report["header_rows"]) == (told["slug"] not in UNTITLED)


def test_the_files_hold_the_traps_that_they_are_made_for():
    def report(name):
        found = next(told for told in DATASETS if told["slug"] == name)
        return found, makers.make(found["make"], DAY)

    assert report("riverside-counts")[1].decode("cp950").startswith("澄川市")
    assert report("bicycle-stands")[1].startswith(b"\xff\xfe")
    assert report("evening-waste-stops")[1].startswith(b"\xef\xbb\xbf")
    assert b"114/02/29" in report("bridge-inspections")[1]
    assert "△" in report("city-revenue")[1].decode("utf-8-sig")
    assert ";" in report("published-data")[1].decode().splitlines()[0]


def test_a_later_version_says_the_same_of_the_days_it_shares_with_the_earlier_one():
    def days(last):
        lines = makers.make("environment.air_quality", last).decode().splitlines()[1:]
        return {tuple(line.split(",")[:2]): line for line in lines}

    earlier, later = days(date(2026, 10, 1)), days(DAY)
    shared = earlier.keys() & later.keys()
    assert len(shared) > 900 and all(earlier[key] == later[key] for key in shared)


def test_every_dataset_is_told_in_both_languages_and_belongs_to_an_office():
    units = {unit["slug"] for unit in read("city")["unit"]}
    assert len(DATASETS) >= 60 and len({told["slug"] for told in DATASETS}) == len(DATASETS)
    for told in DATASETS:
        assert told["unit"] in units
        assert all(told[name].strip() for name in ("title", "title_en", "description", "description_en"))
