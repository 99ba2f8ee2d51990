"""What a text names: addresses of our own pages in either language, and numbers; nothing of other sites."""

from __future__ import annotations

import string
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridges.lamps import Lamps, lamps_known
from lightwell.bridges.related.finding import MOST, refs_in
from lightwell.kernel.ref import Ref

LETTERS = string.ascii_letters + string.digits
ids = st.builds(
    lambda first, rest: first + rest, st.sampled_from(LETTERS), st.text(LETTERS + "_~-", max_size=40)
)


@pytest.fixture(autouse=True, scope="module")
def lamps() -> Iterator[Lamps]:
    with lamps_known() as known:
        yield known


def site() -> str:
    from django.conf import settings

    return str(settings.SITE_URL)


@given(ids, st.sampled_from(["", "/en"]), st.booleans(), st.sampled_from(["見", "", "（", "\n", "「"]), st.sampled_from(["/", "", "/more/?a=1#b"]))  # fmt: skip
def test_an_address_of_ours_is_found_in_any_text(id, language, whole, before, after):
    address = f"{site() if whole else ''}{language}/lamps/{id}{after}"
    assert refs_in(f"{before}{address}。後面還有字") == [Ref("lamp", id)]


@pytest.mark.parametrize(
    "text",
    [
        "https://other.example/lamps/one/",
        "other.example/lamps/one/",
        "https://other.example:8000/lamps/one/",
        "/old/lamps/one/",
        "lamps/one",
        "/lamps/",
        "/lamps/?q=one",
    ],
)
def test_an_address_of_another_site_or_page_is_not_ours(text):
    assert refs_in(text) == []


def test_a_full_stop_behind_an_address_is_not_part_of_it():
    assert refs_in("See /lamps/one. And (/lamps/two), /lamps/v1.2/.") == [
        Ref("lamp", "one"),
        Ref("lamp", "two"),
        Ref("lamp", "v1.2"),
    ]


def test_a_number_is_found_between_chinese_characters_and_not_within_a_longer_one():
    found = refs_in("依OP-115-000123號意見辦理，XOP-115-0001234567890123不算，op-115-000123也不算")
    assert Ref("matter", "OP-115-000123") in found and {ref.id for ref in found} == {"OP-115-000123"}


def test_each_is_found_once_in_the_order_of_the_text_and_not_without_end():
    assert refs_in("/lamps/b/ /lamps/a/ /lamps/b/") == [Ref("lamp", "b"), Ref("lamp", "a")]
    assert len(refs_in(" ".join(f"/lamps/n{number}/" for number in range(500)))) == MOST


@given(st.text())
def test_any_text_is_read(text):
    refs_in(text)
