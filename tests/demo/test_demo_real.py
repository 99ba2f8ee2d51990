"""Real files beside the demo: tables are published once, everything else is left out with a reason."""

from __future__ import annotations

import pytest

from lightwell.demo.real import slug_of, take_in
from lightwell.opendata.publishing.public import Dataset, Version

pytestmark = pytest.mark.django_db

TABLE = "站名,人次\r\n渡船頭,1200\r\n水門橋,900\r\n榕樹下,700\r\n".encode("cp950")


@pytest.fixture
def folder(tmp_path, settings):
    settings.HOME = str(tmp_path / "home")
    files = tmp_path / "files"
    (files / "deep").mkdir(parents=True)
    (files / "deep" / "計數.csv").write_bytes(TABLE)
    (files / "notes.md").write_text("not a table")
    (files / "empty.csv").write_bytes(b"")
    return files


def taken(folder):
    return {found.name: found for found in take_in(folder)}


def test_a_table_is_published_and_everything_else_says_why_not(folder):
    found = taken(folder)
    assert found["deep/計數.csv"].state == "loaded" and "3 rows" in found["deep/計數.csv"].told
    assert found["notes.md"].state == found["empty.csv"].state == "skipped"
    assert all(one.told for one in found.values())
    dataset = Dataset.objects.get(slug=slug_of("deep/計數.csv"))
    assert dataset.unit.slug == "real-files" and dataset.rows == 3


def test_the_same_folder_again_loads_nothing_twice(folder):
    taken(folder)
    assert taken(folder)["deep/計數.csv"].state == "same"
    assert Version.objects.count() == 1


def test_a_changed_file_becomes_the_next_version(folder):
    taken(folder)
    (folder / "deep" / "計數.csv").write_bytes(TABLE + "南門,5\r\n".encode("cp950"))
    assert taken(folder)["deep/計數.csv"].state == "loaded"
    assert list(Version.objects.order_by("number").values_list("rows", flat=True)) == [3, 4]


def test_a_table_with_telephones_of_persons_waits_for_somebody_to_look(folder):
    rows = "".join(f"人{n},0912-345-{n:03d}\n" for n in range(30))
    (folder / "people.csv").write_text("姓名,手機電話\n" + rows)
    found = taken(folder)["people.csv"]
    assert found.state == "skipped" and "手機電話" in found.told
    assert Dataset.objects.get(slug=slug_of("people.csv")).state == "draft"


def test_a_catalogue_describes_datasets_that_lie_elsewhere(folder):
    head = "提供機關名稱,資料集名稱,瀏覽人次,下載次數,資料集評分,上架日\n"
    (folder / "catalogue.csv").write_text(head + '某局,某資料,"1,200",30,5,2018/1/2\n')
    found = taken(folder)["catalogue.csv"]
    assert found.state == "described" and "1 datasets created" in found.told
