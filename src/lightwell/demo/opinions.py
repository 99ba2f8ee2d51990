"""The topics of the demo and what became of each opinion, played through the actions that a real office uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from lightwell.casework import public as casework
from lightwell.demo.content import read
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.participation.opinions import public as opinions
from lightwell.people.public import Account, Unit

LEADS = {"transport": "lead", "environment": "environment-lead", "social": "social-lead"}
OFFICERS = {"transport": "officer", "environment": "environment-lead", "social": "social-lead"}
FILES = {"riverside": "riverside", "evening-waste": "evening_waste", "warm-benches": "warm_benches"}


def plan(story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
    """Plan topics and the opinions on them into a story."""
    Participation(story, units, accounts).plan()


class Participation:
    """Plans topics and opinions; finds again by their keys what an earlier day has made."""

    def __init__(self, story: Story, units: dict[str, Unit], accounts: dict[str, Account]) -> None:
        self.story, self.units, self.accounts = story, units, accounts

    def plan(self) -> None:
        for found in read("topics")["topic"]:
            self.story.plan(found["opened"], partial(self.open, found))
            if found["closes"] > 0:
                self.story.plan(found["closes"], partial(self.conclude, found))
            for index, opinion in enumerate(read(FILES[found["slug"]])["opinion"]):
                self._plan_opinion(found, index, opinion)

    def open(self, found: dict[str, Any]) -> None:
        unit = self.units[found["unit"]]
        by = self.accounts[LEADS[unit.slug]]
        start = clock.today()
        end = self.story.today - timedelta(days=found["closes"])
        taking = opinions.PhasePlan(
            name="徵集意見",
            name_en="Opinions come in",
            starts_on=start,
            ends_on=end - timedelta(days=14),
            takes_opinions=True,
        )
        deciding = opinions.PhasePlan(
            name="整理與決定",
            name_en="Sorting and deciding",
            starts_on=end - timedelta(days=13),
            ends_on=end,
            takes_opinions=False,
        )
        texts = ("title", "purpose", "can_change", "cannot_change", "decides", "use")
        fields = {key: found[key] for text in texts for key in (text, f"{text}_en")} | {
            "level": found["level"],
            "address": f"{unit.name}，{unit.address}",
            "address_en": f"{unit.name_en}, {unit.address}",
        }
        topic = opinions.draft_topic(
            slug=found["slug"], unit=unit, fields=fields, phases=[taking, deciding], by=by
        )
        opinions.publish_topic(topic=topic, by=by)

    def conclude(self, found: dict[str, Any]) -> None:
        by = self.accounts[LEADS[found["unit"]]]
        opinions.conclude_topic(
            topic=_topic(found["slug"]), result=found["result"], result_en=found["result_en"], by=by
        )

    def _plan_opinion(self, topic: dict[str, Any], index: int, found: dict[str, Any]) -> None:
        lead, officer = self.accounts[LEADS[topic["unit"]]], self.accounts[OFFICERS[topic["unit"]]]

        def matter() -> casework.Matter:
            return _matter(topic["slug"], index)

        def received() -> None:
            self._receive(topic["slug"], found, index)

        steps: dict[str, Callable[[], object]] = {
            "accept": lambda: casework.move(matter=matter(), to="accepted", by=officer),
            "assign": lambda: casework.assign(matter=matter(), officer=officer, by=lead),
            "answer": lambda: casework.respond(matter=matter(), text=found["reply"], by=officer),
            "outcome_at": lambda: casework.close(
                matter=matter(), outcome=found["outcome"], reason=found["reason"], by=officer
            ),
            "merge": lambda: casework.merge(
                matter=matter(),
                into=_matter(topic["slug"], found["merge_with"]),
                by=officer,
            ),
            "reject": lambda: casework.move(
                matter=matter(),
                to="rejected",
                by=officer,
                reason_code=found["reject_code"],
                note=found["note"],
            ),
            "pause": lambda: casework.pause(matter=matter(), reason=found["pause_reason"], by=officer),
            "resume": lambda: casework.resume(matter=matter(), by=officer),
            "extend": lambda: casework.extend(matter=matter(), reason=found["extend_reason"], by=officer),
            "withdraw": lambda: casework.withdraw(matter=matter(), reason=found["note"], by=officer),
        }
        last = self.story.plan(found["day"], received)
        for step in sorted(steps.keys() & found.keys(), key=lambda step: (found[step], ORDER.index(step))):
            last = self.story.plan(found["day"] - found[step], steps[step], after=last)

    def _receive(self, slug: str, found: dict[str, Any], index: int) -> casework.Matter:
        topic, person = _topic(slug), self.accounts.get(found.get("person", ""))
        words = opinions.Words(
            text=found["text"],
            display=found["display"],
            shown_name="" if found["display"] == "count" or person else PSEUDONYMS[index % len(PSEUDONYMS)],
            language=found.get("language", "zh-hant"),
            email=person.email if person else "",
        )
        typed_in = found["channel"] != "web"
        way = opinions.Way(
            channel=found["channel"],
            received_at=clock.now() - timedelta(hours=5) if typed_in else None,
            key=_key(slug, index),
        )
        by = self.accounts["helper"] if typed_in else person
        return opinions.receive(topic=topic, words=words, way=way, person=None if typed_in else person, by=by)


def _topic(slug: str) -> opinions.Topic:
    return opinions.Topic.objects.get(slug=slug)


def _matter(slug: str, index: int) -> casework.Matter:
    return casework.Matter.objects.get(idempotency_key=_key(slug, index))


def _key(slug: str, index: int) -> str:
    return f"demo-{slug}-{index}"


ORDER = (
    "accept",
    "reject",
    "merge",
    "withdraw",
    "assign",
    "pause",
    "resume",
    "extend",
    "answer",
    "outcome_at",
)
PSEUDONYMS = (
    "橋下的風",
    "早起的人",
    "第三棵榕樹",
    "渡船頭過客",
    "蘆葦",
    "慢慢騎",
    "雨天的傘",
    "白鷺",
    "石階",
)
