"""Signing: one statement, one row, no other row touched; and the ticket that lets it do without reading a session.

The page with the button is read by an account that the session names. Its form carries a ticket: account and petition,
encrypted and authenticated (AES-256-GCM) for that petition and that session's cookie, for half an hour. The request that
signs needs the ticket, the cookie and Django's CSRF token, but nothing from the database but the insertion itself, which asks in
the same statement whether the account may still sign and the petition still takes signatures.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.keys import key_file, text_key
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import rules
from lightwell.participation.petitions.models import Display, Petition, Signature, this_transaction
from lightwell.people import public as people

_PACKED = struct.Struct(">qqq32s")
NONCE = 12
INSERT = """
INSERT INTO petitions_signature (petition_id, account_id, mark, public_id, salt, display, shown_name, signed_at)
SELECT p.id, a.id, %s, %s, %s, %s, %s, %s FROM petitions_petition p, people_account a
WHERE p.id = %s AND p.state IN ('collecting', 'answering') AND p.closes_on >= %s
  AND a.id = %s AND a.is_active AND a.assurance >= %s
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Ticket:
    """Who may sign what, until when; ``mark`` is what is unique for a petition."""

    account: int
    petition: int
    mark: bytes
    expires: int  # seconds since 1970


class BadTicket(ValueError):
    """Not a ticket for this petition and this session, or no longer."""


def mark_of(petition: Petition, account: people.Account) -> bytes:
    """Return the HMAC of person and petition: the same person has another one on each petition.

    It hangs on the person's identity, not on the account, so a second account of the same person signs nothing twice.
    Refusal when the identity is not verified.
    """
    if people.assurance_of(account) < rules.VERIFIED or not account.identity_fingerprint:
        raise Refusal(_("Have your identity verified first: one person signs once."))
    words = f"signature/{petition.public_id}/{account.identity_fingerprint}"
    return hmac.new(_key(), words.encode(), sha256).digest()


def ticket_for(petition: Petition, account: people.Account, session: str) -> str:
    """Return the ticket for a form; ``session`` is the value of the session cookie that must come with it."""
    expires = int(clock.now().timestamp()) + rules.TICKET_MINUTES * 60
    packed = _PACKED.pack(account.pk, petition.pk, expires, mark_of(petition, account))
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher().encrypt(nonce, packed, _bound(petition.public_id, session))
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def read_ticket(text: str, petition_id: str, session: str) -> Ticket:
    """Open a ticket; BadTicket when it was made for something else or has run out."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        packed = _cipher().decrypt(raw[:NONCE], raw[NONCE:], _bound(petition_id, session))
        account, petition, expires, mark = _PACKED.unpack(packed)
    except (InvalidTag, binascii.Error, ValueError, struct.error):
        raise BadTicket("not a ticket for this petition and session") from None
    if expires < clock.now().timestamp():
        raise BadTicket("the ticket has run out")
    return Ticket(account, petition, mark, expires)


def sign(*, ticket: Ticket, display: str) -> bool:
    """Sign; a second time changes nothing and is answered alike. False when neither: the petition or the account is closed.

    One statement in a transaction of its own; names to show are looked up first, only for those who want one shown.
    """
    if display not in Display.values:
        raise Refusal(_("Choose how you want to appear."), field="display")
    if _insert(ticket, display, _name(ticket, display)):
        return True
    return Signature.objects.filter(petition=ticket.petition, mark=ticket.mark, withdrawn_at=None).exists()


def sign_as(*, petition: Petition, account: people.Account, display: str = Display.COUNT) -> bool:
    """Sign without a form (demo, kiosk); as ``sign``."""
    ticket = Ticket(account.pk, petition.pk, mark_of(petition, account), 0)
    return sign(ticket=ticket, display=display)


@transaction.atomic
def take_back(*, petition: Petition, by: people.Account) -> bool:
    """Take one's signature back while the petition takes signatures; a tombstone without name and account remains.

    False when there was none. The next tally counts one less.
    """
    if not petition.signable:
        raise Refusal(_("Signing is over: the count is final, and so is your signature."))
    rows = Signature.objects.filter(petition=petition, mark=mark_of(petition, by), withdrawn_at=None)
    if not rows.exists():
        return False
    changed = rows.update(
        withdrawn_at=clock.now(),
        withdrawn_xid=this_transaction(),
        account=None,
        shown_name="",
        display=Display.COUNT,
    )
    return bool(changed)


def _insert(ticket: Ticket, display: str, name: str) -> bool:
    random = secrets.token_bytes(24)
    values: list[Any] = [
        ticket.mark, random[16:].hex(), random[:16], display, name, clock.now(), ticket.petition,
        clock.today(), ticket.account, rules.VERIFIED,
    ]  # fmt: skip
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        _prepared_on(cursor.connection) as signing,
    ):
        signing.execute(INSERT, values, prepare=True)
        return signing.rowcount == 1


def _prepared_on(raw: psycopg.Connection) -> psycopg.Cursor:
    """Return a cursor that plans a statement once a connection: Django's own have it planned for each signature anew."""
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 5
    return psycopg.Cursor(raw)


def _name(ticket: Ticket, display: str) -> str:
    if display == Display.COUNT:
        return ""
    account = people.Account.objects.get(pk=ticket.account)
    petition = Petition.objects.only("public_id").get(pk=ticket.petition)
    return people.display_name(account, petition.ref, display)


def _bound(petition_id: str, session: str) -> bytes:
    return f"{petition_id}\n{session}".encode()


@lru_cache(maxsize=1)
def _ciphers(key: str) -> AESGCM:
    return AESGCM(sha256(b"ticket" + bytes.fromhex(key)).digest())


def _cipher() -> AESGCM:
    return _ciphers(_text_key())


def _key() -> bytes:
    return bytes.fromhex(_text_key())


def _text_key() -> str:
    return _read(str(key_file("petitions")))


@lru_cache(maxsize=4)
def _read(path: str) -> str:
    return text_key("petitions")
