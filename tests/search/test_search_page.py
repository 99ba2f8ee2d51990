"""The page of the search: one box, no script needed, every view an address, every mistake explained."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client

from bridges.lamps import lamps_known, touched
from builders import make_unit


@pytest.fixture
def lamps():
    with lamps_known() as known:
        yield known


@pytest.fixture
def page(index, lamps):
    make_unit("roads", name="養護工程處", name_en="Road Office")
    make_unit("parks", name="公園處", name_en="Park Office")
    for n in range(45):
        touched(
            lamps.light(f"n{n}", title=f"路燈 {n}", text="臺北市的路燈", unit="parks" if n % 3 else "roads")
        )
    touched(lamps.light("bad", title="<b>路燈</b> & 日晷", text="<script>alert(1)</script>日晷"))
    index()

    def get(path: str, status: int = 200) -> str:
        response = Client().get(path)
        assert response.status_code == status, response.content
        return response.content.decode()

    return get


def test_it_says_how_many_and_marks_the_words_where_they_stand(page):
    text = page("/search/?q=台北")
    assert "共 45 筆結果" in text and "<mark>臺北</mark>市的路燈" in text
    assert "45 results" in page("/en/search/?q=台北")


def test_words_of_others_are_escaped(page):
    text = page("/search/?q=日晷")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<mark>日晷</mark>" in text
    assert "&lt;b&gt;路燈&lt;/b&gt; &amp; <mark>日晷</mark>" in text
    assert "<script>alert" not in page("/search/?q=<script>alert(1)</script>")


def test_filters_are_links_with_counts_that_narrow_and_are_taken_away_again(page):
    text = page("/search/?q=路燈")
    href = re.search(r'href="([^"]+unit=parks)">公園處</a> \(30\)', text).group(1).replace("&amp;", "&")
    narrowed = page(href)
    assert "共 30 筆結果" in narrowed and "(15)" in narrowed
    away = re.search(r'<strong>公園處</strong> <a[^>]+href="([^"]+)"', narrowed).group(1)
    assert f"q={quote('路燈')}" in away and "unit" not in away


def test_pages_follow_each_other(page):
    assert "page=3" in page("/search/?q=路燈&page=2")
    assert page("/search/?q=路燈&page=3").count("<article") == 6


@pytest.mark.parametrize(
    "query",
    [
        "wing=x",
        "kind=x",
        "state=x",
        "state=lamp.x",
        "unit=X%20Y",
        "page=0",
        "page=x",
        "page=101",
        "page=９",
        "q=" + "長" * 201,
    ],
)
def test_what_cannot_be_understood_is_said_with_the_box_still_filled(page, query):
    text = page(f"/search/?q=路燈&{query}" if not query.startswith("q=") else f"/search/?{query}", 400)
    assert 'role="alert"' in text and 'name="q"' in text
    api = Client().get(f"/api/v1/search?{query}")
    assert api.status_code == 400 and api.json()["error"]["field"] in query


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%ED%A0%80", "q=%22", "q=" + quote("“「"), "q=a%20" * 9, "q=*&q=?", "x=1", "unit=nobody"],
)
def test_odd_questions_get_an_answer(page, query):
    page(f"/search/?{query}")
    assert Client().get(f"/api/v1/search?{query}").status_code == 200


def test_nothing_found_offers_what_does_find_something(page):
    text = page("/search/?q=路燈 火星&wing=opendata")
    assert "查無結果" in text and "只找「路燈」</a> (46)" in text and "只找「火星」" not in text
    text = page("/search/?q=路燈&unit=roads&kind=unit")
    assert "不限「養護工程處」" not in text and re.search(r"不限「機關」</a> \(15\)", text)


def test_the_page_needs_no_database_and_sets_no_cookie(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().get("/search/?q=路燈")
    assert "max-age=2" in response.headers["Cache-Control"] and not response.cookies


def test_browsers_are_told_how_to_search_here(page):
    assert "/search/opensearch.xml" in page("/search/")
    told = page("/en/search/opensearch.xml")
    assert "/en/search/?q={searchTerms}" in told


def test_the_api_tells_the_same(page):
    told = Client().get("/api/v1/search?q=路燈&unit=roads&limit=2&page=2").json()
    assert (told["total"], len(told["hits"])) == (15, 2)
    assert {hit["unit"] for hit in told["hits"]} == {"roads"}
    assert {"value": "parks", "count": 30} in told["facets"]["unit"]
    assert told["hits"][0]["url"].endswith(f"/lamps/{told['hits'][0]['id']}/")
