"""The services of the demo, people's applications to them, and what of the three wings belongs together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from importlib.resources import files
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lightwell.bridges.following import public as following
from lightwell.bridges.related import public as related
from lightwell.casework import public as casework
from lightwell.demo import content
from lightwell.demo.content import read
from lightwell.demo.makers import papers
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.participation.petitions.public import Petition
from lightwell.people.public import Account, Unit
from lightwell.services.applications import public as applications
from lightwell.services.directory import public as directory
from lightwell.services.forms import public as forms

OPENED = 176  # days ago
STEPS = ("assign", "ask", "supply", "decide", "close", "withdraw")
PICTURE = ("jpg", "png")


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan services, applications, links and follows into a story."""
    for file in sorted((files(content) / "services").iterdir(), key=lambda file: file.name):
        text = file.read_text(encoding="utf-8")
        story.plan(OPENED, partial(directory.load_definition, definition=text, by=None), at=time(9, 0))
    for told in read("applications")["application"]:
        _plan_application(story, told, accounts)
    for told in read("applications")["related"]:
        story.plan(told["day"], partial(_relate, told))
    for told in read("applications")["follow"]:
        story.plan(told["day"], partial(_follow, told, accounts[told["by"]]))


def _plan_application(story: Story, told: dict[str, Any], accounts: dict[str, Account]) -> None:
    person, officer = accounts[told["by"]], accounts[told["officer"]]

    def mine() -> applications.Application:
        found = applications.applications_of(person, limit=50)
        return next(one for one in found if one.service == told["service"])

    steps: dict[str, Callable[[], object]] = {
        "assign": lambda: casework.assign(matter=mine().matter, officer=officer, by=accounts[told["lead"]]),
        "ask": lambda: applications.ask(
            application=mine(), missing=told["missing"], note=told.get("note", ""), by=officer
        ),
        "supply": lambda: applications.supply(application=mine(), values=told["supplied"], by=person),
        "decide": lambda: _decide(mine(), told, officer),
        "close": lambda: casework.close(
            matter=mine().matter, outcome=told["outcome"], reason=told["reason"], by=officer
        ),
        "withdraw": lambda: casework.withdraw(matter=mine().matter, reason=told["reason"], by=person),
    }
    last = story.plan(told["day"], partial(_write, told, person))
    if not told.get("draft"):
        last = story.plan(told["day"], lambda: _send(told, person), after=last)
    for step in STEPS:
        if step in told:
            last = story.plan(told[step], partial(_step, steps[step], mine, officer), after=last)


def _step(step: Callable[[], object], mine: Callable[[], applications.Application], officer: Account) -> None:
    """An officer reads the application before each step, and the person sees that they did."""
    casework.note_read(matter=mine().matter, account=officer, purpose="desk")
    step()


def _write(told: dict[str, Any], person: Account) -> None:
    offer = applications.offer_of(told["service"])
    if offer is None:
        raise RuntimeError(f"the demo has no service {told['service']}")
    draft = applications.begin(offer=offer, language=told.get("language", "zh-hant"), by=person)
    uploads = {question: _file(question, name) for question, name in told.get("files", {}).items()}
    applications.save_page(draft=draft, values=_answers(told["answers"]), uploads=uploads, by=person)


def _send(told: dict[str, Any], person: Account) -> None:
    draft = next(one for one in applications.drafts_of(person) if one.service == told["service"])
    offer = applications.offer_of(told["service"])
    wrong = forms.problems_of(forms.form_of(told["service"], draft.form_version), draft.answers)
    if offer is None or wrong:
        raise RuntimeError(f"an application of the demo to {told['service']} is not whole: {wrong}")
    applications.send(draft=draft, offer=offer, by=person)


def _decide(application: applications.Application, told: dict[str, Any], officer: Account) -> None:
    texts = {name: told["decision"].get(name, "") for name in ("basis", "reason", "conditions")}
    applications.decide(application=application, result=told["decision"]["result"], by=officer, **texts)


def _answers(told: dict[str, Any]) -> dict[str, Any]:
    """Return answers with days to come as dates."""
    later = {
        question: (clock.today() + timedelta(days=int(answer))).isoformat()
        for question, answer in told.items()
        if isinstance(answer, str) and answer.startswith("+")
    }
    return told | later


def _file(question: str, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(
        name, papers.picture(question) if name.endswith(PICTURE) else papers.paper(question)
    )


def _relate(told: dict[str, Any]) -> None:
    related.relate(
        source=_ref(told["source"]), target=_ref(told["target"]), way=told["way"], note=told["note"], by=None
    )


def _follow(told: dict[str, Any], person: Account) -> None:
    following.follow(ref=_ref(told["ref"]), by=person)


def _ref(text: str) -> Ref:
    """Read “dataset:air-quality”; a petition is named by its title, for its id is drawn by lot."""
    kind, _colon, name = text.partition(":")
    return Petition.objects.get(title=name).ref if kind == "petition" else Ref(kind, name)
