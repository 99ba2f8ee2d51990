"""The query model: right answers, clear errors, no way around the column list, and a limit on time."""

import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables_samples import table, written

from lightwell.engines.tables import (
    Query,
    QueryError,
    QueryTooSlow,
    choose_chart,
    open_serving,
    query,
    refine,
    serving,
)

CITIES = ["臺北市", "台北市", "新北市", "高雄市"]


def value_of(at: int) -> int | None:
    return None if at % 10 == 9 else at * 37 % 50


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    rows = [
        f"{at:05d},{CITIES[at % 4]}中正路{at}號,{'' if value_of(at) is None else value_of(at)},10{at % 9}/0{at % 9 + 1}/15,"
        f"{'是' if at % 2 else '否'},{CITIES[at % 4]}"
        for at in range(300)
    ]
    refine(written(folder, table("代碼,說明,數量,日期,是否公開,縣市", rows)), out=folder / "v", title="試")
    return open_serving(folder / "v")


def ids(page) -> list[int]:
    return page.row_ids


def all_pages(copy, asked: Query) -> list[int]:
    found, after = [], None
    for _ in range(200):
        page = copy.page(Query(asked.columns, asked.filters, asked.sort, after, 0, asked.limit))
        found += page.row_ids
        after = page.next
        if after is None:
            return found
    raise AssertionError("pages never end")


def test_the_first_page_is_the_first_rows_in_file_order(copy):
    page = copy.page(Query(limit=3))
    assert page.columns == ["代碼", "說明", "數量", "日期", "是否公開", "縣市"]
    assert page.rows[0] == ["00000", "臺北市中正路0號", 0, "2011-01-15", False, "臺北市"]
    assert (page.row_ids, page.total) == ([1, 2, 3], 300)


@given(
    st.sampled_from(
        [
            (),
            (("數量", False),),
            (("數量", True),),
            (("縣市", False), ("數量", True)),
            (("日期", True), ("row_id", True)),
        ]
    ),
    st.integers(17, 97),
    st.sampled_from(
        [
            (),
            (("縣市", "eq", "臺北市"),),
            (("數量", "isnull", "true"),),
            (("數量", "ge", "10"), ("是否公開", "eq", "true")),
        ]
    ),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_by_token_give_every_row_once_in_order(copy, sort, limit, filters):
    whole = copy.page(Query(filters=filters, sort=sort, limit=1000))
    assert all_pages(copy, Query(filters=filters, sort=sort, limit=limit)) == whole.row_ids
    assert whole.total == len(whole.row_ids)


def test_sorting_puts_rows_without_a_value_last_both_ways(copy):
    for descending in (False, True):
        values = [row[0] for row in copy.page(Query(["數量"], sort=[("數量", descending)], limit=300)).rows]
        filled = [value for value in values if value is not None]
        assert filled == sorted(filled, reverse=descending)
        assert values[len(filled) :] == [None] * 30


def test_offsets_and_tokens_agree(copy):
    by_offset = copy.page(Query(sort=[("數量", False)], offset=40, limit=10))
    first = copy.page(Query(sort=[("數量", False)], limit=40))
    assert copy.page(Query(sort=[("數量", False)], after=first.next, limit=10)).row_ids == by_offset.row_ids


@pytest.mark.parametrize(
    ("given_filter", "fits"),
    [
        (("數量", "eq", "37"), lambda at: value_of(at) == 37),
        (("數量", "ne", 37), lambda at: value_of(at) != 37),
        (("數量", "lt", 5), lambda at: value_of(at) is not None and value_of(at) < 5),
        (("數量", "in", "1,2,3"), lambda at: value_of(at) in (1, 2, 3)),
        (("數量", "isnull", "false"), lambda at: value_of(at) is not None),
        (("縣市", "contains", "台北"), lambda at: at % 4 < 2),
        (("縣市", "contains", "臺北"), lambda at: at % 4 < 2),
        (("縣市", "eq", "台北市"), lambda at: at % 4 == 1),
        (("日期", "ge", "2018-01-01"), lambda at: at % 9 >= 7),
        (("是否公開", "eq", "true"), lambda at: at % 2 == 1),
        (("代碼", "eq", "00042"), lambda at: at == 42),
        (("row_id", "le", 5), lambda at: at < 5),
    ],
)
def test_each_operator_finds_exactly_the_rows_that_fit(copy, given_filter, fits):
    page = copy.page(Query(filters=[given_filter], limit=300))
    assert page.row_ids == [at + 1 for at in range(300) if fits(at)]
    assert copy.count([given_filter]) == page.total == len(page.row_ids)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Query(columns=["密碼"]), "密碼"),
        (Query(columns=['數量"; DROP TABLE rows; --']), '數量"; DROP TABLE rows; --'),
        (Query(filters=[("數量", "eq", "很多")]), "數量"),
        (Query(filters=[("數量", "eq", 10**30)]), "數量"),
        (Query(filters=[("日期", "lt", "104/1/1")]), "日期"),
        (Query(filters=[("數量", "contains", "1")]), "數量"),
        (Query(filters=[("縣市", "like", "%")]), "縣市"),
        (Query(filters=[("縣市", "eq", "x" * 2000)]), "縣市"),
        (Query(filters=[("縣市", "in", [])]), "縣市"),
        (Query(filters=[("數量", "isnull", "maybe")]), "數量"),
        (Query(filters=[("縣市", "eq", "a")] * 21), "filters"),
        (Query(sort=[("無", False)]), "無"),
        (Query(limit=0 - 1), "limit"),
        (Query(limit=10**6), "limit"),
        (Query(offset=-1), "offset"),
        (Query(after="not a token"), "after"),
        (Query(after="W10"), "after"),
    ],
)
def test_a_wrong_query_names_the_part_that_is_wrong(copy, asked, field):
    with pytest.raises(QueryError) as raised:
        copy.page(asked)
    assert raised.value.field == field
    assert raised.value.message


