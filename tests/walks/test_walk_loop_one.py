"""Loop one in a browser: an opinion is written, numbered, answered, given an outcome, and proved to outsiders."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

import pytest

from walks.conftest import WAYS
from walks.walker import Walker, numbers_in

pytestmark = pytest.mark.journey
ALIKE = "希望河邊廁所多一間，現在走到最近的要二十分鐘"  # an opinion of the demo
ANSWER = "**感謝**您的意見。\n\n- 第二期工程增設一間\n- 完工前先設流動廁所"


def words_of() -> str:
    """An opinion that is new each time and much like one of the demo."""
    return f"{ALIKE}，帶小孩更久。第 {secrets.token_hex(4)} 次說。"


def unfolded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("way", WAYS)
def test_an_opinion_is_written_once_answered_in_time_and_proved(walkers, demo_site, way):
    citizen, office, letters = walkers(way), walkers(way), walkers((way[0], 1280, True))
    words, address = words_of(), f"citizen-{secrets.token_hex(4)}@people.example"
    number, tracking = write(citizen, words, address)
    assert_one_matter_only(citizen, words, number)
    receive(office, number)
    published = answer(office, number)
    conclude(office, number)
    assert_letters_carry_a_link_and_nothing_else(letters, address, number, words)
    read_along(citizen, tracking, number, published)
    find_in_public(citizen, number)


def write(citizen: Walker, words: str, address: str) -> tuple[str, str]:
    citizen.go("/topics/")
    citizen.click("main a[href$='/topics/riverside/']")
    citizen.press("Write an opinion")
    citizen.press("Go on")
    assert citizen.sees("Write what you think.")  # an empty form says what is missing
    citizen.write("text", words)
    citizen.write("email", address)
    citizen.press("Go on")
    assert citizen.say("Is this right?") in citizen.heading and words in citizen.text
    assert ALIKE in citizen.window.locator("#similar").inner_text()
    citizen.fit()
    citizen.press("Change it")
    assert citizen.window.locator("[name='text']").input_value() == words
    citizen.press("Go on")
    citizen.window.locator("main").get_by_role("button", name=citizen.say("Send my opinion")).dblclick()
    citizen.window.wait_for_url(re.compile("/sent/"))
    citizen.window.wait_for_load_state("networkidle")  # of both clicks
    citizen.fit()
    (number,) = set(numbers_in(citizen.heading + citizen.text))
    assert citizen.window.locator("main time").first.is_visible()  # the day of the answer
    tracking = citizen.window.locator("main pre, main code").first.inner_text().strip()
    assert re.search(r"/m/[\w-]{32}/$", tracking)
    return number, tracking


def assert_one_matter_only(citizen: Walker, words: str, number: str) -> None:
    """After reloading, going back, and sending the same form again there is one matter still."""
    citizen.window.reload()
    assert number in citizen.window.content()
    citizen.go_back()
    again = citizen.window.locator("main").get_by_role("button", name=citizen.say("Send my opinion"))
    citizen.click(again)
    citizen.window.wait_for_url(re.compile("/sent/"))
    assert number in citizen.window.content()
    found = citizen.window.request.get("/register.json", params={"q": words[-13:-4]}).json()["matters"]
    assert [matter["number"] for matter in found] == [number]


def receive(office: Walker, number: str) -> None:
    """The officer finds it in My day and accepts it; the head of the unit assigns it."""
    office.go("/topics/")
    office.become("officer")
    office.go("/desk/")
    row = office.window.locator("#new tr, #unassigned tr, main tr", has_text=number).first
    office.click(row.get_by_role("link"))
    office.open("accept")
    office.click("#accept form button")
    office.become("lead")
    office.go(f"/desk/{number}/")
    office.open("assign")
    office.window.locator("#assign select[name='officer']").select_option("shuqing@chengchuan.example")
    office.click("#assign form button")
    assert office.window.locator("main").get_by_text("林書晴").first.is_visible()


def answer(office: Walker, number: str) -> str:
    """Write, look at the preview, publish; returns the preview's text as HTML."""
    office.become("officer")
    office.go(f"/desk/{number}/")
    office.window.locator("#answer textarea").fill(ANSWER)
    office.press("Preview", within="#answer")
    assert office.say("Preview of the answer") in office.heading
    office.fit()
    preview = office.window.locator("article .lw-prose").first.inner_html()
    assert "<strong>感謝</strong>" in preview and preview.count("<li>") == 2
    office.press("Publish the answer")
    return unfolded(preview)


