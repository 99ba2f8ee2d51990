"""From the home page: a file is dropped, cleaned and deleted; the head's menu and search are there; the clock moves everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.opendata.trial import example
from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
ZONE = "#try"


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "messy.csv"
    path.write_bytes(example.content())
    return path


@pytest.mark.parametrize("way", [WAYS[0], WAYS[3]])
def test_a_file_is_cleaned_on_the_home_page_looked_at_taken_home_and_deleted(walkers, way, file):
    walker = walkers(way)
    window = walker.go("/")
    window.locator(f"{ZONE} input[type=file]").set_input_files(file)
    send(walker)
    assert window.locator("ins", has_text="2025-01-05").first.is_visible()
    assert "114年1月5日" in window.locator("del").first.inner_text()
    assert ("/try/" in window.url) != walker.script  # with a script the answer comes to the page
    walker.fit()
    with window.expect_download() as download:
        window.locator("main").get_by_role("link", name=walker.say("Download as CSV")).or_(
            window.locator("main").get_by_role("button", name=walker.say("Download as CSV"))
        ).first.click()
    assert "2025-01-05" in Path(download.value.path()).read_text("utf-8-sig")
    walker.press("The result on a page of its own")
    address = window.url
    walker.press("Delete it now")
    assert walker.heading == walker.say("The result is deleted")
    assert window.request.get(address).status == 404


def send(walker: Walker) -> None:
    press = walker.window.locator(f"{ZONE} [data-drop-form] button")
    if not walker.script:
        return walker.click(press)
    press.click()
    walker.window.locator("[data-drop-answer]").wait_for()
    return None


def test_a_file_that_is_dropped_is_sent_by_itself_and_a_bad_one_is_explained_in_place(walkers, tmp_path):
    walker = walkers(WAYS[1].values[0])
    window = walker.go("/")
    drop(window, "scan.png", "\\x89PNG")
    answer = window.locator("[data-drop-answer]")
    answer.wait_for()
    assert walker.say("This file could not be read as a table") in answer.inner_text()
    assert window.url.endswith("/en/")
    walker.fit()
    drop(window, "better.csv", "day,visits\\n114/06/17,128\\n114/06/18,305\\n")
    window.locator("ins", has_text="2025-06-17").first.wait_for()
    assert answer.count() == 1


def drop(window: object, name: str, text: str) -> None:
    """Drop a file as a person does: the browser gives it to the frame around the field."""
    window.evaluate(
        f"""() => {{
            const bytes = Uint8Array.from("{text}", (c) => c.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "{name}"));
            const frame = document.querySelector("{ZONE} [data-file-drop]");
            frame.dispatchEvent(new DragEvent("drop", {{ dataTransfer: data, bubbles: true, cancelable: true }}));
        }}"""
    )


@pytest.mark.parametrize("way", [WAYS[1], WAYS[2]])
def test_the_head_leads_to_the_doors_the_search_and_an_accounts_own_pages(walkers, way):
    walker = walkers(way)
    walker.go("/about/")
    doors = walker.window.locator(".lw-nav a")
    assert 4 <= doors.count() <= 6
    walker.press("Have your say", within="header nav")
    assert walker.window.url.endswith("/say/")
    walker.fit()
    search = walker.window.request
    walker.until(
        lambda: search.get("/search/").status == 200, lambda: None
    )  # the index is made after the start
    walker.window.locator("header [name=q]").fill("公車")
    walker.click("header [role=search] button")
    assert "/search/" in walker.window.url
    walker.become("officer")
    assert walker.window.locator("#demo-who").input_value() == "officer"
    walker.window.locator("header [data-menu] summary").click()
    walker.fit()
    walker.press("My day", within="header")
    assert walker.window.url.endswith("/desk/")
    walker.window.locator("header [data-menu] summary").click()
    walker.press("Sign out", within="header")
    walker.press("Sign out")
    assert walker.window.locator("#demo-who").input_value() == ""
