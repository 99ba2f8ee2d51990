"""Time passes: due, overdue and escalated can be seen everywhere. Stands last, because the demo's clock never goes back."""

from __future__ import annotations

import re
import secrets

import pytest

from walks.conftest import WAYS
from walks.walker import Walker, numbers_in

pytestmark = pytest.mark.journey
KEPT_LONG = ("/about/", "/scoreboard/", "/units/", "/api/")


def test_an_opinion_that_nobody_answers_becomes_due_overdue_and_escalated_for_all_to_see(walkers):
    public, office = walkers(WAYS[0].values[0]), walkers(WAYS[3].values[0])
    number = write(public)
    office.go("/topics/")
    office.become("officer")
    late_before = overdue(public)
    public.go(f"/register/{number}/")
    assert public.window.locator(".lw-deadline").count() == 1
    old = [day_of_the_demo(public, path) for path in KEPT_LONG]
    move_30_days(public)
    assert not {*old} & {day_of_the_demo(public, path) for path in KEPT_LONG}  # though kept for up to an hour
    see_in_register(public, number, "Due soon")
    move_30_days(public)
    see_in_register(public, number, "Overdue")
    public.go(f"/register/{number}/")
    assert re.search(r"逾期", public.window.locator(".lw-deadline").inner_text())
    office.go("/desk/")
    assert number in office.window.locator("#overdue").inner_text()
    assert overdue(public) > late_before
    above = walkers(WAYS[1].values[0])
    above.go("/topics/")
    above.become("city-lead")
    above.go("/desk/")
    assert number in above.window.locator("#overdue").inner_text()  # it went to the unit above
    above.go(f"/register/{number}/")
    assert "Chengchuan City Government" in above.window.locator(".lw-deadline").inner_text()


def day_of_the_demo(walker: Walker, path: str) -> str:
    walker.go(path)
    return str(walker.window.locator(".lw-demo time").get_attribute("datetime"))


def write(citizen: Walker) -> str:
    citizen.go("/topics/riverside/write/")
    citizen.write("text", f"這一則會等很久。{secrets.token_hex(5)}")
    citizen.press("Go on")
    citizen.press("Send my opinion")
    (number,) = set(numbers_in(citizen.text))
    return number


def move_30_days(walker: Walker) -> None:
    walker.click("form[action$='/demo/move/'] button")


def see_in_register(walker: Walker, number: str, state: str) -> None:
    """Look until the register says so: a page may be kept for two seconds."""
    walker.go(f"/register/?q={number}")
    row = walker.window.locator("main table tbody tr", has_text=number)
    walker.until(lambda: walker.say(state) in row.inner_text(), walker.window.reload)


def overdue(walker: Walker) -> int:
    """Return the overdue matters of the whole city, as the scoreboard counts them."""
    walker.go(f"/scoreboard/?{secrets.token_hex(4)}")  # an address that nobody keeps yet
    row = walker.window.locator("main table tbody tr").first.locator("td").all_inner_texts()
    return int(row[1].split()[0])
