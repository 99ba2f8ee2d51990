"""The newer loops of the tour, walked in the demo city: a petition, a service, data that is asked for, what joins them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from lightwell.opendata.trial import example
from walks.walker import Walker

Picture = Callable[..., None]
OPEN, REACHED, ANSWERED = "河岸多種樹也多放飲水機", "保留渡船頭舊倉庫改作市民工坊", "公車延駛到末班渡船之後"


class Tour(Protocol):
    """What a loop needs of a tour."""

    short: str

    def person(self) -> Walker: ...

    def picture(self, name: str, walker: Walker, at: str = "") -> None: ...


def as_somebody(tour: Tour, key: str) -> Walker:
    """Return a window in which somebody of the demo is signed in."""
    walker = tour.person()
    walker.go("/about/")
    walker.become(key)
    return walker


def path_of(walker: Walker, title: str) -> str:
    """Return the path of the page that a list leads to, by a link of that title or by the row it stands in."""
    row = walker.window.locator("main tr", has_text=title).locator("a")
    link = walker.window.locator("main").get_by_role("link", name=title).or_(row).first
    return re.sub(r"^/en(?=/)", "", str(link.get_attribute("href"))).partition("#")[0]


def petition(tour: Tour) -> None:
    reader, picture = tour.person(), tour.picture
    reader.go("/petitions/")
    picture("petitions", reader)
    open_one = path_of(reader, OPEN)
    write(as_somebody(tour, "noodle-shop"), picture)
    moderator = as_somebody(tour, "moderator")
    moderator.go("/desk/petitions/")
    moderator.click("main a[href*='/desk/petitions/']")
    picture("moderate", moderator)
    sign(as_somebody(tour, "noodle-shop" if tour.short == "zh" else "verified"), open_one, picture)
    for name, title, at in (("petition", REACHED, ""), ("petition-answered", ANSWERED, "#answer, article")):
        reader.go("/petitions/?state=all")
        reader.go(path_of(reader, title))
        picture(name, reader, at)


def write(author: Walker, picture: Picture) -> None:
    author.go("/petitions/new/")
    author.window.locator("[name='title']").press_sequentially("河岸種樹，也放飲水機", delay=8)
    author.window.locator("#similar a").first.wait_for()
    picture("petition-new", author)


def sign(signer: Walker, path: str, picture: Picture) -> None:
    signer.go(f"{path}sign/")
    picture("sign", signer)
    signer.press("Sign")
    signer.go(f"{path}signature/")
    proof = signer.window.locator("main a[href$='signature.json']")
    signer.until(lambda: proof.count() > 0, signer.window.reload)
    picture("signature", signer)


def service(tour: Tour) -> None:
    citizen, picture = tour.person(), tour.picture
    citizen.go("/services/")
    picture("services", citizen)
    citizen.go("/services/ride-allowance/")
    picture("service", citizen)
    citizen.go("/services/ride-allowance/check/")
    citizen.choose("resident", "yes")
    citizen.click("main form button[type='submit']")
    picture("eligibility", citizen)
    citizen.go("/apply/resident-parking/")
    citizen.click("main form[action*='/apply/'] button")
    picture("question", citizen)
    number = private_pages(as_somebody(tour, "citizen"), picture)
    office = as_somebody(tour, "social-officer")
    office.go(f"/desk/{number}/")
    picture("application", office)
    letter(as_somebody(tour, "verified"), picture)


def private_pages(citizen: Walker, picture: Picture) -> str:
    """Show what a citizen sees of an application that waits for them; return its number."""
    citizen.go("/mine/")
    picture("mine", citizen)
    link = citizen.window.locator("main a[href*='/applications/AP-'][href$='/missing/']").first
    number = re.search(r"AP-[\w-]+", str(link.get_attribute("href")))
    assert number is not None
    citizen.go(f"/applications/{number[0]}/missing/")
    picture("missing", citizen)
    citizen.go(f"/matters/{number[0]}/")
    picture("reads", citizen, "#reads")
    return number[0]


def letter(person: Walker, picture: Picture) -> None:
    person.go("/matters/")
    person.go(path_of(person, "居民停車證"))  # in the language of the application
    person.click("main a[href*='/letter/']")
    picture("letter", person)


def data(tour: Tour) -> None:
    reader, picture = tour.person(), tour.picture
    reader.go("/data-requests/")
    picture("data-requests", reader)
    reader.go(path_of(reader, "過去一年每次停水的範圍與原因"))
    picture("data-request", reader, "#chain")
    reader.go("/unlock/")
    picture("unlock", reader)
    reader.go("/disclosures/dengue-cases-by-address/")
    picture("closed", reader)


def bridges(tour: Tour, folder: Path) -> None:
    reader, picture = tour.person(), tour.picture
    reader.go("/search/?q=" + ("parking" if tour.short == "en" else "停車"))
    picture("search", reader)
    reader.go("/topics/evening-waste/")
    picture("related", reader, "#related")
    reader.go("/units/")
    picture("units", reader)
    drop(reader, folder, picture)


def drop(walker: Walker, folder: Path, picture: Picture) -> None:
    file = folder / "messy.csv"
    file.write_bytes(example.content())
    window: Any = walker.go("/")
    window.locator("#try input[type=file]").set_input_files(file)
    window.locator("#try [data-drop-form] button").click()
    window.locator("[data-drop-answer]").wait_for()
    picture("try", walker, "[data-drop-answer]")
