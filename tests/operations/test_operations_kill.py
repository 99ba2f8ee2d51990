"""Matters come in while web server, worker and PostgreSQL are killed: what was acknowledged is there once, with one number."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from test_operations_site import Serving, homes, run, wait_for

from lightwell.operations import processes
from lightwell.operations.postgres import Cluster

__all__ = ["homes"]
pytestmark = pytest.mark.slow
WRITERS = 3

A_TOPIC = """
from datetime import timedelta
from lightwell.kernel import clock
from lightwell.participation.opinions import public as opinions
from lightwell.people import public as people
unit = people.create_unit(slug="roads", name="道路局", name_en="Roads", by=None)
today = clock.today()
phase = opinions.PhasePlan(name="徵集", starts_on=today, ends_on=today + timedelta(days=9), takes_opinions=True)
texts = ("title", "purpose", "can_change", "cannot_change", "decides", "use", "address")
fields = {name: "路平" for name in texts}
topic = opinions.draft_topic(slug="roads", unit=unit, fields=fields, phases=[phase], by=None)
opinions.publish_topic(topic=topic, by=None)
"""
WHAT_IS_THERE = """
from collections import Counter
from lightwell.casework.models import Matter
rows = list(Matter.objects.values_list("number", "body"))
print(len(rows), max(Counter(n for n, _ in rows).values()), max(Counter(b for _, b in rows).values()))
print(*(f"{n}={b}" for n, b in rows), sep="\\n")
"""


class Writer(threading.Thread):
    """A person with a browser who sends opinions, and sends the same form again whenever the answer did not come."""

    def __init__(self, address: str, name: str, enough: threading.Event) -> None:
        super().__init__(daemon=True)  # a test that fails must not be kept waiting for us
        self.address, self.called, self.enough = address, name, enough
        self.acknowledged: dict[str, str] = {}
        self.lost_answers = 0
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)

    def run(self) -> None:
        count = 0
        while not self.enough.is_set():
            count += 1
            text = f"opinion {count} of writer {self.called}"
            number = self.send(text)
            if number:
                self.acknowledged[text] = number

    def send(self, text: str) -> str:
        form = self.ask(self.address)
        found = dict(re.findall(r'name="(csrfmiddlewaretoken|nonce)" value="([^"]*)"', form))
        found |= {n: v for v, n in re.findall(r'value="([^"]*)" name="(csrfmiddlewaretoken|nonce)"', form)}
        fields = {**found, "text": text, "display": "count", "step": "send"}
        page = self.ask(self.address, urllib.parse.urlencode(fields).encode())
        return (re.search(r"OP-\d+-\d+", page) or [""])[0]

    def ask(self, address: str, body: bytes | None = None) -> str:
        """Ask until an answer comes; a lost answer says nothing about whether the matter was taken in."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                with self.browser.open(address, body, timeout=20) as answer:
                    return answer.read().decode()
            except (urllib.error.HTTPError, OSError, EOFError):
                self.lost_answers += 1
                time.sleep(0.2)
            except Exception:  # half an answer
                self.lost_answers += 1
        return ""


@pytest.fixture(scope="module")
def site(homes) -> Path:
    home = homes / "killed"
    assert run(home, "manage", "migrate", "--verbosity=0").returncode == 0
    made = run(home, "manage", "shell", "--no-imports", "-c", A_TOPIC)
    assert made.returncode == 0, made.stderr
    return home


def test_every_acknowledged_matter_is_there_once_with_one_number_whatever_is_killed(site):
    serving = Serving(site, LIGHTWELL_OPINIONS_PER_HOUR="1000000")
    enough = threading.Event()
    try:
        address = f"http://127.0.0.1:{serving.port}/topics/roads/write/"
        writers = [Writer(address, str(n), enough) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        killed = kill_in_turn(site, serving)
        enough.set()
        for writer in writers:
            writer.join(120)
        assert len(killed) >= 3, "web server, worker and database were killed"
        acknowledged = {text: number for writer in writers for text, number in writer.acknowledged.items()}
        assert len(acknowledged) >= 20 and sum(writer.lost_answers for writer in writers) > 0
        assert wait_for(lambda: serving.status() == 200)
        there = dict(pair.split("=", 1) for pair in look(site))
        assert {number: text for text, number in acknowledged.items()}.items() <= there.items()
    finally:
        enough.set()
        serving.end(signal.SIGTERM)
    verified = run(
        site, "log", "verify", str(site / "record"), "--key", run(site, "log", "key").stdout.strip()
    )
    assert verified.returncode == 0, verified.stderr


def look(home: Path) -> list[str]:
    done = run(home, "manage", "shell", "--no-imports", "-c", WHAT_IS_THERE)
    first, *pairs = done.stdout.strip().splitlines()
    _all, of_a_number, of_a_text = map(int, first.split())
    assert of_a_number == 1 and of_a_text == 1, first
    return pairs


def kill_in_turn(home: Path, serving: Serving) -> list[int]:
    """Kill one process after the other, each once the site answers again."""
    killed: list[int] = []
    time.sleep(2)
    for pid in [*serving.pids()[:-1], Cluster(home).pid()]:
        if pid and processes.began(pid):
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            assert wait_for(lambda gone=pid: not processes.began(gone), 10)
            assert wait_for(lambda: serving.status() == 200, 60), serving.words.read_text()[-4000:]
            time.sleep(1)
    return killed
