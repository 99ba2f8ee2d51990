"""The sequencer under concurrency, crashes, kills and restores: one history, every committed entry in it once."""

import contextlib
import io
import os
import random
import shutil
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from databases import url_of_the_test_database
from lightwell.engines.tlog.checkpoint import Checkpoint
from lightwell.engines.tlog.note import Note, Signer, parse_key, parse_note
from lightwell.engines.tlog.sources import FolderSource
from lightwell.engines.tlog.verify import verify_log
from lightwell.kernel.keys import key_file
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.record import keeping, origins, rules, sequencing
from lightwell.record import public as record
from lightwell.record.jobs import integrate_pending
from lightwell.record.models import Entry, Origin, SignedCheckpoint

MATTER = Ref("matter", "OP-115-000123")


def enter_one(number: int = 0) -> None:
    with transaction.atomic():
        record.enter(act="matter.received", subject=MATTER, office="transport", facts={"n": number})


def indexes() -> list[int]:
    return list(
        Entry.objects.exclude(leaf_index=None).order_by("leaf_index").values_list("leaf_index", flat=True)
    )


@pytest.mark.django_db
def test_integration_gives_places_in_order_and_a_record_that_outsiders_verify(fill, verified):
    notes = []
    for count in (1, 4, 300, 0, 255):
        fill(count)
        assert record.integrate() == count
        notes.append(record.published_note())
    assert indexes() == list(range(560))
    assert [verified(since=note) for note in notes] == [560] * 5


@pytest.mark.django_db
def test_an_empty_record_has_no_checkpoint_and_an_idle_one_keeps_its_own(enter, home):
    assert record.integrate() == 0 and record.published_note() is None
    enter()
    record.integrate()
    before = (home / "checkpoint").stat().st_mtime_ns
    assert record.integrate() == 0
    assert (home / "checkpoint").stat().st_mtime_ns == before and SignedCheckpoint.objects.count() == 1


class Crash(BaseException):
    """As sudden as a kill: nothing catches it."""


def crash_at(monkeypatch, target, name: str, call: int) -> None:
    """Let the n-th call of a function fail, before (even) or after (odd) it did its work."""
    real, calls = getattr(target, name), iter(range(10_000))

    def wrapper(*args, **kwargs):
        number = next(calls)
        if number == call // 2 and call % 2 == 0:
            raise Crash
        result = real(*args, **kwargs)
        if number == call // 2:
            raise Crash
        return result

    monkeypatch.setattr(target, name, wrapper)


