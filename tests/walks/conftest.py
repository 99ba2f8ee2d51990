"""Windows on the demo city: wide or narrow, with or without JavaScript; what a page writes to its console fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from walks.walker import Walker

WAYS = [
    pytest.param(("zh-hant", 1280, True), id="Chinese, wide"),
    pytest.param(("en", 360, True), id="English, narrow"),
    pytest.param(("zh-hant", 360, False), id="Chinese, narrow, without JavaScript"),
    pytest.param(("en", 1280, False), id="English, wide, without JavaScript"),
]


def is_fault(message: Any, missing_ok: bool) -> bool:
    """Return whether a console message is an error of ours; that a form came back with its mistakes (422, 409) is not."""
    fine = "404|409|422" if missing_ok else "409|422"
    return message.type == "error" and not re.search(rf"status of ({fine}) ", message.text)


@pytest.fixture
def opened(browser: Any, demo_site: Any) -> Iterator[Callable[..., Any]]:
    """Open a window of its own, as another person's browser."""
    said: list[str] = []
    contexts: list[Any] = []

    def open_window(width: int = 1280, script: bool = True, missing_ok: bool = False) -> Any:
        context = browser.new_context(
            base_url=demo_site.url, locale="zh-TW", timezone_id="Asia/Taipei", java_script_enabled=script,
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        window = context.new_page()
        window.on(
            "console", lambda message: said.append(message.text) if is_fault(message, missing_ok) else None
        )
        window.on("pageerror", lambda error: said.append(str(error)))
        return window

    yield open_window
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def walkers(opened: Callable[..., Any]) -> Callable[[tuple[str, int, bool]], Walker]:
    """Make walkers of one way, each with a browser of their own."""

    def walker(way: tuple[str, int, bool]) -> Walker:
        language, width, script = way
        return Walker(opened(width, script), language, script)

    return walker
