"""The index on disk: exact, in order, counted, and whole after whatever happens to it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from lightwell.engines.search.asking import Question, answer
from lightwell.engines.search.reading import Absent, Reader
from lightwell.engines.search.shelf import Shelf
from lightwell.engines.search.writing import Unsound, Writer, open_index
from lightwell.kernel.folding import fold
from search.lines import MORNING, doc, found, index_of, of_titles, scan, titles

TITLES = [
    "臺北市停車場資訊", "台北市路邊停車格", "新北市公有停車場即時車位", "空氣品質監測", "空氣，品質", "各區人口數", "人口統計（臺北）",
    "停車費率", "公車到站時間", "LED 路燈", "YouBike 租賃站", "called", "PM2.5 監測", "南投縣人口", "停", "場",
]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "人口",
        "停車",
        "臺北",
        "台北",
        "停車場",
        "空氣品質",
        "停",
        "場",
        "市",
        "台北 停車",
        "人口 統計",
        "監測",
        "無此詞",
    ],
)
def test_it_finds_all_of_it_and_nothing_else(tmp_path, words):
    assert found(of_titles(tmp_path, TITLES), words) == scan(map(fold, TITLES), words)


def test_it_is_as_exact_as_a_scan_on_texts_made_by_chance(tmp_path):
    chance = random.Random(115)
    texts = [
        "".join(chance.choices("臺北市停車場空氣品質人口統計，", k=chance.randint(1, 24)))
        for _n in range(400)
    ]
    reader = of_titles(tmp_path, texts)
    for _n in range(300):
        source = chance.choice(texts)
        start = chance.randrange(len(source))
        piece = source[start : start + chance.randint(1, 6)].strip("，").partition("，")[0]
        if piece:
            assert found(reader, piece) == scan(map(fold, texts), piece), piece


def test_a_word_within_a_longer_one_is_found_where_nothing_begins_so(tmp_path):
    reader = of_titles(tmp_path, TITLES)
    assert titles(reader.ask(Question("bike"))) == ["YouBike 租賃站"]
    assert titles(reader.ask(Question("led"))) == ["LED 路燈"]


def test_what_is_called_so_comes_first_then_titles_then_texts_the_newer_and_weightier_above(tmp_path):
    day = timedelta(days=1)
    reader = index_of(
        tmp_path,
        [
            doc(1, "各項統計", "人口", at=MORNING),
            doc(2, "人口統計", at=MORNING - 9 * day),
            doc(3, "人口變遷", at=MORNING - 8 * day),
            doc(4, "人口", at=MORNING - 900 * day),
            doc(5, "舊人口", at=MORNING - 400 * day, weight=1.0),
            doc(6, "案件", at=MORNING - 90 * day, names=("人口",)),
        ],
    )
    assert titles(reader.ask(Question("人口"))) == [
        "案件",
        "人口",
        "舊人口",
        "人口變遷",
        "人口統計",
        "各項統計",
    ]


def test_pages_hold_every_hit_once(tmp_path):
    reader = index_of(tmp_path, [doc(n, f"停車 {n}" if n % 3 else "公園", "停車") for n in range(95)])
    pages = [reader.ask(Question("停車", limit=20, offset=20 * n)) for n in range(6)]
    keys = [hit.key for page in pages for hit in page.hits]
    assert {page.total for page in pages} == {95} and len(keys) == len(set(keys)) == 95


def test_counts_of_a_facet_are_those_of_the_question_without_the_choice_in_it(tmp_path):
    documents = [
        doc(n, "路燈", unit="parks" if n % 2 else "roads", state="lamp.on" if n % 3 else "lamp.off")
        for n in range(12)
    ]
    reader = index_of(tmp_path, [*documents, doc(99, "公園", unit="parks")])
    asked = Question("路燈", {"unit": "parks"}, facets={"unit": 9, "state": 9})
    answer = reader.ask(asked)
    assert answer.total == 6
    assert dict(answer.facets["unit"]) == {"parks": 6, "roads": 6}
    assert dict(answer.facets["state"]) == {"lamp.on": 4, "lamp.off": 2}


def test_counts_are_exact_however_many_values_lie_in_however_many_pieces(tmp_path):
    chance = random.Random(7)
    writer, units = Writer(tmp_path / "index", new=True), [f"unit-{n}" for n in range(400)]
    shares, place = dict.fromkeys(units, 0), 0
    for _commit in range(5):  # each becomes a segment
        for _n in range(500):
            unit, place = chance.choice(units), place + 1
            shares[unit] += 1
            writer.put([doc(place, "路燈", unit=unit)])
        writer.commit("")
    index = open_index(tmp_path / "index")
    assert index.searcher().num_segments > 1
    counted = answer(index, Question("路燈", facets={"unit": 12})).facets["unit"]
    assert len(counted) == 12 and all(shares[unit] == count for unit, count in counted)
    assert counted[-1][1] >= sorted(shares.values())[-12]
    writer.close()


def test_nothing_asked_is_everything_and_punctuation_alone_is_nothing(tmp_path):
    reader = of_titles(tmp_path, TITLES)
    assert reader.ask(Question("")).total == len(TITLES)
    assert reader.ask(Question("，。？")).total == 0


def test_a_commit_is_seen_by_readers_at_their_next_question(tmp_path):
    reader = of_titles(tmp_path, TITLES)
    assert reader.ask(Question("公園")).total == 0
    writer = Writer(Shelf(tmp_path).current())
    writer.put([doc(0, "公園")])  # in the place of the first
    assert reader.ask(Question("公園")).total == 0
    writer.commit("later")
    assert (reader.ask(Question("公園")).total, reader.ask(Question("")).total) == (1, len(TITLES))
    writer.drop(["lamp/0"])
    writer.commit("latest")
    assert (reader.ask(Question("公園")).total, writer.mark()) == (0, "latest")
    writer.close()


def test_a_new_index_takes_the_place_of_the_old_one_under_a_reader(tmp_path):
    reader = of_titles(tmp_path, TITLES)
    assert reader.ask(Question("")).total == len(TITLES)
    of_titles(tmp_path, TITLES[:3])
    assert reader.ask(Question("")).total == 3
    assert len(list(tmp_path.glob("v*-*"))) == 1


def test_without_an_index_or_with_one_of_another_format_there_is_none(tmp_path):
    with pytest.raises(Absent):
        Reader(tmp_path / "none").ask(Question(""))
    of_titles(tmp_path, TITLES)
    folder = Shelf(tmp_path).current()
    folder.rename(tmp_path / "v0-old")
    (tmp_path / "current").write_text("v0-old")
    with pytest.raises(Absent):
        Reader(tmp_path).ask(Question(""))
    assert not Shelf(tmp_path).sound()


@pytest.mark.parametrize("harm", ["torn", "lost"])
def test_a_broken_index_is_known_as_such_and_never_half_answers(tmp_path, harm):
    of_titles(tmp_path, TITLES)
    shelf = Shelf(tmp_path)
    for file in shelf.current().iterdir():
        if harm == "torn" and file.name == "meta.json":
            file.write_bytes(file.read_bytes()[:40])
        if harm == "lost" and file.suffix in (".term", ".idx", ".store"):
            file.unlink()
    with pytest.raises(Absent):
        Reader(tmp_path).ask(Question("停車"))
    assert not shelf.sound()
    if harm == "torn":
        with pytest.raises(Unsound):
            Writer(shelf.current())


WRITES_FOR_EVER = """
import sys
from pathlib import Path
from lightwell.kernel.folding import fold
from search.lines import doc
from lightwell.engines.search.shelf import Shelf
from lightwell.engines.search.writing import Writer
writer = Writer(Shelf(Path(sys.argv[1])).current())
n = int(writer.mark())
while True:
    n += 1
    writer.put([doc(n, f"第{n}個停車場")])
    writer.commit(str(n))
    print(n, flush=True)
"""


def test_killed_in_the_middle_of_writing_documents_and_mark_agree(tmp_path):
    reader = index_of(tmp_path, [], mark="0")
    for _again in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITES_FOR_EVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        told = [process.stdout.readline() for _n in range(4)]
        time.sleep(random.random() / 10)
        process.send_signal(signal.SIGKILL)
        told += process.communicate()[0].splitlines()
        writer = Writer(Shelf(tmp_path).current())
        mark = int(writer.mark())
        writer.close()
        assert mark >= int(told[-1])
        assert found(reader, "停車場") == set(range(1, mark + 1))


def test_one_writer_a_host(tmp_path):
    shelf = Shelf(tmp_path)
    with shelf.alone("writer") as first, shelf.alone("writer") as second:
        assert (first, second) == (True, False)
    with shelf.alone("writer") as again:
        assert again
