"""A service in a browser: filled in page by page, sent once, completed when asked, decided, and read as a letter with its proof."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest

from lightwell.kernel import clock
from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
NUMBER = re.compile(r"AP-\d{3}-[0-9A-Z]{10}")
REASON = "您住在河東里，不在停車管制區內。"
BASIS = "澄川市居民停車優惠實施要點第 4 點"


@pytest.mark.parametrize("way", [WAYS[0], WAYS[2]])
def test_a_permit_is_applied_for_completed_decided_and_read(walkers, way):
    citizen, office = walkers(way), walkers(way)
    plate = f"WLK-{secrets.randbelow(9000) + 1000}"
    begin(citizen)
    fill_in(citizen, plate)
    number, tracking = send_once(citizen)
    take(office, number, plate)
    ask(office, number)
    complete(citizen, tracking, number)
    decide(office, number)
    read_letter(citizen, tracking, number)


def begin(citizen: Walker) -> None:
    citizen.go("/services/")
    citizen.click("main a[href$='/services/resident-parking/']")
    citizen.fit()
    citizen.click("main a[href$='/apply/resident-parking/']")
    citizen.fit()
    citizen.press("Begin the application")


def fill_in(citizen: Walker, plate: str) -> None:
    citizen.press("Save and go on")  # an empty page says what is missing, and loses nothing
    assert citizen.window.locator("main [aria-invalid='true']").count() == 2
    citizen.fit()
    citizen.write("name", "王小明")
    citizen.write("idnumber", "A123456780")
    citizen.press("Save and go on")
    assert citizen.window.locator("[name='name']").input_value() == "王小明"
    citizen.write("idnumber", "A123456789")
    citizen.press("Save and go on")
    citizen.choose("zone", "harbour")
    citizen.choose("registered", "yes")
    citizen.press("Save and go on")
    citizen.choose("vehicle_kind", "motorcycle")
    citizen.write("plate", plate)
    citizen.press("Save and go on")
    citizen.choose("low_income", "no")
    citizen.write("start", (clock.today() + timedelta(days=20)).isoformat())
    citizen.press("Save and go on")
    citizen.choose("bill", "mail")
    citizen.press("Save and come back later")
    citizen.fit()
    citizen.press("Go on now")


def send_once(citizen: Walker) -> tuple[str, str]:
    """Check, change one answer, and press "Send" twice; Back and Reload lead to the same receipt."""
    assert citizen.say("Check your answers") in citizen.heading
    citizen.fit()
    citizen.click("main a[href$='/q/home/']")
    assert citizen.window.locator("input[name='zone'][value='harbour']").is_checked()
    citizen.choose("zone", "station")
    citizen.press("Save and go on")
    citizen.window.locator("main").get_by_role("button", name=citizen.say("Send the application")).dblclick()
    citizen.window.wait_for_url(re.compile("/sent/"))
    citizen.window.wait_for_load_state("networkidle")
    citizen.fit()
    number = NUMBER.search(citizen.window.locator("main").inner_text())
    assert number
    citizen.go_back()
    citizen.window.wait_for_url(re.compile("/sent/"))
    assert number[0] in citizen.text
    tracking = citizen.window.locator("main pre").first.inner_text().strip()
    assert re.search(r"/m/[\w-]{32}/$", tracking)
    return number[0], tracking


def take(office: Walker, number: str, plate: str) -> None:
    office.go("/")
    office.become("officer")
    office.go(f"/desk/{number}/")
    assert plate in office.text
    office.fit()
    office.open("assign")
    office.window.locator("#assign select").select_option(index=1)
    office.click("#assign form button")


def ask(office: Walker, number: str) -> None:
    office.go(f"/desk/{number}/")
    office.press("Ask for what is missing")
    office.fit()
    office.write("why-plate", "行照上的車牌是另一個號碼。")
    office.press("Ask and stop the clock")
    assert office.sees("The office has asked you for something that is missing.")


def complete(citizen: Walker, tracking: str, number: str) -> None:
    citizen.window.goto(tracking)
    assert "行照上的車牌是另一個號碼。" in citizen.text
    citizen.fit()
    citizen.press("Send what is missing")
    citizen.fit()
    citizen.write("plate", "NEW-2468")
    citizen.press("Send it to the office")
    assert "NEW-2468" in citizen.text and number in citizen.window.content()


def decide(office: Walker, number: str) -> None:
    office.go(f"/desk/{number}/")
    assert "NEW-2468" in office.text
    office.click("#answer a")
    office.choose("result", "refused")
    office.write("reason", REASON)
    office.press("See the letter")  # without an article it comes back
    assert office.window.locator("[name='reason']").input_value() == REASON
    office.write("basis", BASIS)
    office.press("See the letter")
    assert REASON in office.text and BASIS in office.text
    office.fit()
    office.press("Decide and send the letter")
    assert number in office.window.content()


def read_letter(citizen: Walker, tracking: str, number: str) -> None:
    """The person sees the decision, the letter with its proof, and that staff read their answers."""
    citizen.window.goto(tracking)
    assert REASON in citizen.text
    assert citizen.window.locator("#reads tbody tr").count() >= 1
    citizen.press("Read or print the letter")
    assert number in citizen.text and BASIS in citizen.text
    proof = citizen.window.locator("main .lw-proof--ok")
    citizen.until(lambda: proof.count() > 0, citizen.window.reload)
    citizen.fit()
    citizen.click(proof.locator("a").first)
    assert "/record/acts/" in citizen.window.url and REASON not in citizen.text


def test_a_draft_is_gone_on_with_from_a_mailed_link_that_dies_when_it_is_sent(walkers):
    home, library, letters = (walkers(("en", 1280, True)) for _browser in range(3))
    address = f"walker-{secrets.token_hex(4)}@people.example"
    begin(home)
    fill_in(home, "LNK-1234")
    home.click("main a[href$='/q/applicant/']")
    home.press("Save and come back later")
    home.write("email", address)
    home.press("Mail me the link")
    letters.window.goto(letters.letters(address, "Resident parking permit")[0])
    link = letters.window.locator("main a[href*='/continue/']").first.get_attribute("href")
    library.window.goto(link)
    library.fit()
    library.press("Go on")
    assert "LNK-1234" in library.text
    library.press("Send the application")
    assert NUMBER.search(library.text)
    response = library.window.request.get(link)
    assert response.status == 410
