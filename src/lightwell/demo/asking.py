"""What people asked for in the demo, what came of it, and what stays closed, by which law, until when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from lightwell.casework import public as casework
from lightwell.demo.content import read
from lightwell.demo.story import Story
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.requests import public as requests
from lightwell.people.public import Account, Unit

STEPS = ("accept", "reject", "assign", "extend", "answer")
TEXTS = ("title", "title_en", "description", "description_en", "slug")


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan requests for data and decisions about it into a story."""
    for told in read("requests")["request"]:
        _plan_request(story, told, units, accounts)
    for told in read("requests")["data"]:
        _plan_data(story, told, units, accounts["editor"])


def _plan_request(
    story: Story, told: dict[str, Any], units: dict[str, Unit], accounts: dict[str, Account]
) -> None:
    officer = accounts[told.get("officer", "city-lead")]
    person = accounts.get(told.get("by", ""))
    steps: dict[str, Callable[[], object]] = {
        "accept": lambda: casework.move(matter=_matter(told), to="accepted", by=officer),
        "reject": lambda: casework.move(
            matter=_matter(told), to="rejected", by=officer, reason_code=told["code"], note=told["note"]
        ),
        "assign": lambda: casework.assign(matter=_matter(told), officer=officer, by=officer),
        "extend": lambda: casework.extend(matter=_matter(told), reason=told["extend_reason"], by=officer),
        "answer": lambda: requests.answer(
            matter=_matter(told), answer=_answer(story, told, units), by=officer
        ),
    }
    last = story.plan(told["day"], partial(_ask, told, units.get(told.get("unit", "")), person))
    for step in STEPS:
        if step in told:
            last = story.plan(told[step], steps[step], after=last)


def _ask(told: dict[str, Any], unit: Unit | None, person: Account | None) -> None:
    wish = requests.Wish(
        title=told["title"], text=told["text"], unit=unit, purpose=told.get("purpose", ""),
        display="name" if person else "count", language=told.get("language", "zh-hant"),
    )  # fmt: skip
    same = casework.Matter.objects.filter(kind="data_request", title=told.get("supports", "")).first()
    requests.ask(wish=wish, by=person, supports=same, nonce=f"demo {told['title']}")


def _matter(told: dict[str, Any]) -> casework.Matter:
    return casework.Matter.objects.get(kind="data_request", title=told["title"])


def _answer(story: Story, told: dict[str, Any], units: dict[str, Unit]) -> requests.Answer:
    """Return the answer of the story: days in it count back from today."""
    words = _words(told["words"]) if "words" in told else None
    return requests.Answer(
        outcome=told["outcome"],
        text=told["reply"],
        dataset=publishing.Dataset.objects.get(slug=told["dataset"]) if "dataset" in told else None,
        promise=_promise(story, told) if "opens" in told else None,
        closing=_closing(story, told) if "ground" in told else None,
        held_by=units.get(told.get("held_by", "")),
        words=words,
    )


def _plan_data(story: Story, told: dict[str, Any], units: dict[str, Unit], editor: Account) -> None:
    def subject() -> disclosure.Subject:
        return disclosure.Subject.objects.get(slug=told["slug"])

    def begin() -> None:
        promise = _promise(story, told) if "opens" in told else None
        said: dict[str, Any] = {"unit": units[told["unit"]], "words": _words(told), "by": editor}
        if "ground" in told:
            disclosure.close_data(**said, closing=_closing(story, told), promise=promise)
        elif promise is not None:
            disclosure.promise_data(**said, promise=promise)

    last = story.plan(told["day"], begin) if "unit" in told else None
    for move in told.get("move", ()):
        last = story.plan(move["day"], partial(_move, story, subject, move, editor), after=last)
    if "opened_day" in told:
        story.plan(told["opened_day"], lambda: disclosure.decide_open(
            subject=subject(), reason=told["opened_because"], reason_en=told["opened_because_en"], by=editor
        ), after=last)  # fmt: skip
    if "kept" in told:
        story.plan(told["kept"], lambda: disclosure.keep_promise(
            subject=subject(), dataset=publishing.Dataset.objects.get(slug=told["dataset"]), by=editor
        ), after=last)  # fmt: skip


def _move(
    story: Story, subject: Callable[[], disclosure.Subject], move: dict[str, Any], editor: Account
) -> None:
    unlock = subject().unlocks.get(state="planned")
    disclosure.move_day(
        unlock=unlock, to=story.day(move["to"]), reason=move["reason"], reason_en=move["reason_en"], by=editor
    )


def _words(told: dict[str, Any]) -> disclosure.Words:
    return disclosure.Words(**{name: told[name] for name in TEXTS if name in told})


def _promise(story: Story, told: dict[str, Any]) -> disclosure.Promise:
    return disclosure.Promise(
        opens_on=story.day(told["opens"]), waits_for=told.get("waits_for", ""),
        waits_for_en=told.get("waits_for_en", ""),
    )  # fmt: skip


def _closing(story: Story, told: dict[str, Any]) -> disclosure.Closing:
    return disclosure.Closing(
        ground=told["ground"], reason=told["because"], reason_en=told["because_en"],
        review_on=story.day(told["review"]),
    )  # fmt: skip
