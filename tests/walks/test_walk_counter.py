"""The counter types in a sheet of paper, its scan beside the form, and prints the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from walks.conftest import WAYS
from walks.walker import Walker, numbers_in

pytestmark = pytest.mark.journey
SHEET = """<body style="margin:0;padding:48px;width:640px;font:26px/2 'Noto Serif CJK TC',serif;color:#123;background:#fdfbf3">
<p style="text-align:center;font-size:32px;border-bottom:2px solid #345">河岸步道說明會 意見單</p>
<p>一、入口的擋車柱太密，嬰兒車推不過去。</p><p>二、希望河邊廁所多一間，現在走到最近的要二十分鐘。</p>
<p>三、入口的擋車柱太密，嬰兒車推不過去。</p></body>"""
LINES = (
    "入口的擋車柱太密，嬰兒車推不過去。",
    "希望河邊廁所多一間，現在走到最近的要二十分鐘。",
    "入口的擋車柱太密，嬰兒車推不過去。",
)


@pytest.fixture(scope="module")
def scan(browser: Any) -> bytes:
    """A photograph of a sheet, as near as a browser gets."""
    page = browser.new_page(viewport={"width": 736, "height": 520})
    page.set_content(SHEET)
    picture: bytes = page.screenshot(type="jpeg", quality=70)
    page.close()
    return picture


@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_with_three_lines_is_typed_in_beside_its_scan_and_each_line_gets_a_number(walkers, scan, way):
    counter = walkers(way)
    begin(counter, scan)
    type_in(counter)
    see_what_was_said_before(counter)
    numbers = enter(counter)
    look_them_up(walkers(way), numbers)


def begin(counter: Walker, scan: bytes) -> None:
    counter.go("/topics/")
    counter.become("helper")
    counter.go("/desk/transcribe/")
    counter.window.locator("select[name='topic']").select_option("riverside")
    counter.choose("channel", "paper")
    counter.write("number", "A-17")
    counter.window.locator("input[name='scan']").set_input_files(
        {"name": "sheet.jpg", "mimeType": "image/jpeg", "buffer": scan}
    )
    counter.press("Begin")
    assert counter.window.locator("[name='line-0-text']").count() == 1, counter.text


def type_in(counter: Walker) -> None:
    for place, line in enumerate(LINES):
        counter.write(f"line-{place}-text", line)
    counter.press("Save and look for the same")
    counter.until(lambda: shows_scan(counter), lambda: counter.press("Save and look for the same"))


def shows_scan(counter: Walker) -> bool:
    picture = counter.window.locator("main img")
    return bool(picture.count()) and bool(picture.first.evaluate("i => i.complete && i.naturalWidth > 0"))


def see_what_was_said_before(counter: Walker) -> None:
    """The second line was said by somebody before, the third stands on the sheet itself."""
    counter.press("Enter all lines")
    assert counter.window.locator("main [name='line-1-merge']").count() >= 2
    assert counter.window.locator("main [name='line-2-merge'][value='line:1']").count() == 1
    problem = counter.window.locator("main .lw-notice--error, main [role='alert']").first.inner_text()
    assert "2" in problem and "3" in problem
    counter.fit()
    for place in range(3):
        keep = counter.window.locator(f"main [name='line-{place}-merge'][value='own']")
        if keep.count():
            keep.check()
    counter.choose("line-2-merge", "line:1")


def enter(counter: Walker) -> list[str]:
    counter.press("Enter all lines")
    assert counter.window.url.endswith("/slips/")
    counter.fit()
    numbers = [heading.strip() for heading in counter.window.locator("article h2").all_inner_texts()]
    assert len(numbers) == 3 and numbers_in(" ".join(numbers)) == numbers
    return numbers


def look_them_up(public: Walker, numbers: list[str]) -> None:
    for number in numbers[:2]:
        public.go(f"/register/{number}/")
        assert public.say("Paper sheet") in public.text
    public.go(f"/register/{numbers[2]}/")
    assert numbers[0] in public.text  # joined with the first line of its own sheet
    public.go(f"/register/{numbers[0]}/receipt/")
    assert numbers[0] in public.text and public.window.locator("main svg").count() >= 1
