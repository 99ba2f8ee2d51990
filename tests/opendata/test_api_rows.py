"""Open data for programs: rows with filter, sort and pages; one shape of errors; nothing answers 500."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest

from lightwell.opendata.access import asking
from lightwell.opendata.publishing import actions
from opendata.tables import PARKING, make_dataset, publish_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ROWS = "/api/v1/datasets/parking/rows"


@pytest.fixture
def version(home):
    return publish_file(make_dataset())


def follow(client, path):
    while path:
        answer = client.get(path).json()
        yield from answer["rows"]
        path = answer["next"]


def test_rows_come_typed_with_their_columns_and_number(client, version):
    answer = client.get(ROWS).json()
    assert answer["total"] == 4 and answer["next"] is None and answer["version"] == 1
    assert answer["rows"][0] == {
        "編號": "00001", "行政區": "臺東里", "地點": "中庭街１２號", "車位數": 1204, "車位數__original": None,
        "啟用日期": "2015-04-28",
    }  # fmt: skip
    assert client.get(ROWS, {"shape": "arrays", "limit": 1}).json()["rows"] == [
        list(answer["rows"][0].values())
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"filter": "車位數:ge:86"}, ["00001", "00002"]),
        ({"filter": ["車位數:ge:15", "行政區:eq:北岸里"]}, ["00002", "00004"]),
        ({"filter": "行政區:contains:台東"}, ["00001", "00003"]),
        ({"filter": "編號:in:00001,00004"}, ["00001", "00004"]),
        ({"filter": "車位數:isnull:true"}, ["00003"]),
        ({"filter": "啟用日期:lt:2022-01-01", "sort": "-啟用日期"}, ["00002", "00001"]),
        ({"sort": "-車位數"}, ["00001", "00002", "00004", "00003"]),
        ({"offset": 3}, ["00004"]),
        ({"filter": "地點:eq:=1+1"}, ["00004"]),
    ],
)
def test_rows_are_filtered_and_sorted(client, version, query, numbers):
    assert [row["編號"] for row in client.get(ROWS, query).json()["rows"]] == numbers


@pytest.mark.parametrize("sort", ["", "-車位數", "行政區,-編號"])
def test_following_next_gives_every_row_once(client, version, settings, sort):
    settings.SITE_URL = ""
    whole = [row["編號"] for row in client.get(ROWS, {"sort": sort}).json()["rows"]]
    assert [row["編號"] for row in follow(client, f"{ROWS}?limit=1&sort={sort}")] == whole


def test_rows_come_as_csv_and_ndjson_too(client, version):
    answer = client.get(ROWS, {"format": "csv", "columns": "編號,車位數", "limit": 2})
    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        ["編號", "車位數"],
        ["00001", "1204"],
        ["00002", "86"],
    ]
    assert 'rel="next"' in answer["Link"]
    lines = client.get(ROWS, {"format": "ndjson"}).content.decode().splitlines()
    assert [json.loads(line)["編號"] for line in lines] == ["00001", "00002", "00003", "00004"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"filter": "車位數"}, "filter"), ({"filter": "無:eq:1"}, "無"), ({"filter": "車位數:eq:x"}, "車位數"),
        ({"sort": "無"}, "無"), ({"columns": "無"}, "無"), ({"limit": 1001}, "limit"), ({"limit": 0}, "limit"),
        ({"offset": -1}, "offset"), ({"after": "nonsense"}, "after"), ({"after": "x", "offset": 1}, "offset"),
        ({"車位數": 86}, "車位數"), ({"format": "xlsx"}, "format"), ({"version": 0}, "version"), ({"limit": "x"}, "limit"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_a_400_that_names_what_is_wrong(client, version, query, field):
    answer = client.get(ROWS, query)
    told = answer.json()["error"]
    assert answer.status_code == told["status"] == 400
    assert field in told["field"] and told["message"]


def test_what_is_not_there_is_a_404_in_the_same_shape(client, version):
    for path in (
        "/api/v1/datasets/none",
        "/api/v1/datasets/none/rows",
        ROWS + "?version=7",
        ROWS + "?resource=x",
        "/api/v1/nothing",
        "/api/v1/datasets/parking/versions/9",
    ):
        answer = client.get(path)
        assert answer.status_code == 404 and answer.json()["error"]["status"] == 404, path


def test_an_answer_has_a_tag_and_any_site_may_read_it(client, version):
    answer = client.get(ROWS)
    assert answer["Access-Control-Allow-Origin"] == "*" and "public" in answer["Cache-Control"]
    assert client.get(ROWS, headers={"if-none-match": answer["ETag"]}).status_code == 304
    publish_file(version.dataset, PARKING.replace("86", "87"), resource=version.resource)
    assert client.get(ROWS, headers={"if-none-match": answer["ETag"]}).status_code == 200
    assert client.get("/api/v1/datasets")["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/datasets/none")["Access-Control-Allow-Origin"] == "*"


def test_an_earlier_version_is_asked_by_its_number(client, version):
    publish_file(version.dataset, PARKING.replace(",86,", ",87,"), resource=version.resource)
    values = [
        client.get(ROWS, {"version": n, "filter": "編號:eq:00002"}).json()["rows"][0]["車位數"]
        for n in (1, 2)
    ]
    assert values == [86, 87]
    assert client.get(ROWS).json()["version"] == 2


def test_a_dataset_tells_everything_about_itself(client, version):
    told = client.get("/api/v1/datasets/parking").json()
    assert told["licence"]["code"] == "ogdl-tw-1" and told["unit"]["slug"] == "transport"
    files = {file["name"]: file for file in told["resources"][0]["current"]["files"]}
    assert set(files) == {"original", "table.csv", "table.json", "table.parquet"}
    assert files["original"]["sha256"] == version.sha256 == told["resources"][0]["current"]["sha256"]
    detail = client.get("/api/v1/datasets/parking/versions/1").json()
    assert detail["report"]["header_rows"] == [2]
    schema = client.get("/api/v1/datasets/parking/schema").json()
    assert {field["name"]: field["type"] for field in schema["fields"]}["啟用日期"] == "date"


def test_the_list_of_datasets_is_followed_to_its_end(client, version, settings, django_assert_num_queries):
    settings.SITE_URL = ""
    for n in range(5):
        publish_file(make_dataset(f"more-{n}"))
    with django_assert_num_queries(2):
        first = client.get("/api/v1/datasets?limit=4").json()
    second = client.get(first["next"]).json()
    slugs = [dataset["slug"] for dataset in first["datasets"] + second["datasets"]]
    assert len(slugs) == len(set(slugs)) == 6 and second["next"] is None
    assert client.get("/api/v1/datasets?after=none").status_code == 400


def test_a_withdrawn_version_is_told_without_its_files(client, version):
    actions.withdraw(version=version, reason="誤植", by=None)
    (told,) = client.get("/api/v1/datasets/parking/versions").json()["versions"]
    assert told["files"] == [] and told["withdrawn_because"] == "誤植"
    assert client.get("/api/v1/datasets").json()["datasets"] == []


def test_the_description_is_openapi_3_1_and_tells_of_errors(client):
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    answers = told["paths"]["/api/v1/datasets/{slug}/rows"]["get"]["responses"]
    assert {"200", "400", "404", "410"} <= set(answers)
    assert {"application/json", "text/csv", "application/x-ndjson"} <= set(answers["200"]["content"])


def test_the_first_page_of_a_big_table_costs_little(client, home):
    lines = "".join(f"{n},臺東里,{n % 997},2024-01-{n % 28 + 1:02d}\n" for n in range(50_000))
    version = publish_file(make_dataset(), "編號,里,數,日\n" + lines)
    from lightwell.engines.tables import Query

    asking.ask(version, Query(limit=100))
    costs = []
    for _ in range(30):
        start = time.process_time()
        asking.ask(version, Query(limit=100))
        costs.append((time.process_time() - start) * 1000)
    assert sorted(costs)[len(costs) // 2] < 15  # ms; about 2 on an idle machine
