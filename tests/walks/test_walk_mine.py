"""Following, related and mine in a browser: asked for, confirmed, told once, stopped; two pages related by an office."""

from __future__ import annotations

import re
import secrets

import pytest

from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
TOPIC = "/topics/riverside/"


@pytest.mark.parametrize("way", [WAYS[0], WAYS[3]])
def test_a_reader_follows_a_topic_hears_that_it_was_related_and_stops(walkers, way):
    reader, office, letters = walkers(way), walkers(way), walkers((way[0], 1280, True))
    address = f"reader-{secrets.token_hex(4)}@people.example"
    ask(reader, address)
    confirm(letters, address)
    related = relate(office)
    see_both_ends(reader, related)
    stop(letters, address)
    take_back(office)


@pytest.mark.parametrize("way", [WAYS[1], WAYS[2]])
def test_a_citizen_finds_everything_on_one_page_and_takes_it_along(walkers, way):
    citizen = walkers(way)
    citizen.go(TOPIC)
    citizen.become("citizen")
    citizen.go(TOPIC)
    citizen.press("Follow by mail")
    citizen.choose("often", "daily")
    citizen.click("main form button[type='submit']")
    citizen.fit()
    citizen.go("/mine/")
    assert citizen.say("Needs you") in citizen.text
    assert citizen.window.locator("#follows").get_by_role("link").count() >= 1
    citizen.fit()
    told = citizen.window.request.get(f"{citizen.prefix}/mine/my-data.json").json()
    assert any(row["id"] == "riverside" and row["often"] == "daily" for row in told["sections"]["follows"])
    citizen.go("/follows/")
    citizen.click("main button[name='stop_all']")
    assert citizen.sees("You follow nothing yet.")
    citizen.fit()


def ask(reader: Walker, address: str) -> None:
    reader.go(TOPIC)
    reader.press("Follow by mail")
    reader.press("Follow this")
    assert reader.sees("Write your e-mail address, like name@example.org.")
    reader.write("email", address)
    reader.fit()
    reader.press("Follow this")
    assert reader.say("Look into your letter box") in reader.heading
    reader.fit()


def confirm(letters: Walker, address: str) -> None:
    letters.letters(address, "")
    letters.window.goto(letters.letters(address, "")[0])
    letters.click("main a[href*='/follows/confirm/']")
    letters.fit()
    letters.press("Yes, follow this")
    assert letters.say("You follow this now") in letters.heading
    letters.press("All that you follow")
    assert letters.say("What I follow") in letters.heading
    letters.fit()


def relate(office: Walker) -> str:
    """The head of the unit says that a unit belongs to the topic; returns the path of that unit's page."""
    office.go("/units/")
    path = str(office.window.locator("main a[href*='/units/']").first.get_attribute("href"))
    office.become("lead")
    office.go("/desk/related/?source=topic/riverside")
    office.write("target", path)
    office.press("Relate them")
    assert office.sees("Choose how the two are related.")
    office.choose("way", "beside")
    office.write("note", "一起辦理")
    office.press("Relate them")
    assert office.sees("The two are related now. Both pages show it within seconds.")
    office.fit()
    return path


def see_both_ends(reader: Walker, path: str) -> None:
    for place, other in ((TOPIC, path), (re.sub(r"^/en", "", path), TOPIC)):
        reader.go(place)
        link = reader.window.locator(f"#related a[href$='{re.sub(r'^/en', '', other)}']")
        reader.until(lambda link=link: link.count() > 0, reader.window.reload)
    reader.press("How this is known")
    reader.fit()


def stop(letters: Walker, address: str) -> None:
    """The letter says what happened; its link stops with one press, without signing in."""

    def about_it() -> list[str]:
        return letters.letters(address, letters.say("Linked with another page"))

    letters.go("/mail/")
    letters.window.goto(about_it()[0])
    assert letters.window.locator(f"main a[href*='{TOPIC}']").count() == 1
    letters.click("main a[href*='/follows/stop/']")
    letters.fit()
    letters.press("Stop")
    assert letters.say("No more letters") in letters.heading


def take_back(office: Walker) -> None:
    office.go("/desk/related/?source=topic/riverside")
    office.click("main button[name='part']")
    assert office.sees("The link is taken back. The record keeps that it was made.")
