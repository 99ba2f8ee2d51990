"""One verified person counts once, the number is never kept, and a pseudonym joins nothing."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.apps import apps
from django.core import serializers
from hypothesis import given
from hypothesis import strategies as st

from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.models import Account, Assurance, Pseudonym
from lightwell.people.pseudonyms import in_language
from lightwell.people.words import QUALITIES, THINGS

NUMBER = "L000000018"


def test_a_fingerprint_is_the_same_for_one_number_however_it_is_typed():
    assert (
        people.fingerprint("l000000018 ")
        == people.fingerprint("Ｌ０００００００１８")
        == people.fingerprint(NUMBER)
    )


@given(st.from_regex(r"[A-Z][12][0-9]{8}", fullmatch=True))
def test_a_fingerprint_is_not_a_plain_hash_that_could_be_searched_for(number):
    plain = {hashlib.new(name, number.encode()).hexdigest() for name in ("sha256", "sha1", "md5", "sha3_256")}
    assert people.fingerprint(number) not in plain


def test_another_key_gives_another_fingerprint(monkeypatch, tmp_path):
    before = people.fingerprint(NUMBER)
    monkeypatch.setenv("LIGHTWELL_KEYS", str(tmp_path))
    assert people.fingerprint(NUMBER) != before
    assert (tmp_path / "identity.key").stat().st_mode & 0o777 == 0o600


def test_no_number_has_no_fingerprint():
    with pytest.raises(ValueError, match="empty"):
        people.fingerprint("  ")


def test_a_verified_person_has_one_account_and_the_second_is_told_so_without_naming_the_first(account):
    first, second = account(email="first@example.org"), account()
    people.verify_identity(account=first, fingerprint=people.fingerprint(NUMBER), by=first)
    assert people.assurance_of(first) == Assurance.IDENTITY and first.identity_verified_at
    with pytest.raises(Refusal) as refused:
        people.verify_identity(account=second, fingerprint=people.fingerprint(NUMBER), by=second)
    assert "first" not in refused.value.message
    second.refresh_from_db()
    assert second.assurance == Assurance.ANONYMOUS and second.identity_fingerprint is None


def test_an_account_cannot_pass_to_another_person(account):
    mine = account()
    people.verify_identity(account=mine, fingerprint=people.fingerprint(NUMBER), by=mine)
    with pytest.raises(Refusal):
        people.verify_identity(account=mine, fingerprint=people.fingerprint("C000000027"), by=mine)


def test_verifying_twice_changes_nothing(account):
    mine = account()
    for _time in range(2):
        people.verify_identity(account=mine, fingerprint=people.fingerprint(NUMBER), by=mine)
        stamp = mine.identity_verified_at
    assert stamp == Account.objects.get(pk=mine.pk).identity_verified_at


def test_a_confirmed_address_never_lowers_a_verified_identity(account):
    mine = account()
    people.verify_identity(account=mine, fingerprint=people.fingerprint(NUMBER), by=mine)
    people.confirm_contact(account=mine, by=None)
    assert mine.assurance == Assurance.IDENTITY


def everything_stored() -> str:
    """Every row of every table that this room or its libraries write, as text."""
    models = [
        m
        for label in ("people", "account", "socialaccount", "sessions", "allauth_idp_oidc", "post", "record")
        for m in (apps.get_app_config(label).get_models() if label in apps.app_configs else ())
    ]
    return json.dumps([serializers.serialize("python", model.objects.all()) for model in models], default=str)


def test_the_number_is_in_no_table(account):
    mine = account()
    people.verify_identity(account=mine, fingerprint=people.fingerprint(NUMBER), by=mine)
    assert NUMBER not in everything_stored()


RIVER, WASTE = Ref("topic", "river"), Ref("topic", "waste")


def test_a_pseudonym_stays_within_a_process_and_differs_in_the_next(account):
    mine = account()
    name = people.pseudonym(mine, RIVER)
    assert people.pseudonym(mine, RIVER) == name
    others = {people.pseudonym(mine, Ref("topic", f"t{n}")) for n in range(8)}
    assert len(others | {name}) > 7  # nine draws of 1.6 million: two alike would be a broken source of chance


def test_no_two_people_bear_one_pseudonym_in_a_process(account, monkeypatch):
    monkeypatch.setattr("lightwell.people.pseudonyms.QUALITIES", {"晨光": "Dawnlit"})
    monkeypatch.setattr("lightwell.people.pseudonyms.THINGS", {"藍鵲": "Magpie"})
    monkeypatch.setattr("lightwell.people.pseudonyms.NUMBERS", 8)
    names = [people.pseudonym(account(), RIVER) for _ in range(6)]
    assert len(set(names)) == 6 and Pseudonym.objects.count() == 6


def test_the_words_of_pseudonyms_read_back_in_english():
    for quality, english in QUALITIES.items():
        for thing, animal in THINGS.items():
            assert in_language(f"{quality}{thing} 042", "en") == f"{english} {animal} 042"


def test_somebody_who_wants_to_be_named_but_gave_no_name_gets_a_pseudonym_and_no_piece_of_the_address(
    account,
):
    mine = account(email="secret.words@example.org")
    shown = people.display_name(mine, WASTE, "name")
    assert shown == people.pseudonym(mine, WASTE) and "secret" not in shown + str(mine)
    assert people.display_name(mine, WASTE, "count") == ""
    assert people.display_name(account(name="王小明"), WASTE, "name") == "王小明"
    with pytest.raises(ValueError, match="not a way"):
        people.display_name(mine, WASTE, "shout")
