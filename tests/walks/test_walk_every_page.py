"""Every page that links lead to, as everybody: axe finds nothing, nothing sticks out of a telephone, no console complains.

A page that is new and linked is looked at without being named here. One of each address pattern is opened for each role
and language; axe reads it, and at 360 pixels nothing may be wider than the window. What looks the same to several roles
is read once: public pages as a visitor, pages of everybody's own as a citizen, the desk as each of the staff.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from house.test_house_access import rule_of
from walks.walker import faults

pytestmark = pytest.mark.journey
MOST = 240  # kinds of pages for one role and language
NO_PAGES = re.compile(
    r"\.(csv|json|atom|ics|parquet|svg|txt|zip|pdf|png|toml)$|/(tile|checkpoint|files|api/v1|healthz|static)(/|$)"
)
ROLES = ("", "citizen", "officer", "lead", "helper", "editor", "administrator", "moderator", "auditor")
# Pages that no link leads to, and why: each is looked at below or in a walk of its own.
UNLINKED = {
    "account_inactive": "for accounts that were switched off",
    "account_confirm_email": "by mail: looked at in the walk of sign-in",
    "account_reset_password_from_key": "by mail: looked at in the walk of sign-in",
    "account_reset_password_from_key_done": "after a form: looked at in the walk of sign-in",
    "account_reset_password_done": "after a form: looked at in the walk of sign-in",
    "account_email_verification_sent": "after a form: looked at in the walk of sign-in",
    "account_reauthenticate": "asked for when a session is old",
    "account_logout": "a form",
    "account_set_password": "for accounts without a password",
    "socialaccount_signup": "after the issuer: looked at in the walk of sign-in",
    "socialaccount_connections": "leads to the account",
    "socialaccount_login_cancelled": "after the issuer: looked at in the walk of sign-in",
    "socialaccount_login_error": "when the issuer breaks the rules",
    "identity_login": "leads to the issuer",
    "identity_callback": "comes from the issuer",
    "following:asked": "after a form: looked at in the walk of mine",
    "following:confirm": "by mail: looked at in the walk of mine",
    "following:list": "by mail: looked at in the walk of mine",
    "following:stop": "by mail: looked at in the walk of mine",
    "following:stop_all": "by mail, and the same page as the one beside it",
    "related:all": "where pages are related: looked at in the walk of mine",
    "opinions:sent": "after a form: looked at in loop one",
    "opinions:sheet": "after a form: looked at in the walk of the counter",
    "opinions:slips": "after a form: looked at in the walk of the counter",
    "opinions:scan": "a picture",
    "casework:desk_preview": "after a form: looked at in loop one",
    "casework:tracked": "by mail: looked at in loop one",
    "casework:tracked_receipt": "beside the tracking page: looked at in loop one",
    "casework:tracked_withdraw": "beside the tracking page: looked at in loop one",
    "casework:own_withdraw": "for matters that are open still",
    "record:check": "for acts with a text: looked at in loop one",
    "frontdoor:gallery": "for designers: looked at below",
    "casework:desk_step": "a form",
    "casework:own_stop_mail": "a form",
    "casework:tracked_stop_mail": "a form",
    "opinions:drop_sheet": "a form",
    "opinions:publish_topic": "a form",
    "publishing:hints": "a form",
    "publishing:publish": "a form",
    "publishing:discard": "a form",
    "favicon": "a picture",
    "applications:begin": "leads on when there is a draft: looked at in the walk of services",
    "applications:question": "within a draft: looked at in the walk of services",
    "applications:go_on": "leads to the next question",
    "applications:check": "within a draft: looked at in the walk of services",
    "applications:claim": "within a draft: looked at in the walk of services",
    "applications:link": "within a draft: looked at in the walk of services",
    "applications:drop": "within a draft: looked at in the walk of services",
    "applications:send": "a form",
    "applications:sent": "after a form: looked at in the walk of services",
    "applications:resume": "by mail: looked at in the walk of services",
    "applications:own_letter": "for applications that are decided: looked at in the walk of services",
    "applications:own_more": "for applications that lack something: looked at in the walk of services",
    "applications:tracked_letter": "by mail: looked at in the walk of services",
    "applications:tracked_more": "by mail: looked at in the walk of services",
    "applications:ask": "on the desk of an application: looked at in the walk of services",
    "applications:decide": "on the desk of an application: looked at in the walk of services",
    "directory:check": "for services that ask first: looked at in the walk of services",
    "directory:turn_service": "a form",
    "disclosure:step": "a form",
    "petitions:similar": "a piece of a page",
    "petitions:edit": "for one's own drafts: looked at in the walk of petitions",
    "petitions:own": "for one's own petitions: looked at in the walk of petitions",
    "petitions:signature": "for who has signed: looked at in the walk of petitions",
    "petitions:signed": "after a form: looked at in the walk of petitions",
    "petitions:taken_back": "after a form: looked at in the walk of petitions",
    "petitions:drop": "a form",
    "petitions:send": "a form",
    "petitions:submit": "a form",
    "petitions:take_back": "a form",
    "petitions:take_signature_back": "a form",
    "petitions:withdraw": "a form",
    "petitions:note": "a form",
    "requests:similar": "a piece of a page",
    "requests:sent": "after a form: looked at in the walk of requests",
    "requests:answer": "on the desk of a request: looked at in the walk of requests",
    "search:opensearch": "for browsers",
    "search:search": "a form: looked at in the walk of search",
    "trial:result": "after a form: looked at in the walk from home",
    "trial:delete": "a form",
    "trial:deleted": "after a form: looked at in the walk from home",
    "trial:download": "a file",
    "demo:become": "a form",
    "demo:move": "a form",
}


@dataclass
class Crawl:
    """What a walk through the site has seen: the kinds of pages, and what was wrong."""

    window: Any
    who: str
    language: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    alike: frozenset[str] = frozenset()  # opened for their links only: somebody else has read these kinds

    def walk(self, beginning: str) -> None:
        self.seen.add(kind_of(beginning))
        waiting = self.look(beginning)
        while waiting and len(self.seen) < MOST:
            address = waiting.pop(0)
            kind = kind_of(address)
            if kind not in self.seen:
                self.seen.add(kind)
                waiting += self.look(address)

    def look(self, address: str) -> list[str]:
        """Open a page, judge it, and return its links."""
        response = self.window.goto(address)
        if response.status != 200:
            self.wrong.append(f"{response.status} at {address}")
            return []
        if kind_of(address) not in self.alike:
            self.wrong += [f"{address}: {fault}" for fault in faults(self.window)]
        links = self.window.eval_on_selector_all(
            f"a[href]:not([download]){self.unfit}", "all => all.map(a => a.href.split('#')[0])"
        )
        return [link for link in dict.fromkeys(links) if self.follows(address, link)]

    @property
    def unfit(self) -> str:
        """Links on pages that are the same for all say by rel=nofollow that they are not for all."""
        return "" if self.who in ("", "administrator") else ":not([rel~=nofollow])"

    def follows(self, address: str, link: str) -> bool:
        here, there = urlsplit(urljoin(self.window.url, address)), urlsplit(link)
        english = there.path == "/en" or there.path.startswith("/en/")
        same_language = english == (self.language == "en") or there.path.startswith("/record/acts")
        return there.netloc == here.netloc and same_language and not NO_PAGES.search(there.path)


def kind_of(address: str) -> str:
    """Return the name of the pattern that an address fits, with the names of its questions: one of each is enough."""
    parts = urlsplit(address)
    try:
        found = resolve(re.sub(r"^/en(?=/)", "", parts.path) or "/")
    except Resolver404:
        return parts.path
    return found.view_name or found.route


@pytest.fixture(scope="module")
def visited() -> dict[str, set[str]]:
    """Which kinds of pages were looked at, by language."""
    return {"zh-hant": set(), "en": set()}


def home_of(language: str) -> str:
    return "/en/" if language == "en" else "/"


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("who", ROLES)
def test_every_page_that_links_lead_to_is_fit_for_everybody(
    opened: Callable[..., Any], visited: dict[str, set[str]], who: str, language: str
) -> None:
    window = opened()
    home = home_of(language)
    window.goto(home)
    if who:
        window.locator("#demo-who").select_option(who)
        with window.expect_navigation():
            window.locator("form[action$='/demo/become/'] button").click()
        assert window.locator("#demo-who").input_value() == who, (
            "walked as somebody else, it would prove nothing"
        )
    crawl = Crawl(window, who, language)
    crawl.alike = frozenset(((PUBLIC | OWN) - {"frontdoor:home"}) & visited[language])
    crawl.seen = set() if who in ("", "citizen") else set(PUBLIC & visited[language])
    crawl.walk(home)
    visited[language] |= crawl.seen
    assert "\n".join(crawl.wrong) == ""


@pytest.mark.parametrize("address", ["/design/", "/en/design/", "/nowhere/", "/en/nowhere/"])
def test_the_gallery_and_the_page_that_is_not_there_are_fit_too(
    opened: Callable[..., Any], address: str
) -> None:
    window = opened(missing_ok=True)
    window.goto(address)
    assert list(faults(window)) == []


def test_no_page_was_forgotten(visited: dict[str, set[str]]) -> None:
    """Every address that shows a page was looked at in both languages, or says above why no link leads there."""
    if not visited["en"]:
        pytest.skip("only together with the walk over every page")
    pages = {name for name, found in named_pages() if not NO_PAGES.search("/" + plain(str(found.pattern)))}
    for language in ("zh-hant", "en"):
        forgotten = pages - visited[language] - set(UNLINKED)
        assert " ".join(sorted(forgotten)) == "", language


def plain(pattern: str) -> str:
    return re.sub(r"<[^>]*>", "x", pattern).strip("^$/")


def named_pages() -> Iterator[tuple[str, URLPattern]]:
    """Yield name and pattern of every address that has a name."""

    def inside(resolver: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
        for found in resolver.url_patterns:
            if isinstance(found, URLPattern):
                if found.name and space not in ("api-v1:", "oidc:"):
                    yield f"{space}{found.name}", found
            else:
                yield from inside(found, f"{found.namespace}:" if found.namespace else space)

    yield from inside(get_resolver())


def kinds_with(rule: str) -> set[str]:
    """Return the names of the pages that an access rule is declared for."""
    return {name for name, found in named_pages() if getattr(rule_of(found.callback), "kind", "") == rule}


PUBLIC = kinds_with("public")  # a visitor has looked at them
OWN = kinds_with("signed_in")  # everybody's own: a citizen has looked at them