STEPS = [
    (sequencing, "_place"),
    (sequencing, "_sign"),
    (keeping, "replace"),
    (keeping, "sync_folder"),
    (keeping, "publish_note"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("target", "name"), STEPS)
@pytest.mark.parametrize("call", range(8))
def test_a_crash_at_any_step_loses_and_doubles_nothing(fill, verified, monkeypatch, target, name, call):
    fill(250)
    record.integrate()
    older = record.published_note()
    fill(10)
    with monkeypatch.context() as patched:
        crash_at(patched, target, name, call)
        with contextlib.suppress(Crash):
            record.integrate()
    assert verified(since=older) in (250, 260)
    fill(2)
    record.integrate()
    assert verified(since=older) == 262 and indexes() == list(range(262))


@pytest.mark.django_db(transaction=True)
def test_commits_out_of_order_are_all_integrated():
    begun, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record.enter(act="matter.received", subject=MATTER, office="slow")
            begun.set()
            may_commit.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(10)
    enter_one()
    assert record.integrate() == 1
    may_commit.set()
    thread.join()
    assert record.integrate() == 1
    slow_entry, quick_entry = Entry.objects.order_by("id")
    assert slow_entry.office == "slow" and (slow_entry.leaf_index, quick_entry.leaf_index) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_the_same_time_never_give_a_place_twice(verified):
    stop = threading.Event()
    failures = []

    def run(function) -> None:
        try:
            function()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def sequence() -> None:
        while not stop.is_set():
            record.integrate()

    def act() -> None:
        for number in range(40):
            enter_one(number)

    actors = [threading.Thread(target=run, args=[act]) for _ in range(3)]
    sequencers = [threading.Thread(target=run, args=[sequence]) for _ in range(3)]
    for thread in (*sequencers, *actors):
        thread.start()
    for thread in actors:
        thread.join()
    stop.set()
    for thread in sequencers:
        thread.join()
    record.integrate()
    assert failures == []
    assert indexes() == list(range(120)) and verified() == 120


SEQUENCER = """
import django; django.setup()
from lightwell.record.public import integrate
print("ready", flush=True)
while True: integrate()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_sequencer_killed_at_random_moments_leaves_a_record_that_verifies(home, verified):
    environment = os.environ | {
        "DATABASE_URL": url_of_the_test_database(),
        "LIGHTWELL_HOME": str(home.parent),
        "DJANGO_SETTINGS_MODULE": "lightwell.config.settings",
    }
    chooser, entered = random.Random(9), 0
    for _round in range(2):
        process = subprocess.Popen([sys.executable, "-c", SEQUENCER], env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        until = time.monotonic() + chooser.uniform(0.1, 0.5)
        while time.monotonic() < until:
            enter_one(entered)
            entered += 1
        process.kill()
        process.wait()
        process.stdout.close()
    record.integrate()
    assert indexes() == list(range(entered)) and verified() == entered


@pytest.mark.django_db
def test_tiles_lost_or_damaged_come_back_out_of_the_database(fill, home, verified):
    fill(300)
    record.integrate()
    whole = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    shutil.rmtree(home)
    record.integrate()
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == whole
    for path in sorted(home.rglob("tile/**/*")):
        if path.is_file():
            path.write_bytes(b"damaged")
    fill(1)
    record.integrate()
    call_command("record_rebuild", stdout=io.StringIO())
    assert verified() == 301


@pytest.mark.django_db
def test_entries_changed_in_the_database_by_force_are_not_published(enter, home):
    enter(3)
    record.integrate()
    shutil.rmtree(home)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE record_entry DISABLE TRIGGER record_entry_guard")
        cursor.execute("UPDATE record_entry SET leaf = '{}' WHERE leaf_index = 1")
        cursor.execute("ALTER TABLE record_entry ENABLE TRIGGER record_entry_guard")
    with pytest.raises(Refusal, match="rows were changed"):
        record.integrate()
    assert record.published_note() is None


@pytest.fixture
def restored(enter):
    """A database put back to 5 entries while outsiders have seen 8; returns checkpoints that they keep, of 3 and of 8."""
    enter(3)
    record.integrate()
    kept = [record.published_note()]
    enter(2)
    record.integrate()
    backup = transaction.savepoint()
    enter(3)
    record.integrate()
    kept.append(record.published_note())
    transaction.savepoint_rollback(backup)
    assert SignedCheckpoint.objects.order_by("-size")[0].size == 5
    return kept


@pytest.mark.django_db
def test_a_restored_old_backup_is_never_signed_over_what_was_published(restored, enter):
    enter(4)
    with pytest.raises(Refusal, match="older backup.*record_new_origin"):
        record.integrate()
    assert record.published_note() == restored[1]
    assert Entry.objects.filter(leaf_index=None).count() == 4


@pytest.mark.django_db
def test_an_operator_can_ask_whether_a_checkpoint_kept_elsewhere_is_in_the_database(
    restored, tmp_path, home, capsys
):
    with pytest.raises(CommandError, match="older backup"):
        call_command("record_check")
    kept = tmp_path / "kept"
    kept.write_bytes(restored[0])
    call_command("record_check", published=kept)
    assert "5 entries and contains" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("record_check", published=tmp_path / "absent")


@pytest.mark.django_db
def test_a_witness_s_signature_is_checked_kept_published_and_required_by_whoever_asks(enter, home, tmp_path):
    enter()
    record.integrate()
    note, witness = record.published_note().decode(), Signer.generate("witness.example/w1")
    file = tmp_path / "cosigned"
    file.write_text(note + str(witness.cosign(parse_note(note).text, 1_772_000_000)))
    call_command("record_cosign", str(file), witness=str(witness.witness_key), stdout=io.StringIO())
    key = parse_key(Origin.objects.get().key)
    assert verify_log(FolderSource(home), key, witnesses=[witness.witness_key]).checkpoint.size == 1
    call_command("record_cosign", str(file), witness=str(witness.witness_key), stdout=io.StringIO())
    assert record.published_note().decode().count("witness.example/w1") == 1
    enter()
    assert record.integrate() == 1
    for forged in (note, note.replace("\n1\n", "\n2\n")):
        file.write_text(forged + str(witness.cosign("another text\n", 1)))
        with pytest.raises(CommandError, match="does not hold"):
            call_command("record_cosign", str(file), witness=str(witness.witness_key))
    text = parse_note(note).text.replace("\n1\n", "\n9\n")
    file.write_text(str(Note(text, (witness.cosign(text, 1),))))
    with pytest.raises(CommandError, match="never signed"):
        call_command("record_cosign", str(file), witness=str(witness.witness_key))


@pytest.mark.django_db
def test_the_worker_s_round_says_a_refusal_once_and_goes_on(restored, enter, caplog):
    enter()
    with caplog.at_level("ERROR", logger="lightwell.record"):
        integrate_pending()
        integrate_pending()
    assert len([line for line in caplog.messages if "older backup" in line]) == 1


@pytest.mark.django_db
def test_a_new_origin_continues_openly_and_proves_what_outsiders_kept(
    restored, enter, home, verified, capsys
):
    enter(2)
    call_command("record_new_origin")
    new = Origin.objects.get(number=2)
    assert new.key in capsys.readouterr().out and new.name.endswith("/record/2")
    record.integrate()
    assert [verified(since=note) for note in restored] == [3, 3]
    assert (home / "origins/1/checkpoint").read_bytes() == restored[1]
    first = Entry.objects.get(origin=new, leaf_index=0)
    assert rules.read_leaf(first.leaf)["checkpoint"] == restored[1].decode()


@pytest.mark.django_db
def test_a_crash_while_a_new_origin_opens_is_finished_by_the_next_integration(
    restored, enter, verified, monkeypatch
):
    with monkeypatch.context() as patched:
        crash_at(patched, keeping.os, "replace", 3)
        with pytest.raises(Crash):
            origins.open_new_origin()
    enter()
    record.integrate()
    assert verified(since=restored[1]) == 2


@pytest.mark.django_db
def test_a_new_origin_needs_a_reason(enter):
    with pytest.raises(CommandError, match="no published checkpoint"):
        call_command("record_new_origin")
    enter()
    record.integrate()
    with pytest.raises(CommandError, match="no new origin is needed"):
        call_command("record_new_origin")


@pytest.mark.django_db
def test_a_checkpoint_kept_elsewhere_opens_a_new_origin_when_the_files_were_lost_too(
    restored, home, tmp_path, verified
):
    shutil.rmtree(home)
    file = tmp_path / "kept-checkpoint"
    file.write_bytes(restored[1])
    call_command("record_new_origin", published=file, stdout=io.StringIO())
    assert verified() == 1 and (home / "origins/1/checkpoint").read_bytes() == restored[1]
    with pytest.raises(CommandError, match="not by this record's key"):
        file.write_text("x\n1\n" + "A" * 43 + "=\n\n— x AAAAAAA=\n")
        call_command("record_new_origin", published=file)


@pytest.mark.django_db
def test_a_record_is_never_signed_on_with_another_key(enter):
    enter()
    record.integrate()
    signed = key_file("record").read_text()
    enter()
    key_file("record").unlink()
    with pytest.raises(Refusal, match="key is missing"):
        record.integrate()
    assert not key_file("record").exists()
    key_file("record").write_text("ab" * 32)
    with pytest.raises(Refusal, match="not the one that signs"):
        record.integrate()
    key_file("record").write_text(signed)
    assert record.integrate() == 1


@pytest.mark.django_db
def test_an_empty_database_beside_a_published_record_is_not_signed(enter):
    empty = transaction.savepoint()
    enter(2)
    record.integrate()
    transaction.savepoint_rollback(empty)
    enter()
    with pytest.raises(Refusal, match="older backup"):
        record.integrate()


heads = st.builds(
    Checkpoint, st.sampled_from(["a", "b"]), st.integers(0, 9), st.sampled_from([b"\1" * 32, b"\2" * 32])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heads, heads, st.sampled_from([None, b"\1" * 32, b"\2" * 32]))
def test_only_a_published_checkpoint_of_our_own_past_may_be_signed_over(published, latest, known):
    allowed = rules.why_not_sign(published, latest, known) is None
    ours = published.origin == latest.origin and published.size <= latest.size and known == published.root
    assert allowed == ours
