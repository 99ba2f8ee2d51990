"""Data in a browser: somebody asks, an office promises a day and moves it, an editor links the dataset, everybody sees the chain."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

import pytest

from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
NUMBER = re.compile(r"DR-\d{3}-\d{6}")


@pytest.mark.parametrize("way", [WAYS[1], WAYS[2]])
def test_data_that_is_asked_for_is_promised_moved_and_given(walkers, demo_site, way):
    citizen, office = walkers(way), walkers(way)
    title = f"公車站候車亭照明 {secrets.token_hex(3)}"
    number = ask(citizen, title)
    accept(office, number)
    answer_with_a_day(office, number, title)
    see_the_promise(citizen, number, title)
    move_the_day(office, title)
    keep_the_promise(office)
    see_the_data(citizen, number)


def ask(citizen: Walker, title: str) -> str:
    citizen.go("/data-requests/")
    citizen.press("Ask for data")
    citizen.press("Go on")
    assert citizen.sees("Say in a few words which data you need.")  # an empty form says what is missing
    if citizen.script:
        field = citizen.window.locator("[name='title']")
        field.press_sequentially("公車站牌候車人次", delay=5)
        citizen.window.locator(
            "[aria-live] .govuk-inset-text"
        ).wait_for()  # what there is already, while one types
        citizen.fit()
    citizen.write("title", title)
    citizen.write("text", "每一座候車亭有沒有照明、幾盞燈、何時更換。")
    citizen.window.locator("main select[name='unit']").select_option("transport")
    citizen.press("Go on")
    assert title in citizen.text
    citizen.fit()
    citizen.window.locator("main").get_by_role("button", name=citizen.say("Send my request")).dblclick()
    citizen.window.wait_for_url(re.compile("/sent/"))
    citizen.window.wait_for_load_state("networkidle")  # of both clicks
    citizen.fit()
    (number,) = set(NUMBER.findall(citizen.heading + citizen.text))
    found = citizen.window.request.get("/api/v1/data-requests", params={"q": title[-6:]}).json()
    assert [request["number"] for request in found["data_requests"]] == [number]
    return number


def accept(office: Walker, number: str) -> None:
    office.go("/topics/")
    office.become("officer")
    office.go(f"/desk/{number}/")
    office.open("accept")
    office.click("#accept form button")


def answer_with_a_day(office: Walker, number: str, title: str) -> None:
    """The form demands the day that the outcome needs, and keeps the answer that was typed."""
    office.press("Answer the request", within="#answer")
    office.choose("outcome", "promised")
    office.write("text", "盤點後公布。")
    office.press("Publish the answer")
    assert office.sees("Name the day on which the data opens.")
    assert office.window.locator("[name='text']").input_value() == "盤點後公布。"
    office.fit()
    office.write("opens_on", str(date.today() + timedelta(days=200)))  # noqa: TID251  (far enough on any clock of the demo)
    office.press("Publish the answer")
    assert office.sees("The answer is public now.")


def see_the_promise(citizen: Walker, number: str, title: str) -> None:
    citizen.go(f"/register/{number}/")
    assert citizen.say("Will be provided", "outcome") in citizen.text
    citizen.fit()
    citizen.click("#chain a[href*='/disclosures/']")
    assert title in citizen.heading and number in citizen.text
    citizen.fit()
    citizen.go("/unlock/")
    assert title in citizen.text
    citizen.fit()


def move_the_day(office: Walker, title: str) -> None:
    office.go("/topics/")  # a page that editors may see too
    office.become("editor")
    office.go("/publish/")
    office.press("Data that is not open: decisions, reviews and promised days")
    office.click(office.window.locator("main").get_by_role("link", name=title))
    office.open("move")
    office.write("opens_on", str(date.today() + timedelta(days=230)), within="#move")  # noqa: TID251
    office.click("#move form button")
    assert office.sees("Everybody reads this; the old day stays beside it.")  # the reason is missing
    office.write("reason", "燈具清查比預期久。", within="#move")
    office.click("#move form button")
    assert "燈具清查比預期久。" in office.text
    office.fit()


def keep_the_promise(office: Walker) -> None:
    office.open("keep")
    office.window.locator("#keep select[name='dataset']").select_option(index=1)
    office.click("#keep form button")
    assert office.sees("It is open.")


def see_the_data(citizen: Walker, number: str) -> None:
    citizen.go(f"/register/{number}/")
    provided = citizen.say("Provided", "outcome")
    citizen.until(
        lambda: provided in citizen.text, citizen.window.reload
    )  # public pages are kept for seconds
    citizen.click("#chain a[href*='/datasets/']")
    assert number in citizen.window.locator("aside").first.inner_text()
    citizen.fit()
    citizen.go("/disclosures/")
    citizen.fit()
