"""A crowd that signs: ``make`` people, a petition and their requests; ``send`` them; say what is ``counted``.

    python benchmarks/signers.py send PORT FILE CONNECTIONS SECONDS FIRST    prints one JSON object: signed, seconds

One thread and a selector drive all connections, so that the load costs little beside the server.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PORT = "{port}"
DONE = b"HTTP/1.1 302"


def make(people: int, target: Path) -> None:
    """Write one request a person to a file, a line each, with the ticket that the page would give them."""
    import django

    django.setup()
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
    from django.utils.crypto import get_random_string

    from lightwell.participation.petitions import signing
    from lightwell.people.public import Account

    petition = _petition()
    accounts = Account.objects.bulk_create(
        [
            Account(email=f"p{n}@crowd.example", password="!", assurance=2, identity_fingerprint=f"{n:064x}")
            for n in range(people)
        ],
        batch_size=5000,
    )
    path = f"/petitions/{petition.public_id}/sign/send/"
    with target.open("w") as out:
        for account in accounts:
            session, secret = get_random_string(32), _get_new_csrf_string()
            ticket = signing.ticket_for(petition, account, session)
            body = urlencode(
                {"csrfmiddlewaretoken": _mask_cipher_secret(secret), "ticket": ticket, "display": "count"}
            )
            cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={secret}"
            head = [
                f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{PORT}", f"Origin: http://127.0.0.1:{PORT}", f"Cookie: {cookies}",
                "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
            ]  # fmt: skip
            out.write(json.dumps("\r\n".join([*head, "", body])) + "\n")
    told = {
        "requests": str(target),
        "petition": petition.pk,
        "first": accounts[0].pk,
        "last": accounts[-1].pk,
        "before": 0,
    }
    print(json.dumps(told))


def _petition() -> Any:
    from lightwell.participation.petitions import public as petitions
    from lightwell.people import public as people

    unit = people.create_unit(slug="roads", name="道路局", name_en="Roads", by=None)
    author = people.Account.objects.create(
        email="author@crowd.example", password="!", assurance=2, identity_fingerprint="f" * 64
    )
    policy = petitions.policy_on(author.joined_at.date())
    policy.threshold = 10_000_000
    policy.save()
    text = petitions.Text(title="請鋪平每一條路", ask="鋪平。", why="不平。", unit=unit)
    draft = petitions.write_draft(text=text, by=author)
    return petitions.accept(petition=petitions.submit(petition=draft, by=author), by=None)


def send(port: int, requests: Path, connections: int, seconds: float, first: int) -> dict[str, float]:
    """Send requests from line ``first`` on for so long; every answer must be the redirection of a signature."""
    with requests.open() as lines:
        for _line in range(first):
            next(lines)
        waiting = [json.loads(line).replace(PORT, str(port)).encode() for line in lines]
    waiting.reverse()
    chosen = selectors.DefaultSelector()
    for _number in range(connections):
        opened = socket.create_connection(("127.0.0.1", port), 30)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(opened, selectors.EVENT_READ)
        opened.sendall(waiting.pop())
    start, signed, open_ones = time.perf_counter(), 0, connections
    while open_ones:
        for key, _events in chosen.select(30):
            answer = key.fileobj.recv(65536)  # type: ignore[union-attr]
            if not answer.startswith(DONE):
                raise SystemExit(f"not signed: {answer[:300]!r}")
            signed += 1
            if time.perf_counter() - start < seconds and waiting:
                key.fileobj.sendall(waiting.pop())  # type: ignore[union-attr]
            else:
                chosen.unregister(key.fileobj)
                open_ones -= 1
    if not waiting:
        raise SystemExit("The crowd was too small for the time.")
    return {"signed": signed, "seconds": time.perf_counter() - start}


def counted() -> None:
    """Print the published count, when it is that of the rows."""
    import django

    django.setup()
    from lightwell.participation.petitions.models import Petition, Signature

    petition = Petition.objects.get()
    assert petition.signatures == Signature.objects.count(), (petition.signatures, Signature.objects.count())
    print(petition.signatures)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    match sys.argv[1]:
        case "make":
            make(int(sys.argv[2]), Path(sys.argv[3]))
        case "send":
            print(
                json.dumps(
                    send(
                        int(sys.argv[2]),
                        Path(sys.argv[3]),
                        int(sys.argv[4]),
                        float(sys.argv[5]),
                        int(sys.argv[6]),
                    )
                )
            )
        case "counted":
            counted()
