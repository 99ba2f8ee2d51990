"""How much a page asks of PostgreSQL: a fixed number of queries, however many rows there are, each by an index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from house.test_house_walk import world  # noqa: F401  (the city of the walk)
from lightwell.casework import public as casework
from lightwell.participation.opinions.actions import Words, write_opinion
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.tallies import refresh_tally
from lightwell.record import public as record

pytestmark = pytest.mark.django_db
MOST = 12
QUERIES = {  # of an anonymous reader, in either language; a change here is a decision
    "/": 8,
    "/say/": 4,
    "/try/": 0,
    "/topics/": 3,  # one more when some are concluded
    "/topics/night-bus/": 6,
    "/topics/night-bus/?outcome=adopted": 6,
    "/register/": 3,
    "/register/?q=公車": 3,
    "/register/?unit=transport": 3,
    "/register/?after={number}": 4,
    "/register/{number}/": 8,  # one more when others were merged into it
    "/scoreboard/": 1,
    "/related/topic/night-bus/": 2,
    "/petitions/": 2,
    "/petitions/?state=all": 2,
    "/petitions/{petition}/": 6,
    "/petitions/{petition}/signers/": 2,
    "/petitions/criteria/": 3,
    "/datasets/": 3,
    "/data-requests/": 4,
    "/disclosures/": 2,
    "/disclosures/patrol-routes/": 8,
    "/unlock/": 4,
    "/services/": 1,
    "/services/ride-allowance/": 4,
    "/services/ride-allowance/questions/": 2,
    "/services/ride-allowance/check/": 2,
    "/search/": 0,
    "/search/?q=公車": 0,
    "/search/?q=公車&unit=transport&kind=topic": 0,
    "/record/": 8,
    "/record/acts/{act}/": 6,
    "/about/": 0,
}
DATASET = "/datasets/car-parks/"
ORDERED = (
    "", "kind=opinion", "state=open", "state=opinion.received", "channel=web", "overdue=on", "unit=transport", "sort=due",
    "sort=due&unit=transport", "after={number}", "before={number}", "sort=due&after={number}",
)  # fmt: skip


@pytest.fixture
def address(world) -> Callable[[str], str]:  # noqa: F811
    """Fill the number of an answered matter, and the act of its answer, into an address."""
    casework.sweep()
    refresh_tally(Topic.objects.get(slug="night-bus"))
    matter = casework.Matter.objects.get(number=world.pools["number"][0])
    act = next(act for act in record.acts_of(matter.ref) if act.act == "response.published")
    answering = world.pools["petitions public_id"][1]
    return lambda path: path.format(number=matter.number, act=act.id, petition=answering)


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The queries of the block with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        found.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield found


def queries_of(path: str) -> list[tuple[str, Any]]:
    """What a second look at a page asks; the first one fills what a process keeps."""
    client = Client()
    assert client.get(path).status_code == 200
    with asked() as found:
        client.get(path)
    return found


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_page_asks_a_fixed_number_of_queries(address, path, language):
    found = queries_of(language + address(path))
    assert len(found) == QUERIES[path] <= MOST, "\n".join(sql[:200] for sql, _parameters in found)


@pytest.mark.parametrize("path", [DATASET, DATASET + "rows/", DATASET + "versions/"])
def test_a_page_of_a_dataset_asks_little(address, path):
    assert len(queries_of(path)) <= 5


def test_more_opinions_ask_no_more_queries(address):
    topic = Topic.objects.get(slug="night-bus")
    for number in range(8):
        write_opinion(
            topic=topic,
            words=Words(text=f"第{number}則：請加開班次。"),
            nonce=f"more-opinions-{number}",
            by=None,
        )
    for path, expected in QUERIES.items():
        assert len(queries_of(address(path))) == expected, path


@pytest.mark.parametrize("query", ORDERED)
def test_the_register_is_read_in_the_order_of_an_index(address, query):
    """With other ways made dear, PostgreSQL finds one that neither reads all matters nor sorts them."""
    with asked() as found:
        Client().get("/register/?" + address(query))
    rows = [(sql, parameters) for sql, parameters in found if 'FROM "casework_matter"' in sql]
    assert rows
    for sql, parameters in rows:
        plan = plan_of(sql, parameters)
        assert not re.search(r"Seq Scan on casework_matter|Sort", plan), plan


def test_the_lists_of_the_home_page_are_read_in_the_order_of_an_index(address):
    with asked() as found:
        casework.latest_answers(5)
        casework.longest_overdue(5)
    for sql, parameters in found:
        plan = plan_of(sql, parameters)
        assert not re.search(r"Seq Scan on casework|Sort", plan), plan


def plan_of(sql: str, parameters: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
        cursor.execute("EXPLAIN " + sql, parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute(
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_sort = on; SET LOCAL enable_bitmapscan = on"
        )
    return plan
