"""Somebody who walks through the site: says what a page says in the language of the walk, and presses what is there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Error

PATIENCE = 20  # seconds until the worker must have sent a letter or read a file


@dataclass
class Walker:
    """A window and the language it is read in. ``press`` and the like take the English words of the source."""

    window: Any
    language: str = "zh-hant"
    script: bool = True

    @property
    def prefix(self) -> str:
        return "/en" if self.language == "en" else ""

    def say(self, words: str, context: str = "") -> str:
        """Return words of the source as this walker reads them."""
        with translation.override(self.language):
            return pgettext(context, words) if context else gettext(words)

    def go(self, path: str) -> Any:
        """Open a page of this walker's language; fails on anything but 200."""
        response = self.window.goto(self.prefix + path)
        assert response.status == 200, (response.status, path)
        return self.window

    def press(self, words: str, *, within: str = "main") -> None:
        """Press the first button or link of these words."""
        place, named = self.window.locator(within), re.compile(rf"^\s*{re.escape(self.say(words))}( .)?\s*$")
        self.click(place.get_by_role("button", name=named).or_(place.get_by_role("link", name=named)))

    def click(self, what: Any) -> None:
        """Click the first of what a locator (or its selector) finds, and wait for the page that it leads to."""
        locator = self.window.locator(what) if isinstance(what, str) else what
        with self.window.expect_navigation():
            locator.first.click()
        self.window.wait_for_load_state()  # the address changes before the page is there

    def write(self, name: str, text: str, *, within: str = "main") -> None:
        self.window.locator(f"{within} [name='{name}']").fill(text)

    def choose(self, name: str, value: str, *, within: str = "main") -> None:
        self.window.locator(f"{within} input[name='{name}'][value='{value}']").check()

    def sees(self, words: str) -> bool:
        return self.say(words) in self.text

    @property
    def text(self) -> str:
        return str(self.window.locator("main").inner_text())

    @property
    def heading(self) -> str:
        return str(self.window.locator("h1").first.inner_text())

    def go_back(self) -> None:
        """Go back to a page that answered a form; the browser asks whether to send the form again, and we say yes."""
        with suppress(Error):
            self.window.go_back(wait_until="commit")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(Error):  # while the browser is still about to show its question
                self.window.reload()
                return
            time.sleep(0.1)

    def fit(self) -> None:
        """Hold the page, whatever led to it, to what is held of every page: see ``faults``. Axe itself is a script."""
        if self.script:
            found = list(faults(self.window))
            assert found == [], (self.window.url, *found)

    def become(self, key: str) -> None:
        """Switch the role with the bar of the demo; an empty key signs out."""
        self.window.locator("#demo-who").select_option(key)
        self.click("form[action$='/demo/become/'] button")

    def open(self, step: str) -> None:
        """Unfold a step of the desk, if it is folded."""
        if not self.window.locator(f"#{step} form").first.is_visible():
            self.window.locator(f"#{step} summary").first.click()

    def until(self, there: Callable[[], bool], again: Callable[[], object]) -> None:
        """Do something again, such as loading the page, until what the worker does is there."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, f"not there after {PATIENCE} s: {self.text[:400]}"
            time.sleep(0.3)
            again()

    def letters(self, address: str, subject: str) -> list[str]:
        """Wait for a letter to an address whose subject has these words; return the addresses of all such, newest first."""

        def found() -> list[str]:
            rows = self.window.locator("main tr", has_text=address).filter(has_text=subject)
            return [str(row.get_by_role("link").first.get_attribute("href")) for row in rows.all()]

        self.go("/mail/")
        self.until(lambda: bool(found()), lambda: self.go("/mail/"))
        return found()


def numbers_in(text: str) -> list[str]:
    return re.findall(r"OP-\d{3}-\d{6}", text)


def faults(window: Any) -> Iterator[str]:
    """Yield what axe finds on a page, and what is wider than a telephone."""
    for violation in Axe().run(window).response["violations"]:
        yield f"{violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
    before = window.viewport_size
    window.set_viewport_size({"width": 360, "height": 800})
    width = window.evaluate("document.documentElement.scrollWidth")
    if width > 360:
        yield f"{width} pixels wide on a telephone"
    window.set_viewport_size(before)
