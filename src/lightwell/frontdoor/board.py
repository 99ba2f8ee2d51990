"""What the home page and its neighbour show of the rooms below: lines to follow and figures to read, all read, nothing counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from time import monotonic
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from lightwell.casework import public as casework
from lightwell.design.public import day_element, state_tag
from lightwell.frontdoor import navigation
from lightwell.kernel import clock
from lightwell.opendata.access import public as data
from lightwell.opendata.publishing import public as publishing
from lightwell.opendata.requests import public as requests
from lightwell.participation.opinions import public as opinions
from lightwell.participation.petitions import public as asking
from lightwell.prepared import prepared
from lightwell.services.directory import public as directory

Found = TypeVar("Found")
WEEK = timedelta(days=7)
MANY = 1000
KEPT = 20.0  # seconds that a process keeps figures which only say how much there is


@dataclass(frozen=True)
class Line:
    """One thing of a list: ``facts`` are said beside it, ``lang`` is the language of a title that somebody wrote."""

    title: str
    href: str
    facts: list[Any] = field(default_factory=list)
    tag: Markup | str = ""
    lang: str = ""


def kept(read: Callable[[], Found]) -> Callable[[], Found]:
    """Let a process read something at most once in KEPT seconds; ``read`` must not depend on the language."""
    last: list[tuple[float, Found]] = []

    @wraps(read)
    def look() -> Found:
        now = monotonic()
        if not last or now - last[0][0] > KEPT:
            last[:] = [(now, read())]
        return last[0][1]

    look.forget = last.clear  # type: ignore[attr-defined]
    return look


def topics(limit: int) -> list[Line]:
    """Return the topics that take opinions now, the one that closes first at the top; two queries."""
    return [
        Line(
            item.topic.said("title"),
            item.topic.get_absolute_url(),
            [
                str(item.topic.unit),
                ngettext("%(num)s opinion", "%(num)s opinions", item.total) % {"num": f"{item.total:,}"},
                _until(item.door.until, _("open until")),
            ],
        )
        for item in opinions.open_topics(limit)
    ]


def _until(day: Any, words: str) -> Markup | str:
    return Markup("{} {}").format(words, day_element(day)) if day else ""


def petitions(limit: int) -> list[Line]:
    """Return the petitions that take signatures now, the one that closes first at the top; one query."""
    return [
        Line(
            petition.title,
            petition.get_absolute_url(),
            [
                str(petition.unit),
                _("%(signatures)s of %(threshold)s signatures")
                % {"signatures": f"{petition.signatures:,}", "threshold": f"{petition.threshold:,}"},
                _until(petition.closes_on, _("signing until")),
            ],
            lang=petition.language,
        )
        for petition in asking.collecting(limit)
    ]


def wishes(limit: int) -> list[Line]:
    """Return the requests for data that wait for an answer, the next due at the top; one query."""
    return [
        Line(
            matter.title,
            casework.matter_url(matter),
            [str(matter.unit), Markup("{} {}").format(_("due"), day_element(matter.due_on))],
            lang=matter.language,
        )
        for matter in _wishes(limit)
    ]


@prepared
def _wishes(limit: int) -> QuerySet[casework.Matter]:
    rows = casework.open_matters().filter(kind=requests.DATA_REQUEST.name, hidden_at=None)
    shown = ("number", "title", "language", "kind", "due_on", "unit__slug", "unit__name", "unit__name_en")
    rows = rows.exclude(visibility="private").select_related(None).select_related("unit")
    return rows.defer(None).only(*shown).order_by("due_on", "id")[:limit]


def answers(limit: int) -> tuple[bool, list[Line]]:
    """Return whether the latest answers are of this week, and those that are (else the latest of all); one query."""
    latest = casework.latest_answers(limit)
    week = [response for response in latest if response.at > clock.now() - WEEK]
    return bool(week), [_answer(response) for response in week or latest]


def _answer(response: casework.Response) -> Line:
    matter = response.matter
    outcome = matter.kind_data.outcome_or_none(matter.outcome) if matter.outcome else None
    tag = state_tag(matter.outcome, str(outcome.label)) if outcome else ""
    facts = [str(matter.unit), _taken(matter.answer_days) or day_element(response.at)]
    return Line(matter.title, casework.matter_url(matter), facts, tag, matter.language)


def _taken(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("answered on the same day")
    words = ngettext("answered in %(num)s working day", "answered in %(num)s working days", days)
    return words % {"num": days}


def overdue(limit: int) -> list[Line]:
    """Return the public matters whose answer is latest, the longest first; one query."""
    return [
        Line(
            matter.title,
            casework.matter_url(matter),
            [str(matter.unit), Markup("{} {}").format(_("due"), day_element(matter.due_on))],
            state_tag("overdue", _late((clock.today() - matter.due_on).days)),
            matter.language,
        )
        for matter in casework.longest_overdue(limit)
        if matter.due_on
    ]


def _late(days: int) -> str:
    return ngettext("%(num)s day late", "%(num)s days late", days) % {"num": f"{days:,}"}


def versions(limit: int) -> list[Line]:
    """Return the tables that were published last; one query."""
    return [
        Line(
            str(version.dataset),
            reverse("access:dataset", args=[version.dataset.slug]),
            [str(version.dataset.unit), _("version %(n)s") % {"n": version.number}, day_element(version.published_at)],
        )
        for version in data.newest_versions(limit)
    ]  # fmt: skip


def figures() -> list[dict[str, Any]]:
    """Return how the whole house does, as the last sweep counted; one query."""
    found = casework.public_figures()
    if found is None:
        return []
    board, register = navigation.address("casework:scoreboard"), navigation.address("casework:register")
    on_time = f"{100 * found.on_time / found.answered:.0f} %" if found.answered else "–"
    median = f"{found.median_days:.0f}" if found.median_days is not None else "–"
    late = "red" if found.overdue else None
    return [
        {"value": f"{found.open:,}", "label": _("matters open now"), "href": register + "?sort=due"},
        {"value": on_time, "label": _("answered on time, last 12 months"), "href": board, "tone": "green"},
        {"value": median, "label": _("working days to an answer, half are faster"), "href": board},
        {
            "value": f"{found.overdue:,}",
            "label": _("overdue"),
            "href": register + "?overdue=on",
            "tone": late,
        },
    ]


@kept
def datasets() -> int:
    """Return how many datasets are published."""
    return publishing.counts().get("all", {}).get("", 0)


@kept
def open_topics() -> int:
    """Return how many topics take opinions."""
    return len(opinions.open_topics(MANY))


@kept
def open_petitions() -> int:
    """Return how many petitions collect signatures."""
    return len(asking.collecting(MANY))


@kept
def services() -> int:
    """Return how many services can be applied for."""
    return len(directory.listed_services())


def doors() -> list[dict[str, Any]]:
    """Return the three doors with what is inside, in words and counted."""
    return [
        {
            "icon": "data", "title": _("Open data"), "href": navigation.address("access:datasets"),
            "figure": ngettext("%(num)s dataset", "%(num)s datasets", datasets()) % {"num": f"{datasets():,}"},
            "text": _("Government files as clean tables: look, download, or use the API."),
            "links": _links((_("What is not open, and when it opens"), "disclosure:unlocks"), (_("Ask for data"), "requests:requests"), (_("Try a file"), "trial:start")),
        },
        {
            "icon": "voice", "title": _("Have your say"), "href": navigation.address("frontdoor:say"),
            "figure": f"{_topics_open()} · {_petitions_open()}",
            "text": _("Say what you think, or ask together. You get a number, a day and a public answer."),
            "links": _links((_("Topics"), "opinions:topics"), (_("Petitions"), "petitions:petitions"), (_("Register of all matters"), "casework:register")),
        },
        {
            "icon": "service", "title": _("Services"), "href": navigation.address("directory:services"),
            "figure": ngettext("%(num)s service", "%(num)s services", services()) % {"num": f"{services():,}"},
            "text": _("Apply step by step, see where it stands, and read why it was decided so."),
            "links": _links((_("All services"), "directory:services"), (_("Mine"), "mine:mine")),
        },
    ]  # fmt: skip


def _topics_open() -> str:
    return ngettext("%(num)s topic open", "%(num)s topics open", open_topics()) % {"num": open_topics()}


def _petitions_open() -> str:
    return ngettext("%(num)s petition open", "%(num)s petitions open", open_petitions()) % {
        "num": open_petitions()
    }


def ways() -> list[dict[str, Any]]:
    """Return the ways to have one's say."""
    return [
        way
        for way in (
            {"title": _("Topics"), "href": navigation.address("opinions:topics"), "text": _("An office asks before it decides. Write what you think, read what others think, see what came of it.")},
            {"title": _("Petitions"), "href": navigation.address("petitions:petitions"), "text": _("Ask for something yourself. When enough people sign, the office has to answer by a fixed day.")},
            {"title": _("Ask for data"), "href": navigation.address("requests:requests"), "text": _("Name the data that you need. You get a day on which it opens, or the article of law that keeps it closed.")},
        )
        if way["href"]
    ]  # fmt: skip


def _links(*links: tuple[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "href": href} for text, name in links if (href := navigation.address(name))]
