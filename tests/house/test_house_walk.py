"""A walk over every address and API operation, as everybody: nothing private is told, nothing changes unasked, nothing breaks.

New addresses are walked without being named here. Only a new name of a parameter has to be given values, in
``walk_world``; and whoever may read or change something private stands in the two tables below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver
from django.utils.http import urlencode

from house import walk_world
from house.test_house_access import patterns, rule_of
from lightwell.files import blobs
from lightwell.people.public import Role

VISITOR = "visitor"
SOURCE = Path(__file__).parents[2] / "src" / "lightwell"
HANDLING = {Role.HELPER, Role.OFFICER, Role.LEAD, Role.MODERATOR}
TYPING_IN = {Role.HELPER, Role.OFFICER, Role.LEAD}
MODERATING = {Role.LEAD, Role.MODERATOR}
TOPICS = {Role.LEAD, Role.ADMINISTRATOR}

# A person's own matter: for them, for whoever holds its secret link, and for those who handle matters in its unit.
OWN = [
    (r"^mine/", {"citizen"}),
    (r"^matters/", {"citizen", *HANDLING}),
    (r"^m/", {"anybody"}),
    (r"^desk/", HANDLING),
]

# An application: as any private matter, but files and decisions only for those who answer for the unit.
ANSWERING = {Role.OFFICER, Role.LEAD}
APPLICATION = [
    *OWN,
    (r"^applications/<number>/missing/", {"citizen"}),
    (r"^applications/<number>/letter/", {"citizen", *HANDLING}),
    (r"^a/", {"anybody"}),
    (r"^desk/applications/", ANSWERING),
]

# What is private: in which addresses (a pattern of their route) whom it is told. Nobody else, nowhere else.
MAY_READ: dict[str, list[tuple[str, set[str]]]] = {
    "private matter": OWN,
    "private answer": OWN,
    "private number": OWN,
    "hidden text": OWN,
    "withdrawn text": OWN,
    "draft answer": [(r"^desk/", {Role.OFFICER})],
    "draft topic": [(r"^desk/topics/", TOPICS)],
    "sheet draft": [(r"^desk/transcribe/", TYPING_IN)],
    "scan": [(r"^desk/transcribe/<public_id>/scan/|^files/", TYPING_IN)],
    "citizen's name": [(r"", {"citizen"})],
    "citizen's address": [(r"^account/|^mine/|^follow/", {"citizen"})],
    "draft file": [(r"^publish/|^files/", {Role.EDITOR})],
    "unpublished dataset": [(r"^publish/|^desk/disclosure/new/", {Role.EDITOR})],
    "tried file": [(r"^try/<secret>/", {"anybody"})],  # whoever has its secret address
    "withdrawn version": [(r"^publish/|^files/", {Role.EDITOR})],
    "draft petition": [(r"^petitions/|^mine/", {"citizen"})],
    "petition being checked": [(r"^petitions/|^mine/", {"citizen"}), (r"^desk/petitions/", MODERATING)],
    "hidden petition": [(r"^petitions/|^mine/", {"citizen"})],
    "tracking secret": [(r"^m/|^a/|/sent/", {"anybody"})],
    "draft application": [(r"^apply/|^mine/", {"citizen"})],
    "draft without an owner": [(r"^apply/<service>/<key>/", {"anybody"})],  # whoever holds its secret
    "secret of a draft": [(r"^apply/|^mine/", {"citizen"})],
    "application": APPLICATION,
    "application number": [*APPLICATION, (r"^mine/|^apply/<service>/<key>/sent/", {"citizen"})],
    "what is missing": APPLICATION,
    "decision": APPLICATION,
}

# What a POST with every field filled in may change, and for whom. Nobody else, nowhere else.
ANYBODY = {"anybody"}
MAY_CHANGE: dict[str, set[str]] = {
    "account/edit/": {*Role.values, "citizen", "neighbour", "staff of another unit"},  # their own account
    "account/login/": {VISITOR},
    "account/password/reset/": ANYBODY,  # writes a letter, a few an hour
    "account/signup/": {VISITOR},
    "data-requests/new/": ANYBODY,
    "desk/data-requests/<number>/": {Role.OFFICER, Role.LEAD},
    "desk/disclosure/new/": {"staff of another unit"},  # its unit, as the form says
    "desk/disclosure/about/<slug>/<step>/": {Role.EDITOR},
    "desk/related/": {Role.OFFICER, Role.LEAD, Role.EDITOR, Role.ADMINISTRATOR},
    "applications/<number>/missing/": {"citizen"},  # its person
    "apply/<service>/": ANYBODY,  # begins a draft
    "apply/<service>/<key>/claim/": {*Role.values, "citizen", "neighbour", "staff of another unit"},
    "apply/<service>/<key>/erase/": ANYBODY,  # whoever holds the secret of a draft without an owner
    "apply/<service>/<key>/later/": ANYBODY,
    "apply/<service>/<key>/q/<page>/": ANYBODY,
    "apply/<service>/<key>/send/": ANYBODY,
    "a/<secret>/missing/": ANYBODY,  # whoever holds the secret of the matter
    "continue/<token>/": ANYBODY,  # whoever holds the link of the letter
    "desk/applications/<number>/decide/": ANSWERING,  # a look by staff is noted too
    "desk/applications/<number>/missing/": ANSWERING,
    "desk/<number>/<verb>/": HANDLING,  # a moderator's look at a private matter is noted
    "desk/petitions/<public_id>/": MODERATING,
    "desk/petitions/<public_id>/note/": {Role.OFFICER, Role.LEAD},
    "desk/services/publish/": TOPICS,
    "desk/services/<slug>/turn/": TOPICS,
    "desk/topics/new/": {"staff of another unit"},  # its unit, as the form says
    "desk/topics/<slug>/": TOPICS,
    "desk/topics/<slug>/conclude/": TOPICS,
    "desk/topics/<slug>/publish/": TOPICS,
    "desk/transcribe/": TYPING_IN,
    "desk/transcribe/<public_id>/": TYPING_IN,
    "desk/transcribe/<public_id>/drop/": TYPING_IN,
    "follow/<kind>/<id>/": ANYBODY,  # writes a letter, or lets whoever is signed in follow
    "follows/": {"citizen"},  # who follows something
    "follows/confirm/<token>/": ANYBODY,  # whoever holds the link of the letter
    "follows/list/<token>/": ANYBODY,
    "follows/stop/<token>/": ANYBODY,
    "follows/stop-all/<token>/": ANYBODY,
    "m/<secret>/stop-mail/": ANYBODY,  # whoever holds the secret
    "m/<secret>/withdraw/": ANYBODY,
    "matters/<number>/stop-mail/": {"citizen"},  # its person
    "matters/<number>/withdraw/": {"citizen"},
    "petitions/new/": {*Role.values, "citizen", "neighbour", "staff of another unit"},  # a draft of their own
    "petitions/<public_id>/drop/": {"citizen"},  # its author
    "petitions/<public_id>/edit/": {"citizen"},
    "petitions/<public_id>/submit/": {"citizen"},
    "petitions/<public_id>/take-back/": {"citizen"},
    "petitions/<public_id>/withdraw/": {"citizen"},
    "petitions/<public_id>/signature/take-back/": {"neighbour"},  # who signed
    "publish/new/": {"staff of another unit"},
    "publish/<slug>/describe/": {Role.EDITOR},
    "publish/<slug>/files/<public_id>/discard/": {Role.EDITOR},
    "publish/<slug>/files/<public_id>/hints/": {Role.EDITOR},
    "publish/<slug>/files/<public_id>/publish/": {Role.EDITOR},
    "publish/<slug>/versions/<number>/withdraw/": {Role.EDITOR},
    "topics/<slug>/write/": ANYBODY,
    "units/<slug>/day-off/": {Role.ADMINISTRATOR},
    "units/<slug>/roles/": {Role.ADMINISTRATOR},
    "units/<slug>/roles/<number>/revoke/": {Role.ADMINISTRATOR},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[walk_world.World]:
    """The city, built once for all walks and rolled back at the end."""
    home = tmp_path_factory.mktemp("walk")
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        override_settings(HOME=home, MAIL_FOLDER=home / "mail", RECORD_FOLDER=home / "record"),
        walk_world.private_kind(),
    ):
        patch.setenv("LIGHTWELL_HOME", str(home))
        patch.setenv("LIGHTWELL_KEYS", str(home / "keys"))
        blobs.key.cache_clear()
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # the sequencer asks for durable blocks within
        with whole:
            yield walk_world.build()
            transaction.set_rollback(True)
        blobs.key.cache_clear()


pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(world):
    """Send a request as somebody; an exception in a view fails the test with its traceback."""
    failures: list[str] = []

    def failed(request: Any = None, **_more: Any) -> None:
        import sys

        failures.append(f"{request.method} {request.get_full_path()}: {sys.exc_info()[1]!r}")

    got_request_exception.connect(failed)

    def send(who: str, address: str, method: str = "GET", **more: Any) -> Any:
        client = Client(raise_request_exception=False, enforce_csrf_checks=more.pop("csrf", False))
        if who != VISITOR:
            client.cookies[site.SESSION_COOKIE_NAME] = world.sessions[who]
        return client.generic(method, address, **more)

    yield send
    got_request_exception.disconnect(failed)
    assert failures == []


@dataclass(frozen=True)
class Place:
    """A route and one of its addresses in this city, in Chinese: in English there is only a prefix more."""

    route: str
    address: str
    same_for_all: bool


def places(world: walk_world.World) -> list[Place]:
    return [
        Place(plain(route), fill(route, values), same)
        for route, module, same in [*pages(), *operations()]
        for values in choices(world, parameters(route), module)
    ]


def one_each(world: walk_world.World) -> list[Place]:
    """Return one address of each route, the first."""
    return list({place.route: place for place in reversed(places(world))}.values())


def pages() -> Iterator[tuple[str, str, bool]]:
    for route, pattern in patterns(get_resolver()):
        rule = rule_of(pattern.callback)
        if not (route.startswith("api/v1/") and parameters(route)):
            same = getattr(rule, "kind", "") == "public" and getattr(rule, "seconds", 0) > 0
            yield route, pattern.callback.__module__, same


def operations() -> Iterator[tuple[str, str, bool]]:
    from lightwell.frontdoor.api import api

    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            function = view.operations[0].view_func
            route = re.sub(r"\{(\w+)\}", r"<\1>", f"api/v1{prefix}{path}")
            yield route, function.__module__, str(rule_of(function)) == "public"


def walk(world: walk_world.World) -> Iterator[tuple[str, Place]]:
    """Yield who asks for what: everything as everybody, but pages that read no session only signed out and as two others."""
    found = places(world)
    for who in [VISITOR, *world.accounts]:
        for place in found:
            if who in (VISITOR, "citizen", Role.LEAD) or not place.same_for_all:
                yield who, place


PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>((?:\[[^\]]*\]|[^()])*(?:\([^()]*\))*)\)")


def parameters(route: str) -> list[str]:
    return [match[1] or match[2] for match in PARAMETER.finditer(route)]


def plain(route: str) -> str:
    """Return a route without its converters and expressions: desk/<number>/<verb>/."""
    return PARAMETER.sub(lambda match: f"<{match[1] or match[2]}>", route).strip("^$")


def fill(route: str, values: tuple[Any, ...]) -> str:
    left = iter(values)
    filled = PARAMETER.sub(lambda _match: str(next(left)), route)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "").lstrip("/")


def choices(world: walk_world.World, names: list[str], module: str) -> Iterator[tuple[Any, ...]]:
    room = next((part for part in reversed(module.split(".")) if f"{part} slug" in world.pools), "")
    room = room or module.split(".")[1 if module.startswith("lightwell.") else 0]
    pools = []
    for name in names:
        pool = world.pools.get(f"{room} {name}") or world.pools.get(name)
        assert pool, f"walk_world gives no values for the parameter {name} of {module}"
        pools.append(pool)
    return product(*pools)


def told(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{content.decode('utf-8', 'replace')}"


def entitled(marker: str, route: str, who: str) -> bool:
    name = marker.partition(" of ")[0] if marker.startswith("tracking secret") else marker
    name = "secret of a draft" if marker.startswith("secret of a draft") else name
    return any(
        (who in people or "anybody" in people) and re.search(pattern, route)
        for pattern, people in MAY_READ.get(name, ())
    )


def test_every_address_gives_an_answer_and_tells_nobody_what_is_private(world, ask):
    wrong, read = [], set()
    for who, place in walk(world):
        response = ask(who, place.address)
        if response.status_code >= 500:
            wrong.append(f"{response.status_code} for {who} at {place.address}")
        text = told(response)
        for marker, words in world.markers.items():
            if words not in text or words in place.address:
                continue
            read.add("secret of a draft" if "secret of a draft" in marker else marker.partition(" of ")[0])
            if not entitled(marker, place.route, who):
                wrong.append(f"{marker} is told to {who} at {place.address} ({place.route})")
    assert "\n".join(wrong) == ""
    assert read == set(MAY_READ), (
        "what nobody reads proves nothing: give those who may read it a page, or drop it"
    )


def test_nobody_changes_anything_without_the_right_to(world, ask):
    changed: dict[str, set[str]] = {}
    found = [place for place in places(world) if not place.same_for_all]
    before = everything()
    for who in [VISITOR, *world.accounts]:
        for place in found:
            if writes(ask, who, place.address, data=urlencode(filled_in(world, place.address))):
                changed.setdefault(place.route, set()).add(who)
        assert everything() == before, f"{who} changed something by a way that was not seen"
    beyond = {route: who - MAY_CHANGE.get(route, set()) for route, who in changed.items()}
    assert {route: who for route, who in beyond.items() if who and MAY_CHANGE.get(route) != ANYBODY} == {}
    assert set(changed) == set(MAY_CHANGE), "what nobody changes proves nothing: fill in more, or drop it"


def test_a_form_from_another_site_changes_nothing(world, ask):
    changed = [
        (who, place.address)
        for place in one_each(world)
        for who in {VISITOR, *sorted(MAY_CHANGE.get(place.route, ()))[:2]} - ANYBODY
        if not place.same_for_all
        and writes(ask, who, place.address, data=urlencode(filled_in(world, place.address)), csrf=True)
    ]
    assert changed == []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "BREW"])
def test_other_methods_get_an_answer_and_never_change_anything(world, ask, method):
    for place in one_each(world):
        writes(ask, Role.LEAD, place.address, method=method, expect=False)


ODD = (
    "\x00",
    "9" * 40,
    "-1",
    "2026-02-31",
    "\u202e臺\U0001f6b2\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace") + "'\"><%",
)


@pytest.mark.parametrize(
    "odd", [*ODD, "repeated"], ids=["nul", "huge", "negative", "bad day", "odd text", "repeated"]
)
def test_odd_questions_get_an_answer_on_every_page(world, ask, odd):
    names = sorted(asked_for())
    assert {"q", "after", "page", "unit", "limit"} <= set(names)
    values = [("1", "2026-01-01")] * len(names) if odd == "repeated" else [(odd,)] * len(names)
    query = urlencode([(name, v) for name, vs in zip(names, values, strict=True) for v in vs])
    for place in one_each(world):
        response = ask(Role.LEAD, place.address, QUERY_STRING=query)
        assert response.status_code < 500, place.address


def asked_for() -> set[str]:
    """Return every name that a page or operation reads from the query, found in the source."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r"GET(?:\.get|\.getlist)?[\[(]\s*\"(\w+)\"", text))
        found |= set(re.findall(r"^    (\w+): Annotated\[", text, flags=re.M))
        if path.name in ("filtering.py", "forms.py"):
            found |= set(re.findall(r"^    (\w+) = forms\.\w+Field\(", text, flags=re.M))
    return found


