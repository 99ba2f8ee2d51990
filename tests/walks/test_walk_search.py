"""The search in a browser: what somebody has just written is found within two seconds, narrowed, followed, and marked."""

from __future__ import annotations

import re
import secrets
import time

import pytest

from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
AT_ONCE = 2.0  # seconds from the answer to who wrote it until everybody finds it
BUILT = 60.0  # seconds in which a site that was just started has its first index


def wait_for_an_index(walker: Walker) -> None:
    end = time.monotonic() + BUILT
    while walker.window.request.get("/api/v1/search").status == 503:
        assert time.monotonic() < end, "no index was built"
        time.sleep(0.5)


def write(walker: Walker, words: str) -> float:
    """Write an opinion; returns when the page with its number came."""
    walker.go("/topics/riverside/")
    walker.press("Write an opinion")
    walker.press("Go on")
    walker.write("text", f"河岸步道的臺階太高，請加設坡道。{words}")
    walker.press("Go on")
    walker.press("Send my opinion")
    walker.window.wait_for_url(re.compile("/sent/"))
    return time.monotonic()


def seconds_until_found(walker: Walker, words: str, since: float) -> float:
    turn = 0
    while True:
        turn += 1
        told = walker.window.request.get("/api/v1/search", params={"q": words, "n": str(turn)}).json()
        if told["total"]:
            return time.monotonic() - since
        assert time.monotonic() < since + 10, "it is not found at all"


@pytest.mark.parametrize("way", WAYS)
def test_what_was_written_is_found_at_once_and_the_search_leads_there(walkers, demo_site, way):
    reader = walkers(way)
    wait_for_an_index(reader)
    words = f"坡道第{secrets.token_hex(4)}號"
    assert seconds_until_found(reader, words, write(reader, words)) < AT_ONCE
    reader.go("/search/")
    reader.write("q", f"台階 {words.upper()}", within="main form")  # written 臺階, in small letters
    reader.press("Search", within="main form")
    assert reader.window.locator("main article").count() == 1
    assert "臺階" in reader.window.locator("main mark").all_inner_texts()
    reader.fit()
    reader.click("main article a")
    assert words in reader.text


def test_filters_narrow_step_by_step_and_a_dead_end_shows_ways_out(walkers, demo_site):
    reader = walkers(("zh-hant", 360, False))
    wait_for_an_index(reader)
    reader.go("/search/?q=河岸")
    choice = reader.window.locator("aside a", has_text="案件").first
    count = int(re.search(r"\(([\d,]+)\)", choice.locator("xpath=..").inner_text()).group(1).replace(",", ""))
    reader.click(choice)
    assert f"共 {count:,} 筆結果" in reader.text
    reader.go("/search/?q=河岸 查無此字之詞")
    assert reader.sees("Nothing was found")
    reader.click(reader.window.locator("main").get_by_role("link", name="只找「河岸」"))
    assert reader.window.locator("main article").count() > 0