def conclude(office: Walker, number: str) -> None:
    office.go(f"/desk/{number}/")
    office.open("close")
    office.window.locator("#close input[value='adopted']").check()
    office.window.locator("#close textarea").fill("納入第二期工程。")
    office.click("#close form button")
    assert office.say("Adopted", "outcome") in office.text


def assert_letters_carry_a_link_and_nothing_else(
    reader: Walker, address: str, number: str, words: str
) -> None:
    reader.letters(address, number)
    reader.until(
        lambda: reader.window.locator("main tr", has_text=address).count() >= 3, lambda: reader.go("/mail/")
    )
    for href in reader.letters(address, number):
        reader.window.goto(href)
        body = reader.window.locator("main").inner_text()
        assert number in body and words not in body and "流動廁所" not in body and "納入第二期" not in body
        assert reader.window.locator("main a[href*='/m/']").count() >= 1
    reader.click("main a[href*='/m/']")
    assert number in reader.window.locator("main").inner_text()


def read_along(citizen: Walker, tracking: str, number: str, published: str) -> None:
    """The link of the receipt shows the timeline, and the answer to the letter as it was previewed."""
    citizen.window.goto(tracking)
    assert number in citizen.text and citizen.say("What happened so far") in citizen.text
    assert citizen.window.locator("#timeline li").count() >= 5
    shown = citizen.window.locator("article .lw-prose").first.inner_html()
    assert unfolded(shown) == published
    citizen.fit()
    citizen.press("Slip with the number, to print")
    citizen.fit()
    citizen.window.goto(tracking)
    assert "納入第二期工程。" in citizen.text


def find_in_public(citizen: Walker, number: str) -> None:
    """The register has it; the page of the act says that the text is unchanged."""
    citizen.go("/register/")
    citizen.write("q", number)
    citizen.press("Show")
    citizen.click(citizen.window.locator("main table").get_by_role("link", name=re.compile(number)))
    assert citizen.window.locator("#answer").get_by_text("流動廁所").is_visible()
    proof = citizen.window.locator("#answer")
    citizen.until(lambda: proof.locator(".lw-proof--ok").count() > 0, citizen.window.reload)
    citizen.click(proof.get_by_role("link", name=citizen.say("See the proof")))
    assert "/record/acts/" in citizen.window.url
    assert citizen.window.locator("main .lw-proof--ok").count() == 1
    citizen.press("Compare a text that you have")
    citizen.fit()


def test_outsiders_verify_the_record_while_the_site_runs_and_find_the_byte_that_was_changed(
    demo_site, tmp_path
):
    key = demo_site.run("log", "key").stdout.strip()
    good = demo_site.run("log", "verify", f"{demo_site.url}/record", "--key", key)
    assert good.returncode == 0, good.stdout + good.stderr
    copy = tmp_path / "record"
    shutil.copytree(demo_site.home / "record", copy)
    assert demo_site.run("log", "verify", str(copy), "--key", key).returncode == 0
    bundle = sorted(path for path in (copy / "tile" / "entries").rglob("*") if path.is_file())[0]
    flip(bundle, 20)
    bad = demo_site.run("log", "verify", str(copy), "--key", key)
    assert bad.returncode == 1 and re.search(r"entry 0\b", bad.stdout + bad.stderr), bad.stdout + bad.stderr


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