def test_a_token_of_another_order_is_not_taken(copy):
    token = copy.page(Query(sort=[("數量", False)], limit=5)).next
    with pytest.raises(QueryError, match="first page"):
        copy.page(Query(sort=[("日期", False)], after=token))


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_token_makes_it_raise_anything_else(token):
    fields = [query.Field("a", "a", "integer", "BIGINT")]
    try:
        query.plan(Query(after=token or None), fields)
    except QueryError as error:
        assert error.field == "after"


@given(
    st.text(max_size=20),
    st.sampled_from(query.OPERATORS),
    st.sampled_from(["代碼", "數量", "日期", "是否公開", "row_id"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_is_answered_or_refused_never_an_error_of_the_database(copy, value, operator, name):
    try:
        page = copy.page(Query(filters=[(name, operator, value)]))
    except QueryError as error:
        assert error.field == name
    else:
        assert page.total is not None


def test_a_query_past_its_time_is_stopped(copy):
    started = time.monotonic()
    with pytest.raises(QueryTooSlow), copy.limited(0.2) as cursor:
        cursor.execute(
            "SELECT count(*) FROM range(100000) a, range(1000000) b WHERE (a.range + b.range) % 7 = 1"
        ).fetchall()
    assert time.monotonic() - started < 5
    assert copy.page(Query(limit=1)).row_ids == [1]


def test_many_threads_share_one_copy(copy):
    wrong: list[object] = []

    def ask(number: int) -> None:
        for at in range(number, 300, 37):
            page = copy.page(Query(filters=[("row_id", "eq", at + 1)]))
            if page.rows[0][0] != f"{at:05d}":
                wrong.append(page)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_few_copies_stay_open_and_a_dropped_one_still_answers(tmp_path, copy, monkeypatch):
    monkeypatch.setattr(serving, "KEPT_OPEN", 2)
    opened = []
    for at in range(4):
        refine(
            written(tmp_path, table("名,量", [f"{at},{n}" for n in range(5)])),
            out=tmp_path / str(at),
            downloads=False,
        )
        opened.append(open_serving(tmp_path / str(at)))
    assert len(serving._open) == 2
    assert [one.page(Query(limit=1)).rows[0][0] for one in opened] == [0, 1, 2, 3]
    assert open_serving(tmp_path / "3") is opened[3]


def test_an_open_copy_can_neither_be_written_nor_read_other_files(copy):
    for statement in (
        "DELETE FROM rows",
        "COPY rows TO '/tmp/out.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH 'x.db'",
    ):
        with pytest.raises(Exception, match="read-only|disabled|Permission|not allowed"):
            copy.db.cursor().execute(statement)


def test_rows_out_of_the_download_and_out_of_the_database_are_the_same(copy):
    assert copy.store is not None and copy.store.rows == 300
    asked = Query(sort=[("數量", True), ("日期", False)], limit=300)
    bare = serving.Serving(copy.path, copy.db, copy.fields, copy.rows)
    assert copy.page(asked) == bare.page(asked)
    assert copy.page(Query(limit=300)) == bare.page(Query(limit=300))


def test_a_missing_copy_is_a_file_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_serving(tmp_path)


def test_times_and_amounts_become_a_line(copy):
    spec = choose_chart(copy, config={"font": "x"})
    assert spec is not None
    assert spec["mark"]["type"] == "line"
    assert 3 <= len(spec["data"]["values"]) <= 200
    assert spec["config"] == {"font": "x"}
    assert sum(point["y"] for point in spec["data"]["values"]) == sum(value_of(at) or 0 for at in range(300))


@pytest.mark.parametrize(
    ("header", "row", "mark"),
    [
        ("名,區", lambda at: f"項{at},{'甲乙丙'[at % 3]}區", "bar"),
        ("名,量", lambda at: f"項{at},{at * 31 % 17}", "bar"),
        ("名,說明", lambda at: f"項{at},文{at}", None),
    ],
)
def test_the_chart_follows_from_the_types(tmp_path, header, row, mark):
    refine(
        written(tmp_path, table(header, [row(at) for at in range(60)])), out=tmp_path / "v", downloads=False
    )
    spec = choose_chart(open_serving(tmp_path / "v"))
    assert (spec is None) if mark is None else (spec is not None and spec["mark"]["type"] == mark)


def test_a_chart_can_be_drawn(copy):
    vl_convert = pytest.importorskip("vl_convert")
    assert vl_convert.vegalite_to_svg(choose_chart(copy)).startswith("<svg")


@pytest.mark.parametrize("word", ["是", "有", "Y", "yes", "TRUE", "true", "1", True])
def test_yes_is_asked_for_in_the_words_that_tables_use(copy, word):
    assert len(copy.page(Query(filters=[("是否公開", "eq", word)], limit=300)).row_ids) == 150
