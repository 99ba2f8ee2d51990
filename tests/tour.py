"""Makes ``docs/tour.md`` and its pictures: ``make tour`` starts the demo city and walks every loop in Chromium, in both languages."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import databases

databases.choose()

import os  # noqa: E402

os.environ["DJANGO_SETTINGS_MODULE"] = "lightwell.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread

import django  # noqa: E402

django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

import tour_loops  # noqa: E402
from journeys import CHROMIUM, running_site  # noqa: E402
from tour_steps import LOOPS  # noqa: E402
from walks.test_walk_loop_one import ALIKE, ANSWER  # noqa: E402
from walks.test_walk_loop_two import describe, messy, send  # noqa: E402
from walks.walker import Walker, numbers_in  # noqa: E402

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = DOCS / "pictures"
OPINION = {"zh": f"{ALIKE}，帶小孩更久。", "en": f"{ALIKE}，推嬰兒車更久。"}
LANGUAGES = {"zh": ("zh-hant", 1280, 860), "en": ("en", 412, 860)}


def main() -> int:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        print("The tour needs Chromium on PATH (Debian: apt install chromium).", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="lightwell-tour-"))
    home.chmod(0o711)
    try:
        with (
            running_site(home, prepare=("migrate", "static", "demo"), LIGHTWELL_DEMO="1") as site,
            sync_playwright() as playwright,
        ):
            chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
            tours = [Tour(chromium, site.url, short) for short in LANGUAGES]
            for tour in tours:
                loop_one(tour)
                loop_two(tour)
                tour_loops.petition(tour)
                tour_loops.service(tour)
                tour_loops.data(tour)
                tour_loops.bridges(tour, home / "run")
            move_the_clock(tours[0].person())
            for tour in tours:
                late(tour)
            chromium.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
        databases.give_back()
    (DOCS / "tour.md").write_text(page(), encoding="utf-8")
    return 0


class Tour:
    """One language: makes windows of its width and keeps pictures under its name."""

    def __init__(self, chromium: Any, address: str, short: str) -> None:
        self.chromium, self.address, self.short = chromium, address, short
        self.language, self.width, self.height = LANGUAGES[short]

    def person(self) -> Walker:
        context = self.chromium.new_context(
            base_url=self.address, locale="zh-TW", timezone_id="Asia/Taipei",
            viewport={"width": self.width, "height": self.height},
        )  # fmt: skip
        return Walker(context.new_page(), self.language)

    def picture(self, name: str, walker: Walker, at: str = "") -> None:
        if at:
            walker.window.locator(at).first.evaluate("e => e.scrollIntoView({block: 'start'})")
        else:
            walker.window.evaluate("window.scrollTo(0, 0)")
        walker.window.screenshot(path=PICTURES / f"{name}-{self.short}.jpg", type="jpeg", quality=60)


def loop_one(tour: Tour) -> None:
    citizen, office, picture = tour.person(), tour.person(), tour.picture
    citizen.go("/")
    picture("home", citizen)
    citizen.go("/topics/riverside/")
    picture("topic", citizen)
    citizen.go("/topics/riverside/write/")
    citizen.write("text", OPINION[tour.short])
    citizen.write("email", f"parent-{tour.short}@people.example")
    picture("write", citizen)
    citizen.press("Go on")
    picture("check", citizen)
    citizen.window.locator("main").get_by_role("button", name=citizen.say("Send my opinion")).click()
    citizen.window.wait_for_url(re.compile("/sent/"))
    picture("sent", citizen)
    number = numbers_in(citizen.heading + citizen.text)[0]
    answer(office, number, picture)
    show_in_public(citizen, number, picture)


def answer(office: Walker, number: str, picture: Callable[..., None]) -> None:
    office.go("/topics/")
    office.become("lead")
    office.go("/desk/")
    picture("desk", office)
    office.go(f"/desk/{number}/")
    office.open("accept")
    office.window.locator("#accept form button").click()
    office.open("assign")
    office.window.locator("#assign select[name='officer']").select_option("shuqing@chengchuan.example")
    office.window.locator("#assign form button").click()
    office.become("officer")
    office.go(f"/desk/{number}/")
    office.window.locator("#answer textarea").fill(ANSWER)
    office.press("Preview", within="#answer")
    picture("preview", office)
    office.press("Publish the answer")
    office.go(f"/desk/{number}/")
    office.open("close")
    office.window.locator("#close input[value='adopted']").check()
    office.window.locator("#close textarea").fill("納入第二期工程。")
    office.window.locator("#close form button").click()
    office.window.wait_for_load_state()


def show_in_public(citizen: Walker, number: str, picture: Callable[..., None]) -> None:
    citizen.go(f"/register/{number}/")
    ok = citizen.window.locator("#answer .lw-proof--ok")
    citizen.until(lambda: ok.count() > 0, citizen.window.reload)
    picture("matter", citizen, "main")
    ok.get_by_role("link", name=citizen.say("See the proof")).click()
    picture("act", citizen)
    citizen.go("/mail/")
    picture("mail", citizen)


def move_the_clock(anybody: Walker) -> None:
    anybody.go("/about/")
    anybody.window.locator("form[action$='/demo/move/'] button").click()
    anybody.window.wait_for_load_state()


def late(tour: Tour) -> None:
    anybody = tour.person()
    anybody.go("/register/?overdue=on")
    tour.picture("late", anybody, "main table")


def loop_two(tour: Tour) -> None:
    editor, reader, picture = tour.person(), tour.person(), tour.picture
    slug = f"bus-stops-{tour.short}"
    describe(editor, slug)
    send(editor, messy())
    picture("report", editor)
    editor.press("Publish this version", within="#publish")
    editor.window.wait_for_load_state()
    reader.go("/datasets/riverside-counts/")
    picture("dataset", reader)
    reader.go("/datasets/riverside-counts/rows/")
    picture("rows", reader)
    reader.go("/record/")
    picture("record", reader)


def page() -> str:
    """Return the tour as Markdown."""
    lines = [
        "# Tour 導覽",
        "",
        "Made by `make tour`, which walks the demo city in a real browser; nobody in it exists.",
        "",
    ]
    for title, steps in LOOPS:
        lines += [f"## {title}", ""]
        for number, (name, zh, en) in enumerate(steps, 1):
            lines += [f"### {number}. {en}", "", zh, ""]
            lines += [
                f"| 中文 | English |\n|---|---|\n| ![{zh}](pictures/{name}-zh.jpg) | ![{en}](pictures/{name}-en.jpg) |",
                "",
            ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
