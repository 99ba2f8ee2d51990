"""The cache in front of Django: what it keeps, for whom, and how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from lightwell.frontdoor import pagecache
from lightwell.frontdoor.pagecache import PageCache
from lightwell.frontdoor.proxy import TrustedProxy
from lightwell.kernel import clock

PUBLIC = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=2"), ("ETag", '"one"')]


class Application:
    """Answers with given headers and counts how often it was asked."""

    def __init__(self, headers: list[tuple[str, str]], status: str = "200 OK") -> None:
        self.headers, self.status, self.asked = headers, status, 0
        self.seen: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        self.seen = environ
        start_response(self.status, list(self.headers))
        return [f"answer {self.asked}".encode()]


def ask(
    cache: Any, path: str = "/", method: str = "GET", **headers: str
) -> tuple[str, dict[str, str], bytes]:
    got: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "here",
        **headers,
    }
    body = b"".join(cache(environ, lambda status, given, exc=None: got.append((status, dict(given)))))
    (status, given) = got[-1]
    return status, given, body


@pytest.fixture
def now(monkeypatch):
    moment = [100.0]
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: moment[0])
    return moment


def test_a_public_page_is_asked_for_once_until_it_goes_stale(now):
    application = Application(PUBLIC)
    cache = PageCache(application)
    assert [ask(cache)[2], ask(cache)[2]] == [b"answer 1", b"answer 1"]
    now[0] += 2.1
    assert ask(cache)[2] == b"answer 2"


def test_nothing_that_was_kept_is_shown_once_the_clock_of_the_demo_has_moved(now):
    days = [0]
    clock.move_by(lambda: timedelta(days=days[0]))
    try:
        cache = PageCache(Application([("Cache-Control", "public, max-age=60")]))
        assert [ask(cache)[2], ask(cache)[2]] == [b"answer 1", b"answer 1"]
        days[0] = 30
        assert [ask(cache)[2], ask(cache)[2]] == [b"answer 2", b"answer 2"]
    finally:
        clock.move_by(None)


def test_a_browser_asks_again_where_the_clock_may_move_and_is_answered_shortly(now):
    application = Application([("Cache-Control", "public, max-age=60"), ("ETag", '"one"')])
    cache = PageCache(application, moving_clock=True)
    assert ask(cache)[1]["Cache-Control"] == "public, no-cache"
    now[0] += 59
    status, headers, _body = ask(cache, HTTP_IF_NONE_MATCH='"one"')
    assert (status[:3], headers["Cache-Control"], application.asked) == ("304", "public, no-cache", 1)


def test_whoever_has_a_session_passes_by(now):
    application = Application(PUBLIC)
    cache = PageCache(application)
    ask(cache)
    assert ask(cache, HTTP_COOKIE="a=b; lightwell_session=x")[2] == b"answer 2"
    assert ask(cache, HTTP_COOKIE="lightwell_csrf=x")[2] == b"answer 1"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Cache-Control", "private, no-store")], "200 OK"),
        ([("Cache-Control", "max-age=60")], "200 OK"),
        ([*PUBLIC, ("Set-Cookie", "a=b")], "200 OK"),
        (PUBLIC, "404 Not Found"),
        (PUBLIC, "302 Found"),
        ([], "200 OK"),
    ],
)
def test_nothing_else_is_kept(now, headers, status):
    application = Application(headers, status)
    cache = PageCache(application)
    ask(cache)
    ask(cache)
    assert application.asked == 2 and cache.kept == {}


def test_a_post_is_never_answered_from_the_cache(now):
    application = Application(PUBLIC)
    cache = PageCache(application)
    ask(cache)
    assert ask(cache, method="POST")[2] == b"answer 2"


def test_hosts_paths_and_queries_are_kept_apart(now):
    application = Application(PUBLIC)
    cache = PageCache(application)
    asked = [ask(cache), ask(cache, "/en/"), ask(cache, QUERY_STRING="a=1"), ask(cache, HTTP_HOST="there")]
    assert len({body for _status, _headers, body in asked}) == 4


def test_a_browser_that_has_the_page_gets_a_short_answer(now):
    cache = PageCache(Application(PUBLIC))
    ask(cache)
    status, headers, body = ask(cache, HTTP_IF_NONE_MATCH='"one"')
    assert status.startswith("304") and body == b"" and "Content-Type" not in headers


def test_a_head_has_no_body(now):
    cache = PageCache(Application(PUBLIC))
    ask(cache)
    assert ask(cache, method="HEAD")[2] == b""


def test_the_cache_forgets_the_oldest_when_it_is_full(now, monkeypatch):
    monkeypatch.setattr(pagecache, "ENTRIES", 3)
    cache = PageCache(Application(PUBLIC))
    for number in range(5):
        ask(cache, f"/{number}")
    assert [key[1] for key in cache.kept] == ["/2", "/3", "/4"]
    assert cache.size == sum(len(kept.body) for kept in cache.kept.values())


def test_behind_a_trusted_proxy_only_what_that_proxy_wrote_counts():
    application = Application([])
    ask(TrustedProxy(application), REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    assert application.seen["REMOTE_ADDR"] == "203.0.113.7"
    ask(TrustedProxy(application), REMOTE_ADDR="10.0.0.9")
    assert application.seen["REMOTE_ADDR"] == "10.0.0.9"
