"""The filters of the register are drawn once for all who filter alike, and never show what somebody else typed."""

from __future__ import annotations

import pytest

from builders import make_unit
from lightwell.casework import pages

pytestmark = pytest.mark.django_db


def page_of(client, query: str = "", language: str = "") -> str:
    answer = client.get(f"{language}/register/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def drawings(monkeypatch) -> list[str]:
    """The queries for which the filters were drawn."""
    drawn: list[str] = []
    draw = pages._draw
    monkeypatch.setattr(pages, "_draw", lambda form, query: drawn.append(query) or draw(form, query))
    pages._kept.cache_clear()
    return drawn


def test_the_same_filters_are_drawn_once(client, drawings):
    make_unit("roads")
    for query in ("?unit=roads", "?unit=roads&unknown=1", "?unit=roads"):
        assert 'value="roads" selected' in page_of(client, query)
    assert drawings == ["unit=roads"]


def test_other_filters_another_language_and_a_renamed_unit_are_drawn_anew(client, drawings):
    unit = make_unit("roads", name="道路處", name_en="Roads Office")
    assert 'value="roads" selected' in page_of(client, "?unit=roads")
    assert 'value="roads" selected' not in page_of(client)
    assert "Roads Office" in page_of(client, language="/en")
    unit.name = "路政處"
    unit.save()
    page = page_of(client)
    assert "路政處" in page and "道路處" not in page
    assert len(drawings) == 4


def test_what_was_typed_wrongly_is_shown_to_whoever_typed_it_alone(client, drawings):
    first, second = page_of(client, f"?q={'a' * 101}"), page_of(client, f"?q={'b' * 101}")
    assert "a" * 101 in first and "b" * 101 in second and "a" * 101 not in second
    assert len(drawings) == 2
