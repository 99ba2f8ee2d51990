"""The desk by keyboard alone: no mouse is touched between signing in and the published answer."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from walks.walker import Walker, numbers_in

pytestmark = pytest.mark.journey
FOCUSED = """() => {
  const control = document.activeElement;
  if (control === document.body) return "";
  return control.matches("input, select, textarea") ? control.name : control.textContent.trim();
}"""
FOCUS_SHOWS = """() => {
  const control = document.activeElement;
  const look = () => { const s = getComputedStyle(control); return [s.outline, s.boxShadow, s.borderColor, s.backgroundColor].join() };
  const focused = look();
  control.blur();
  const blurred = look();
  control.focus({focusVisible: true});
  return focused !== blurred;
}"""


def focused(window: Any) -> str:
    """Return what has the focus: its name or its words."""
    return str(window.evaluate(FOCUSED))


def tab_to(walker: Walker, words: str) -> None:
    """Press Tab until a control with these words has the focus, and see that it shows."""
    for _press in range(60):
        walker.window.keyboard.press("Tab")
        if words in focused(walker.window):
            assert walker.window.evaluate(FOCUS_SHOWS), f"the focus on {words} cannot be seen"
            return
    raise AssertionError(f"Tab never reaches {words}")


@pytest.mark.parametrize(("language", "who"), [("zh-hant", "officer"), ("en", "lead")])
def test_an_answer_is_written_previewed_and_published_without_a_mouse(walkers, demo_site, language, who):
    number = new_opinion(walkers((language, 1280, False)))
    desk = walkers((language, 1280, True))
    desk.go("/topics/")
    desk.become(who)
    desk.go("/desk/")
    keys = desk.window.keyboard
    for _step in range(40):
        keys.press("j")
        if number in focused(desk.window):
            break
    assert number in focused(desk.window)
    keys.press("k")
    assert number not in focused(desk.window)
    keys.press("j")
    keys.press("Enter")
    desk.window.wait_for_url(f"**/desk/{number}/**")
    take_first_steps(desk)
    keys.press("a")
    assert focused(desk.window) == "text"
    keys.type("Thank you. **We look at it** on Monday; a, s, p and y are letters here.")
    tab_to(desk, desk.say("Preview"))
    with desk.window.expect_navigation():
        keys.press("Enter")
    assert desk.say("Preview of the answer") in desk.heading
    with desk.window.expect_navigation():
        keys.press("y")
    assert (
        number in desk.window.url and desk.window.get_by_text("a, s, p and y are letters here").count() >= 1
    )
    with desk.window.expect_navigation():
        keys.press("u")
    assert desk.window.url.endswith("/desk/")


def new_opinion(citizen: Walker) -> str:
    citizen.go("/topics/riverside/write/")
    citizen.write("text", f"鍵盤也要走得通的步道。{secrets.token_hex(5)}")
    citizen.press("Go on")
    citizen.press("Send my opinion")
    (number,) = set(numbers_in(citizen.text))
    return number


def take_first_steps(desk: Walker) -> None:
    """Accept, then take it oneself or give it to oneself; each by Tab and Enter."""
    for step in ("accept", "assign"):
        if desk.window.locator(f"#{step} select").count():
            tab_to(desk, "officer")
            desk.window.keyboard.press("ArrowDown")
        button = desk.window.locator(f"#{step} form button")
        if not button.is_visible():
            tab_to(desk, desk.window.locator(f"#{step} summary").inner_text().strip())
            desk.window.keyboard.press("Enter")
        tab_to(desk, button.inner_text().strip().splitlines()[0])
        with desk.window.expect_navigation():
            desk.window.keyboard.press("Enter")
