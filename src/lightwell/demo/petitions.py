"""The petitions of the demo: written, checked, signed by invented inhabitants one by one, answered, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from lightwell.casework import public as casework
from lightwell.demo.content import read
from lightwell.demo.makers import writing
from lightwell.demo.story import Story
from lightwell.participation.petitions import public as petitions
from lightwell.people import public as people
from lightwell.people.public import Account, Assurance, Unit

INHABITANTS = 450
DOMAIN = "inhabitants.example"
FAMILIES = "林陳王李張黃吳蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊江呂何羅高潘簡"
GIVEN = "澄安宜立書若子亦品心柏宇雨青禾允采文庭真樂恩明遠知秋晴嵐川松"
STEPS = ("accept", "reject", "withdraw", "assign", "extend", "answer", "close")


def found(today: date) -> None:
    """Set what a city of this size asks for, from the next day on, and let people live there.

    The inhabitants are made at once: nobody signs in as one of them, and hashing a password for each takes minutes.
    """
    terms = petitions.Terms(threshold=read("petitions")["threshold"])
    petitions.add_policy(starts_on=today + timedelta(days=1), terms=terms, by=None)
    dice = writing.chance("inhabitants")
    Account.objects.bulk_create(
        _inhabitant(number, dice.choice(FAMILIES), dice) for number in range(INHABITANTS)
    )


def _inhabitant(number: int, family: str, dice: Any) -> Account:
    account = Account(
        email=f"{number:04d}@{DOMAIN}", name=family + "".join(dice.sample(GIVEN, 2)), assurance=Assurance.IDENTITY,
        # A second digit of 0 is given to nobody, so that no number here is anybody's.
        identity_fingerprint=people.fingerprint(f"Z0{number:08d}"),
    )  # fmt: skip
    account.set_unusable_password()
    return account


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan every petition into a story."""
    signers = list(Account.objects.filter(email__endswith=f"@{DOMAIN}").order_by("email"))
    for number, told in enumerate(read("petitions")["petition"]):
        author = accounts[told["by"]] if "by" in told else signers[number]
        _plan(story, told, units[told["unit"]], author, accounts)
        rotated = signers[31 * number :] + signers[: 31 * number]
        _plan_signatures(story, told, [signer for signer in rotated if signer != author])


def _plan(
    story: Story, told: dict[str, Any], unit: Unit, author: Account, accounts: dict[str, Account]
) -> None:
    last = story.plan(told["day"], partial(_write, told, unit, author), at=time(9, 5))
    if told.get("draft"):
        return
    last = story.plan(told["day"], lambda: petitions.submit(petition=_found(told), by=author), after=last)
    steps = _steps(told, author, accounts["moderator"], accounts[told.get("lead", "city-lead")])
    for step in STEPS:
        if step in told:
            last = story.plan(told[step], steps[step], after=last)
    for note in told.get("note_on", ()):
        last = story.plan(note["day"], partial(_note, story, told, note, accounts[told["lead"]]), after=last)


def _steps(
    told: dict[str, Any], author: Account, moderator: Account, lead: Account
) -> dict[str, Callable[[], object]]:
    def matter() -> casework.Matter:
        found = _found(told).matter
        if found is None:
            raise RuntimeError(f"“{told['title']}” of the demo was to have reached its threshold by now")
        return found

    return {
        "accept": lambda: petitions.accept(petition=_found(told), by=moderator),
        "reject": lambda: petitions.reject(
            petition=_found(told), reason_code=told["code"], note=told["note"], by=moderator
        ),
        "withdraw": lambda: petitions.withdraw(petition=_found(told), by=author, reason=told["note"]),
        "assign": lambda: casework.assign(matter=matter(), officer=lead, by=lead),
        "extend": lambda: casework.extend(matter=matter(), reason=told["extend_reason"], by=lead),
        "answer": lambda: casework.respond(matter=matter(), text=told["reply"], by=lead),
        "close": lambda: casework.close(
            matter=matter(), outcome=told["outcome"], reason=told["reason"], by=lead
        ),
    }


def _plan_signatures(story: Story, told: dict[str, Any], signers: list[Account]) -> None:
    begun = 0
    for days_ago, count in told.get("signed", ()):
        story.plan(days_ago, partial(_sign, told, signers[begun : begun + count]), at=time(20, 15))
        begun += count


def _sign(told: dict[str, Any], signers: list[Account]) -> None:
    petition = _found(told)
    for number, signer in enumerate(signers):
        display = "name" if number % 9 == 0 else "pseudonym" if number % 7 == 0 else "count"
        petitions.sign_as(petition=petition, account=signer, display=display)


def _write(told: dict[str, Any], unit: Unit, author: Account) -> None:
    text = petitions.Text(
        title=told["title"], ask=told["ask"], why=told["why"], unit=unit, display=told.get("display", "pseudonym"),
        language=told.get("language", "zh-hant"),
    )  # fmt: skip
    petitions.write_draft(text=text, by=author)


def _note(story: Story, told: dict[str, Any], note: dict[str, Any], lead: Account) -> None:
    petition = _found(told)
    promise = petition.notes.exclude(due_on=None).last() if note.get("keeps") else None
    due = story.day(note["due"]) if "due" in note else None
    petitions.add_note(petition=petition, text=note["text"], due_on=due, keeps=promise, by=lead)


def _found(told: dict[str, Any]) -> petitions.Petition:
    return petitions.Petition.objects.get(title=told["title"])