def writes(
    ask: Any, who: str, address: str, *, expect: bool = True, method: str = "POST", **more: Any
) -> bool:
    """Send a request, undo what it did, and return whether it wrote anything but a session."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITING.search(sql) and "django_session" not in sql:
            seen.append(sql)
        return execute(sql, params, many, context)

    if method == "POST":
        more["content_type"] = "application/x-www-form-urlencoded"
    with transaction.atomic(), connection.execute_wrapper(watch):
        response = ask(who, address, method, **more)
        assert response.status_code < 500, (who, method, address, told(response)[-2000:])
        transaction.set_rollback(bool(seen))
    assert expect or not seen, (who, method, address, seen[:1])
    return bool(seen)


WRITING = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|WITH\b.*\b(INSERT|UPDATE|DELETE))\b", re.I | re.S)


def everything() -> dict[str, str]:
    """Return a digest of each table's rows."""
    tables = sorted(set(connection.introspection.table_names()) - {"django_session"})
    one = "SELECT '{0}', md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{0}\" t"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return dict(cursor.fetchall())


def filled_in(world: walk_world.World, address: str) -> dict[str, str]:
    """Return a form with every field that any of our forms has, filled in so that the entitled succeed."""
    version = next((v for key, v in world.versions.items() if key in address), 1)
    return {**walk_world.FILLED_IN, "version": str(version)}
