"""Signing and counting against real transactions: one person once, whatever races; counts exact, proved and repaired."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from builders import make_citizen
from lightwell.casework import public as casework
from lightwell.engines.tlog.errors import ProofError
from lightwell.engines.tlog.proofs import check_proof
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import actions, deadlines, moderation, queries, signing, tallies
from lightwell.participation.petitions.models import Petition, Signature, Tally
from lightwell.participation.petitions.rules import State
from lightwell.participation.petitions.signing_pages import proof_file
from lightwell.people.public import Account
from lightwell.post.public import messages_for
from lightwell.record import public as record
from petitions.conftest import MONDAY, need, sign, signers, text

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 200
AT_ONCE = 20  # connections that PostgreSQL is sure to give


def together(number: int, work: Callable[[int], Any], at_once: int = AT_ONCE) -> list[Any]:
    """Do the same ``number`` times from threads that all wait for one another, and return what each got."""
    found: list[Any] = [None] * number
    gate = threading.Barrier(at_once)

    def some(first: int) -> None:
        gate.wait()
        for place in range(first, number, at_once):
            try:
                with clock.at(MONDAY):
                    found[place] = work(place)
            except Exception as error:
                found[place] = error
        connections.close_all()

    threads = [threading.Thread(target=some, args=(place,)) for place in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def counted(petition: Petition) -> Petition:
    tallies.count_all()
    petition.refresh_from_db()
    return petition


def test_two_hundred_racing_clients_as_one_person_are_one_signature(collecting, citizen):
    answers = together(RACERS, lambda _n: signing.sign_as(petition=collecting, account=citizen))
    assert answers == [True] * RACERS  # each gets the same answer
    assert Signature.objects.filter(petition=collecting).count() == 1
    assert counted(collecting).signatures == 1


def test_signers_and_counters_that_race_lose_and_double_nothing(collecting):
    accounts = signers(60)
    enough = threading.Event()

    def keep_counting() -> None:
        while not enough.is_set():
            with clock.at(MONDAY):
                tallies.count_all()
            enough.wait(0.05)
        connections.close_all()

    counters = [threading.Thread(target=keep_counting) for _n in range(2)]
    for counter in counters:
        counter.start()
    answers = together(60, lambda n: signing.sign_as(petition=collecting, account=accounts[n]))
    enough.set()
    for counter in counters:
        counter.join()
    assert answers == [True] * 60
    petition = counted(collecting)
    steps = list(Tally.objects.filter(petition=petition).order_by("number"))
    assert petition.signatures == 60 == sum(tally.added for tally in steps) == steps[-1].total
    leaves = [leaf for tally in steps for leaf in tallies.split(bytes(tally.leaves))]
    assert len(set(leaves)) == 60
    assert (
        Petition.objects.get(pk=petition.pk).matter is not None
    )  # the threshold was three, and reached once
    assert [act.act for act in record.acts_of(petition.ref)].count("petition.reached") == 1


def test_a_signature_that_is_committed_late_is_counted_late_and_once(collecting):
    early, late = signers(2)
    ready, go = threading.Event(), threading.Event()

    def slowly() -> None:
        with clock.at(MONDAY), transaction.atomic():
            sign(collecting, late)
            ready.set()
            go.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    ready.wait(20)
    sign(collecting, early)  # has the higher number, and is seen first
    assert counted(collecting).signatures == 1, "nobody waits for a transaction that is still open"
    go.set()
    thread.join()
    assert counted(collecting).signatures == 2
    assert counted(collecting).tallied == 2, "no tally without a change"
    assert [tally.added for tally in collecting.tallies.order_by("number")] == [1, 1]


def test_a_transaction_that_was_rolled_back_counts_nothing(collecting):
    (somebody,) = signers(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        sign(collecting, somebody)
        raise RuntimeError
    assert counted(collecting).signatures == 0
    sign(collecting, somebody)
    assert counted(collecting).signatures == 1


def test_every_tally_is_in_the_record_with_the_root_that_proves_each_signature(collecting):
    accounts = signers(5)
    sign(collecting, *accounts[:2])
    counted(collecting)
    sign(collecting, *accounts[2:])
    petition = counted(collecting)
    for account, number in zip(accounts, (1, 1, 2, 2, 2), strict=True):
        own = queries.signature_of(petition, account)
        inclusion = queries.inclusion_of(petition, own)
        assert inclusion.tally.number == number
        told = proof_file(petition, own, inclusion)
        assert check_proof(told, None).startswith("verified")
        with pytest.raises(ProofError):
            check_proof({**told, "leafHash": base64.b64encode(b"x" * 32).decode()}, None)
        (act,) = record.acts_of(tallies.tally_ref(petition, number))
        assert act.id == inclusion.tally.act_id
    from lightwell.record.models import Entry

    leaf = Entry.objects.get(public_id=act.id).leaf
    assert inclusion.tally.root in leaf and str(accounts[-1].pk) not in leaf.split('"root"')[0].replace(
        act.id, ""
    )


def test_a_signature_is_taken_back_counts_no_longer_and_can_be_given_again(collecting, citizen):
    sign(collecting, citizen, display="name")
    assert counted(collecting).signatures == 1
    own = queries.signature_of(collecting, citizen)
    assert (own.shown_name, queries.signers(collecting)[0]) == (citizen.name, [own])
    assert signing.take_back(petition=collecting, by=citizen)
    assert not signing.take_back(petition=collecting, by=citizen)
    assert counted(collecting).signatures == 0
    own.refresh_from_db()
    assert (own.account, own.shown_name, queries.signers(collecting)[0]) == (None, "", [])
    sign(collecting, citizen)
    assert counted(collecting).signatures == 1 and tallies.check(collecting)


def test_taken_back_before_it_was_counted_it_counts_nothing(collecting, citizen):
    sign(collecting, citizen)
    signing.take_back(petition=collecting, by=citizen)
    assert counted(collecting).signatures == 0 and tallies.check(collecting)


def test_who_may_not_sign_does_not(collecting, office, author):
    unknown = make_citizen("unknown@home.example")
    with pytest.raises(Refusal):
        signing.sign_as(petition=collecting, account=unknown)
    (gone,) = signers(1)
    mark = signing.mark_of(collecting, gone)
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    assert not signing.sign(ticket=signing.Ticket(gone.pk, collecting.pk, mark, 0), display="count")
    with pytest.raises(Refusal):
        signing.sign_as(petition=collecting, account=author, display="loud")
    waiting = actions.submit(petition=actions.write_draft(text=text(office), by=author), by=author)
    assert not signing.sign_as(petition=waiting, account=author)
    assert not Signature.objects.exists()


def test_after_the_last_day_nothing_is_signed_or_taken_back(collecting, citizen, author):
    sign(collecting, citizen)
    with clock.at(MONDAY + timedelta(days=61)):
        assert not signing.sign_as(petition=collecting, account=author)
        assert signing.sign_as(petition=collecting, account=citizen), "the same answer as before"
        with pytest.raises(Refusal):
            signing.take_back(petition=collecting, by=citizen)


def test_one_person_has_another_mark_on_each_petition(collecting, citizen, office, author):
    other = actions.write_draft(text=text(office), by=author)
    assert signing.mark_of(collecting, citizen) != signing.mark_of(other, citizen)
    assert signing.mark_of(collecting, citizen) == signing.mark_of(collecting, citizen)


def test_the_threshold_starts_the_clock_of_the_answer_once_under_the_policy_of_the_opening(collecting):
    terms = casework.clock.Terms(casework.clock.Measure.CALENDAR, 10)
    casework.add_policy(kind="petition", starts_on=MONDAY.date() + timedelta(days=1), terms=terms, by=None)
    accounts = signers(4)
    sign(collecting, *accounts[:2])
    assert counted(collecting).state == State.COLLECTING
    with clock.at(MONDAY + timedelta(days=2)):
        sign(collecting, accounts[2])
        petition = counted(collecting)
        assert petition.state == State.ANSWERING and petition.matter.number == "PE-115-000001"
        assert petition.matter.due_on == date(2026, 5, 4), "60 days from 4 March end on a Sunday"
        sign(collecting, accounts[3])  # it still can be signed, and taken back, and stays reached
        for account in accounts[1:]:
            signing.take_back(petition=petition, by=account)
        petition = counted(collecting)
    assert (petition.signatures, petition.state) == (1, State.ANSWERING)
    assert casework.Matter.objects.count() == 1
    told = [message.template for message in messages_for(petition.ref)]
    assert sorted(told) == ["petitions/opened", "petitions/reached"]
    assert not messages_for(petition.matter.ref), "one letter, not two"


def test_the_petition_follows_the_answer_and_the_outcome(collecting, officer):
    sign(collecting, *signers(3))
    petition = counted(collecting)
    matter = casework.assign(matter=petition.matter, officer=officer, by=officer)
    casework.respond(matter=matter, text="**會**加設。", by=officer)
    petition.refresh_from_db()
    assert petition.state == State.ANSWERED
    matter.refresh_from_db()
    casework.close(matter=matter, outcome="adopted", reason="已編列預算。", by=officer)
    petition.refresh_from_db()
    assert petition.state == State.CLOSED


def test_the_last_count_decides_before_the_time_runs_out(collecting):
    sign(collecting, *signers(3))
    with clock.at(MONDAY + timedelta(days=61)):
        assert deadlines.sweep() == 0
    collecting.refresh_from_db()
    assert collecting.state == State.ANSWERING


def test_a_petition_does_not_end_before_its_late_signatures_are_counted(collecting):
    """Signed on the last day, committed after midnight: seen by the count or waited for, never lost."""
    sign(collecting, *signers(2))
    ready, go = threading.Event(), threading.Event()

    def slowly() -> None:
        with clock.at(MONDAY), transaction.atomic():
            sign(collecting, *late)
            ready.set()
            go.wait(20)
        connections.close_all()

    late = signers(1)
    thread = threading.Thread(target=slowly)
    thread.start()
    ready.wait(20)
    go.set()
    thread.join()
    with clock.at(MONDAY + timedelta(days=61)):
        deadlines.sweep()
    collecting.refresh_from_db()
    assert collecting.signatures == 3 and collecting.state == State.ANSWERING


def test_the_answer_comes_from_the_unit_above_when_the_one_asked_was_closed(collecting, office):
    office.active = False
    office.save()
    sign(collecting, *signers(3))
    assert counted(collecting).matter.unit == office.parent


def test_a_count_that_was_falsified_is_found_and_mended(collecting):
    sign(collecting, *signers(2))
    counted(collecting)
    Petition.objects.filter(pk=collecting.pk).update(signatures=77)
    assert deadlines.check_counts() == 1
    collecting.refresh_from_db()
    assert collecting.signatures == 2 and deadlines.check_counts() == 0
    assert "petition.recounted" in [act.act for act in record.acts_of(collecting.ref)]


def test_after_a_restore_into_a_younger_cluster_nothing_is_lost_or_counted_twice(collecting):
    """As pg_restore leaves it: rows keep numbers of transactions that lie far in the future of the new cluster."""
    need(100)
    Petition.objects.filter(pk=collecting.pk).update(policy=collecting.policy)
    accounts = signers(5)
    sign(collecting, *accounts[:2])
    counted(collecting)
    sign(collecting, accounts[2])  # was not counted when the backup was made
    far = 10**12
    with connection.cursor() as cursor:
        cursor.execute("UPDATE petitions_signature SET xid = xid + %s", [far])
        cursor.execute(
            "UPDATE petitions_petition SET counted_low = counted_low + %s, counted = format('%%s:%%s:', counted_low + %s, counted_low + %s)",
            [far, far, far],
        )
    sign(collecting, accounts[3])  # in the new cluster, with a number below all those
    counted(collecting)
    sign(collecting, accounts[4])
    petition = counted(collecting)
    assert petition.signatures == 5 and tallies.check(petition)
    for account in accounts:
        own = queries.signature_of(petition, account)
        assert queries.inclusion_of(petition, own) is not None


def test_a_petition_that_is_not_accepted_is_counted_by_nobody(submitted):
    moderation.reject(petition=submitted, reason_code="unclear", by=None)
    assert tallies.count_all() == 0
