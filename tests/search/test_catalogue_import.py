"""A catalogue of another site: described here, found like everything else, and honest about where the data lie."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lightwell.kernel.folding import fold
from lightwell.opendata.publishing.catalogue_file import CatalogueFileError, read_catalogue
from lightwell.opendata.publishing.public import Dataset, counts
from lightwell.people.public import Unit
from lightwell.record.models import Entry
from opendata.tables import make_dataset, publish_file

HEADER = "提供機關名稱,資料集名稱,瀏覽人次,下載次數,資料集評分,上架日\r\n"
ROWS = (
    '交通部,停車場名錄,"1,204",86,100,2013/03/18\r\n'
    '交通部,停車場名錄,"7",0,,2014/03/18\r\n'
    '澎湖縣政府,"歷年\r\n模範公務人員",0,0,,\r\n'
)
REAL = Path(__file__).parents[3] / "shared/data/catalogue/data-gov-tw-2018.csv"


@pytest.fixture
def file(tmp_path, db, home):
    def write(rows: str = ROWS, header: str = HEADER) -> str:
        path = tmp_path / "catalogue.csv"
        path.write_bytes(("\ufeff" + header + rows).encode())
        return str(path)

    return write


def take_over(path: str, *more: str) -> str:
    out = StringIO()
    call_command("import_catalogue", path, *more, stdout=out)
    return out.getvalue()


def test_each_entry_becomes_a_described_dataset_of_its_unit_and_one_act_says_so(file):
    assert take_over(file()).startswith("3 datasets created, 0 changed, 0 as they were; 2 units created")
    assert Dataset.objects.filter(title="停車場名錄", unit__name="交通部").count() == 2
    assert Dataset.objects.get(unit__name="澎湖縣政府").title == "歷年 模範公務人員"
    (act,) = Entry.objects.filter(act="catalogue.imported")
    assert '"created":3' in act.leaf and '"units":2' in act.leaf and '"sha256"' in act.leaf
    assert counts()["all"][""] == 3


def test_the_same_file_again_changes_nothing_and_a_newer_one_only_what_differs(file):
    take_over(file())
    entries = Entry.objects.count()
    assert take_over(file()).startswith("0 datasets created, 0 changed, 3 as they were; 0 units created")
    assert Entry.objects.count() == entries
    newer = ROWS.replace('"7"', '"8"') + "交通部,公車站牌,1,1,,2018/01/01\r\n"
    assert take_over(file(newer)).startswith("1 datasets created, 1 changed, 2 as they were; 0 units")


def test_a_dry_run_keeps_nothing(file):
    assert "dry run" in take_over(file(), "--dry-run")
    assert not Dataset.objects.exists() and not Unit.objects.exists()


def test_a_unit_of_the_same_name_is_used_and_not_made_again(file):
    from builders import make_unit

    ministry = make_unit("transport", name="交通部")
    take_over(file())
    assert Dataset.objects.filter(unit=ministry).count() == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("交通部,,1,1,,\r\n", "line 2: the title must have 1 to 160 characters, it has 0."),
        ("交通部,停車,many,1,,\r\n", "line 2: 'many' is not a number such as 7,472."),
        ("交通部,停車,1,1,,昨天\r\n", "line 2: '昨天' is not a day such as 2013/03/18."),
        ("交通部,停車,1,1,,2013/02/30\r\n", "line 2: '2013/02/30' is not a day"),
        ("交通部,停車,1,1,,,又一格\r\n", "line 2: more cells than columns."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_imported(file, rows, told):
    with pytest.raises(CommandError) as refused:
        take_over(file(rows + ROWS))
    assert told in str(refused.value) and "Nothing was imported" in str(refused.value)
    assert not Dataset.objects.exists()


def test_a_file_of_another_kind_is_refused_with_what_is_missing():
    with pytest.raises(CatalogueFileError, match="資料集名稱"):
        read_catalogue(b"name,unit\n")
    with pytest.raises(CatalogueFileError, match="UTF-8"):
        read_catalogue("提供機關名稱".encode("cp950"))


def test_the_page_says_where_the_data_lie_and_promises_no_file(file, search):
    take_over(file())
    dataset = Dataset.objects.get(origin__views=1204)
    page = Client().get(f"/datasets/{dataset.slug}/").content.decode()
    assert "data.gov.tw" in page and "本站僅有說明，資料在他站" in page and "1,204" in page
    for path in (
        f"/datasets/{dataset.slug}/versions/",
        "/datasets/",
        "/units/",
        f"/datasets/{dataset.slug}.atom",
    ):
        assert Client().get(path).status_code == 200, path
    assert Client().get(f"/datasets/{dataset.slug}/rows/").status_code == 404
    told = Client().get(f"/api/v1/datasets/{dataset.slug}").json()
    assert told["described_only"] and told["resources"] == []
    assert search("停車場名錄", state="dataset.described") == ["停車場名錄", "停車場名錄"]


def test_a_described_dataset_becomes_a_held_one_with_its_first_version(file, search):
    take_over(file())
    dataset = Dataset.objects.get(origin__views=1204)
    publish_file(dataset)
    assert search("停車場名錄", state="dataset.held") == ["停車場名錄"]
    assert Client().get(f"/datasets/{dataset.slug}/files/table.csv").status_code in (200, 302)
    assert take_over(file()).startswith("0 datasets created, 0 changed, 3")


def test_what_is_published_here_stands_above_what_is_described(file, search):
    take_over(file())
    publish_file(make_dataset("garages", title="停車場名錄"))
    answer = Client()
    search("停車場名錄")
    hits = answer.get("/api/v1/search?q=停車場名錄").json()["hits"]
    assert [hit["state"] for hit in hits] == ["dataset.held", "dataset.described", "dataset.described"]


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared/data/catalogue")
def test_in_the_real_catalogue_a_search_finds_what_a_scan_finds(tmp_path):
    from search.lines import found, of_titles, scan

    titles = [f"{entry.title} {entry.unit}" for entry in read_catalogue(REAL.read_bytes())]
    assert len(titles) == 35_955
    reader = of_titles(tmp_path, titles)
    folded = [fold(title) for title in titles]
    for words in ("人口", "停車", "臺北", "台北", "停車場", "空氣品質", "台北 停車"):
        assert found(reader, words) == scan(folded, words) != set(), words
    assert found(reader, "臺北") == found(reader, "台北")
