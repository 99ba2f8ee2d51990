"""Names for those who take part without theirs: random for each person and process, so that nothing joins two processes."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from lightwell.kernel.ref import Ref
from lightwell.people.models import Account, Pseudonym
from lightwell.people.words import QUALITIES, THINGS

ATTEMPTS = 100
NUMBERS = 1000


def pseudonym(account: Account, process: Ref) -> str:
    """Return the name that somebody bears in one process, made at the first call and the same ever after.

    Drawn at random, not computed from account or process: only who reads the table can link it.
    """
    for _attempt in range(ATTEMPTS):
        found = Pseudonym.objects.filter(account=account, process=str(process)).first()
        if found is not None:
            return found.name
        _draw(account, process)
    raise RuntimeError(f"no free pseudonym found in {process}")


def in_language(name: str, language: str | None = None) -> str:
    """Return a pseudonym as written in a language: 晨光山雀 042 is Dawnlit Tit 042 in English."""
    if not (language or get_language() or "").startswith("en"):
        return name
    words, _space, number = name.partition(" ")
    for quality, english in QUALITIES.items():
        if words.startswith(quality) and words[len(quality) :] in THINGS:
            return f"{english} {THINGS[words[len(quality) :]]} {number}"
    return name


def display_name(account: Account | None, process: Ref, choice: str) -> str:
    """Return how a person appears in public: their ``name``, a ``pseudonym``, or "" when they only ``count``.

    Somebody who wants their name shown but has given none gets the pseudonym: never a piece of the address.
    """
    if choice not in {"name", "pseudonym", "count"}:
        raise ValueError(f"not a way to appear: {choice}")
    if account is None or choice == "count":
        return ""
    return account.name if choice == "name" and account.name else pseudonym(account, process)


def _draw(account: Account, process: Ref) -> None:
    """Take a random name; when it is taken, or another request was first, the caller looks again."""
    words = secrets.choice(list(QUALITIES)) + secrets.choice(list(THINGS))
    try:
        with transaction.atomic():
            Pseudonym.objects.create(
                account=account, process=str(process), name=f"{words} {secrets.randbelow(NUMBERS):03d}"
            )
    except IntegrityError:
        return
