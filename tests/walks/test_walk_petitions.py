"""A petition in a browser: written beside its likes, checked, signed once, counted within seconds, proved, taken back."""

from __future__ import annotations

import re
import secrets

import pytest

from lightwell.engines.tlog.proofs import check_proof
from walks.conftest import WAYS
from walks.walker import Walker

pytestmark = pytest.mark.journey
ALIKE = "圖書館週一開放自修室"  # a petition of the demo


@pytest.mark.parametrize("way", [WAYS[1], WAYS[2]])
def test_a_petition_is_written_checked_signed_counted_and_proved(walkers, demo_site, way):
    person, office = walkers(way), walkers(way)
    title = f"圖書館週一也請開放自修室 {secrets.token_hex(3)}"
    public = write(person, title)
    accept(office, title)
    sign_twice(person, public)
    prove(person, public)
    take_back(person, public)
    read(walkers(way), public, title)


def write(person: Walker, title: str) -> str:
    """Write a draft, read what is like it, hand it in; returns the path of its public page."""
    person.go("/petitions/")
    person.become("verified")
    person.go("/petitions/")
    person.fit()
    person.press("Begin a petition")
    person.write("title", title)
    if person.script:
        person.window.locator("#similar").get_by_text(ALIKE).wait_for()
    person.press("Keep as a draft and go on")
    assert person.sees("Write why.")  # what was typed stays, what is missing is said
    assert person.window.locator("[name='title']").input_value() == title
    person.fit()
    person.window.locator("select[name='unit']").select_option("culture")
    person.write("ask", "請讓總館自修室在週一開放。")
    person.write("why", "學校與工作在週一都不休息。")
    person.press("Keep as a draft and go on")
    assert title in person.heading and ALIKE in person.text
    person.fit()
    person.press("Hand it in")
    assert person.sees("It is being checked against the published criteria.")
    person.fit()
    found = re.search(r"/petitions/\w+/", person.window.url)
    assert found
    return found[0]


def accept(office: Walker, title: str) -> None:
    office.go("/petitions/")
    office.become("moderator")
    office.go("/desk/petitions/")
    office.fit()
    office.click(office.window.locator("main a", has_text=title))
    office.fit()
    office.press("Accept and open for signatures")
    assert title not in office.window.locator("main table").inner_text()


def counted(walker: Walker, number: int) -> bool:
    """Return whether the page says that so many have signed, in the words of its language."""
    words = re.escape(walker.say("%(signatures)s of %(threshold)s people have signed."))
    said = re.sub(r"%\\\(signatures\\\)s", str(number), words)
    said = re.sub(r"%\\\(threshold\\\)s", r"[\\d,]+", said)
    return re.search(said, walker.text) is not None


def sign_twice(person: Walker, public: str) -> None:
    """The second signature is answered like the first, and counts nothing."""
    for _time in range(2):
        person.go(public)
        person.press("Sign this petition")
        person.choose("display", "pseudonym")
        person.fit()
        person.press("Sign")
        assert person.say("Thank you for signing") in person.heading
    person.fit()
    person.go(public)
    person.until(lambda: counted(person, 1), lambda: person.go(public))
    person.fit()


def prove(person: Walker, public: str) -> None:
    person.go(f"{public}signature/")
    person.until(
        lambda: person.window.locator("main a[href$='signature.json']").count() == 1,
        lambda: person.go(f"{public}signature/"),
    )
    person.fit()
    told = person.window.request.get(f"{public}signature.json").json()
    assert check_proof(told, None).startswith("verified") and told["petition"] in public


def take_back(person: Walker, public: str) -> None:
    person.go(f"{public}signature/")
    person.window.locator("main details").last.locator("summary").click()
    person.click(person.window.locator("main form[action$='/take-back/'] button"))
    assert person.say("Your signature is taken back") in person.heading
    person.go(public)
    person.until(lambda: counted(person, 0), lambda: person.go(public))


def read(visitor: Walker, public: str, title: str) -> None:
    visitor.go("/petitions/")
    visitor.click(visitor.window.locator("main a", has_text=title))
    assert title in visitor.heading
    visitor.fit()
    visitor.go(f"{public}signers/")
    visitor.fit()
    visitor.go("/petitions/criteria/")
    visitor.fit()
