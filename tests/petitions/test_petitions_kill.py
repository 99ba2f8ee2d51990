"""People sign while web server, worker and PostgreSQL are killed: every acknowledged signature is there once, the count comes true.

``SIGNATURES`` in the environment says how many (the whole story is 20000 of 64 clients); the usual run has fewer.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode

import pytest

from lightwell.operations import processes
from lightwell.operations.postgres import Cluster
from operations.test_operations_site import Serving, homes, run, wait_for

__all__ = ["homes"]
pytestmark = pytest.mark.slow
SIGNATURES = int(os.environ.get("SIGNATURES", "1500"))
CLIENTS = 64
PATIENCE = max(240.0, SIGNATURES / 20)  # seconds: when the site does not come back, a failure is to be read

A_CROWD = """
import json, sys
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from lightwell.kernel import clock
from lightwell.participation.petitions import public as petitions, signing
from lightwell.people import public as people
signing.rules.TICKET_MINUTES = 600  # a long day of killing
unit = people.create_unit(slug="roads", name="道路局", by=None)
policy = petitions.policy_on(clock.today())
policy.threshold = {number} // 2
policy.save()
def person(n):
    return people.Account(email=f"p{{n}}@crowd.example", password="!", assurance=2, identity_fingerprint=f"{{n:064x}}")
everybody = people.Account.objects.bulk_create([person(n) for n in range({number} + 1)])
text = petitions.Text(title="請鋪平每一條路", ask="鋪平。", why="不平。", unit=unit)
draft = petitions.write_draft(text=text, by=everybody[-1])
found = petitions.accept(petition=petitions.submit(petition=draft, by=everybody[-1]), by=None)
with open({target!r}, "w") as out:
    for account in everybody[:-1]:
        session, secret = account.email, _get_new_csrf_string()
        cookie = f"{{settings.SESSION_COOKIE_NAME}}={{session}}; {{settings.CSRF_COOKIE_NAME}}={{secret}}"
        fields = {{"ticket": signing.ticket_for(found, account, session), "csrfmiddlewaretoken": secret, "display": "count"}}
        told = {{"who": account.email, "path": f"/petitions/{{found.public_id}}/sign/send/", "cookie": cookie, "fields": fields}}
        print(json.dumps(told), file=out)
"""
WHAT_IS_THERE = """
import json
from lightwell.participation.petitions.models import Petition, Signature, Tally
from lightwell.participation.petitions import tallies
from lightwell.record import public as record
found = Petition.objects.get()
steps = list(Tally.objects.filter(petition=found).order_by("number"))
leaves = [leaf for tally in steps for leaf in tallies.split(bytes(tally.leaves))]
print(json.dumps({
    "signers": list(Signature.objects.filter(withdrawn_at=None).values_list("account__email", flat=True)),
    "published": found.signatures,
    "leaves": [len(leaves), len(set(leaves))],
    "agrees": tallies.check(found),
    "numbers": [tally.number for tally in steps] == list(range(1, len(steps) + 1)),
    "state": found.state,
    "acts": [act.act for act in record.acts_of(found.ref)],
}))
"""


class Client(threading.Thread):
    """Browsers of many people, one after the other; who gets no answer sends the same form again."""

    def __init__(self, port: str, waiting: Queue[dict], signed: list[str], lost: list[str]) -> None:
        super().__init__(daemon=True)
        self.port, self.waiting, self.signed, self.lost = port, waiting, signed, lost
        self.connection: http.client.HTTPConnection | None = None
        self.until = time.monotonic() + PATIENCE

    def run(self) -> None:
        while True:
            try:
                request = self.waiting.get_nowait()
            except Empty:
                return
            while not self.sent(request):
                if time.monotonic() > self.until:
                    return
                self.lost.append(request["who"])
                self.connection = None
                time.sleep(0.2)

    def sent(self, request: dict) -> bool:
        head = {"Cookie": request["cookie"], "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=20)
            self.connection.request("POST", request["path"], urlencode(request["fields"]), head)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        if answer.status != 302 or not answer.headers["Location"].endswith("/signed/"):
            return False
        self.signed.append(request["who"])
        return True


@pytest.fixture(scope="module")
def crowded(homes) -> Path:
    home = homes / "petition"
    assert run(home, "manage", "migrate", "--verbosity=0").returncode == 0
    script = A_CROWD.format(number=SIGNATURES, target=str(homes / "requests"))
    made = run(home, "manage", "shell", "--no-imports", "-c", script)
    assert made.returncode == 0, made.stderr
    return home


def test_every_acknowledged_signature_is_there_once_and_counted_whatever_is_killed(crowded, homes):
    waiting: Queue[dict] = Queue()
    for line in (homes / "requests").read_text().splitlines():
        waiting.put(json.loads(line))
    serving, signed, lost = Serving(crowded, LIGHTWELL_PROCESSES="2"), [], []
    try:
        began = time.monotonic()
        clients = [Client(serving.port, waiting, signed, lost) for _number in range(CLIENTS)]
        for client in clients:
            client.start()
        killed = kill_in_turn(crowded, serving, signed)
        for client in clients:
            client.join(PATIENCE + 60)
        assert not any(client.is_alive() for client in clients)
        print(
            f"{len(signed)} signatures in {time.monotonic() - began:.0f} s, {len(lost)} answers lost, {killed} killed"
        )
        assert len(killed) >= 3 and lost, "web server, worker and database were killed while people signed"
        assert wait_for(lambda: there(crowded)["published"] == SIGNATURES, 60)
        found = there(crowded)
    finally:
        serving.end(signal.SIGTERM)
    assert sorted(found["signers"]) == sorted(set(signed)), "acknowledged, and nobody else, each once"
    assert len(found["signers"]) == SIGNATURES == len(signed)
    assert found["leaves"] == [SIGNATURES, SIGNATURES] and found["agrees"] and found["numbers"]
    assert found["state"] == "answering" and found["acts"].count("petition.reached") == 1
    key = run(crowded, "log", "key").stdout.strip()
    verified = run(crowded, "log", "verify", str(crowded / "record"), "--key", key)
    assert verified.returncode == 0, verified.stderr


def there(home: Path) -> dict:
    done = run(home, "manage", "shell", "--no-imports", "-c", WHAT_IS_THERE)
    return json.loads(done.stdout) if done.returncode == 0 else {"published": -1}


def kill_in_turn(home: Path, serving: Serving, signed: list[str]) -> list[int]:
    """Kill one process after the other, spread over the signing, each once the site answers again."""
    killed: list[int] = []
    pids = [*serving.pids()[:-1], Cluster(home).pid()]
    for place, pid in enumerate(pids, 1):
        assert wait_for(lambda share=place: len(signed) >= SIGNATURES * share // (len(pids) + 2), 300)
        if pid and processes.began(pid):
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            assert wait_for(lambda gone=pid: not processes.began(gone), 10)
            assert wait_for(lambda: serving.status() == 200, 90), serving.words.read_text()[-4000:]
    return killed
