"""The verifier and its command on real logs in folders and behind HTTP, intact and damaged in every place."""

import functools
import http.server
import json
import random
import threading
import time
from pathlib import Path

import pytest

from lightwell.engines.tlog.errors import Mismatch, NoteError, SourceError
from lightwell.engines.tlog.note import Signer, parse_note
from lightwell.engines.tlog.proofs import make_proof_file
from lightwell.engines.tlog.prove import Prover
from lightwell.engines.tlog.sources import FolderSource, SiteSource, open_source
from lightwell.engines.tlog.tiles import Tile, join_entries, split_entries
from lightwell.engines.tlog.verify import verify_log
from tlog.logs import entry, grow, put

SIGNER = Signer.generate("example.org/record")
KEY = SIGNER.verifier_key


@pytest.fixture
def log(tmp_path):
    """A log of 600 entries that grew in steps, so that older partial tiles lie about."""
    grow(tmp_path, SIGNER, 3, 200, 512, 590, 600)
    return tmp_path


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0x10
    path.write_bytes(bytes(data))


def log_command(*args: str) -> int:
    import argparse

    from lightwell.engines.tlog.command import register

    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    parsed = parser.parse_args(["log", *map(str, args)])
    return parsed.func(parsed)


def test_an_intact_log_verifies_with_every_older_checkpoint(tmp_path):
    notes = []
    for size in (1, 5, 256, 300, 512, 700):
        grow(tmp_path, SIGNER, *([size] if not notes else [*range(size, size + 1)]))
        notes.append((tmp_path / "checkpoint").read_bytes())
    for note in notes:
        assert verify_log(FolderSource(tmp_path), KEY, note).checkpoint.size == 700


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_one_changed_byte_in_any_file_is_found(log):
    chooser = random.Random(6962)
    for path in files_of(log):
        for position in {
            0,
            path.stat().st_size - 1,
            *(chooser.randrange(path.stat().st_size) for _ in range(8)),
        }:
            flip(path, position)
            with pytest.raises((Mismatch, NoteError)):
                verify_log(FolderSource(log), KEY)
            flip(path, position)
    assert verify_log(FolderSource(log), KEY).checkpoint.size == 600


@pytest.mark.parametrize("number", [0, 17, 255, 256, 511, 512, 599])
def test_the_first_bad_entry_is_named_whether_its_text_or_its_hash_was_changed(log, number, capsys):
    width = 88 if number >= 512 else 256
    bundle, tile = Tile(None, number // 256, width), Tile(0, number // 256, width)
    start = len(join_entries(split_entries((log / bundle.path).read_bytes())[: number % 256]))
    for path, position in [(bundle.path, start + 5), (bundle.path, start), (bundle.path, start + 1), (tile.path, number % 256 * 32 + 31)]:  # fmt: skip
        flip(log / path, position)
        assert log_command("verify", log, "--key", str(KEY)) == 1
        assert f"entry {number}:" in capsys.readouterr().err
        flip(log / path, position)


def test_a_changed_higher_tile_names_the_first_entry_below_it(log, capsys):
    flip(log / Tile(1, 0, 2).path, 40)
    assert log_command("verify", log, "--key", str(KEY)) == 1
    assert "entry 256:" in capsys.readouterr().err


def test_a_missing_file_is_named_with_its_first_entry(log):
    (log / Tile(None, 1).path).unlink()
    with pytest.raises(Mismatch, match="missing") as caught:
        verify_log(FolderSource(log), KEY)
    assert caught.value.entry == 256


def test_entries_swapped_together_with_their_tiles_do_not_give_the_signed_root(log):
    checkpoint = (log / "checkpoint").read_bytes()
    for path in files_of(log):
        path.unlink()
    forged = [entry(n) for n in range(600)]
    forged[17] = b"another decision"
    grow(log, SIGNER, 600, first=forged)
    older = (log / "checkpoint").read_bytes()
    (log / "checkpoint").write_bytes(checkpoint)
    with pytest.raises(Mismatch, match="root that was signed"):
        verify_log(FolderSource(log), KEY)
    (log / "checkpoint").write_bytes(older)
    with pytest.raises(Mismatch, match="history was rewritten"):
        verify_log(FolderSource(log), KEY, since=checkpoint)


def test_a_log_that_was_cut_back_is_not_consistent_with_its_past(tmp_path):
    grow(tmp_path / "long", SIGNER, 20)
    grow(tmp_path / "short", SIGNER, 10)
    with pytest.raises(Mismatch, match="cut back"):
        verify_log(FolderSource(tmp_path / "short"), KEY, since=(tmp_path / "long/checkpoint").read_bytes())


def test_partial_tiles_may_be_gone_once_the_full_tile_is_there(tmp_path):
    grow(tmp_path, SIGNER, 100)
    older = (tmp_path / "checkpoint").read_bytes()
    grow(tmp_path, SIGNER, 256)
    for path in files_of(tmp_path):
        if ".p" in str(path) and "tile/1/" not in str(path):
            path.unlink()
    (tmp_path / "checkpoint").write_bytes(older)
    assert verify_log(FolderSource(tmp_path), KEY).checkpoint.size == 100


def continued(folder: Path, lost: bool = False) -> Signer:
    """A log that was restored from too old a backup: the old origin moved away, the new one begins with its checkpoint."""
    grow(folder / "origins/1", SIGNER, 4, 40)
    newer = Signer(SIGNER.name + "/2", SIGNER._private)
    leaf = {
        "kind": "origin-continues",
        "folder": "origins/1",
        "checkpoint": (folder / "origins/1/checkpoint").read_text(),
    }
    grow(folder, newer, 30, first=[json.dumps(leaf).encode()])
    return newer


def test_a_new_origin_shows_what_it_continues_and_proves_older_checkpoints_of_the_old_one(tmp_path, capsys):
    grow(tmp_path / "past", SIGNER, 4, 20)
    newer = continued(tmp_path)
    since = tmp_path / "past/checkpoint"
    assert log_command("verify", tmp_path, "--key", str(newer.verifier_key), "--since", since) == 0
    said = capsys.readouterr().out
    assert "entry 0 opens a new origin: it continues example.org/record, left at 40 entries" in said
    assert str(KEY) in said
    flip(tmp_path / "origins/1" / Tile(None, 0, 40).path, 10)
    assert log_command("verify", tmp_path, "--key", str(newer.verifier_key), "--since", since) == 1


def test_a_checkpoint_of_an_origin_that_was_never_continued_is_refused(tmp_path):
    grow(tmp_path, SIGNER, 10)
    stranger = Signer("example.org/elsewhere", SIGNER._private)
    grow(tmp_path / "else", stranger, 5)
    with pytest.raises(Mismatch, match="does not continue"):
        verify_log(FolderSource(tmp_path), KEY, since=(tmp_path / "else/checkpoint").read_bytes())


def test_a_new_origin_cannot_hide_behind_a_checkpoint_that_the_key_never_signed(tmp_path):
    grow(tmp_path / "past", SIGNER, 4)
    grow(tmp_path / "origins/1", Signer.generate(SIGNER.name), 40)
    newer = Signer(SIGNER.name + "/2", SIGNER._private)
    leaf = {
        "kind": "origin-continues",
        "folder": "origins/1",
        "checkpoint": (tmp_path / "origins/1/checkpoint").read_text(),
    }
    grow(tmp_path, newer, 30, first=[json.dumps(leaf).encode()])
    with pytest.raises(NoteError):
        verify_log(
            FolderSource(tmp_path), newer.verifier_key, since=(tmp_path / "past/checkpoint").read_bytes()
        )


@pytest.fixture
def site():
    """Serves a folder over HTTP on a free port of this machine."""
    servers = []

    def serve(folder: Path) -> str:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

        handler = functools.partial(Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.handle_error = lambda *_args: None  # a client that has seen enough hangs up
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_log_behind_http_verifies_and_its_damage_is_named(log, site, capsys):
    address = site(log.parent) + "/" + log.name
    assert log_command("verify", address + "/", "--key", str(KEY)) == 0
    flip(log / Tile(None, 1).path, 2)
    assert log_command("verify", address, "--key", str(KEY)) == 1
    assert "entry 256:" in capsys.readouterr().err


def test_an_answer_larger_than_a_log_file_can_be_is_refused(tmp_path, site):
    (tmp_path / "checkpoint").write_bytes(b"x" * 200_000)
    with pytest.raises(SourceError, match="larger"):
        SiteSource(site(tmp_path)).checkpoint()
    with pytest.raises(SourceError, match="larger"):
        FolderSource(tmp_path).checkpoint()


@pytest.mark.parametrize("place", ["http://127.0.0.1:1", "http://", "http://[", "http://x:99999999", "/no/such/folder", "ftp://x", "", "http://exa mple/\n"])  # fmt: skip
def test_a_place_that_cannot_be_read_is_an_unreadable_one_not_an_unverified_one(place, capsys):
    assert log_command("verify", place, "--key", str(KEY)) == 2
    assert "cannot read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "key", ["nonsense", "a+b", "example.org/record+00000000+AQ==", "/no/such/file", "+", "a\0b"]
)
def test_a_wrong_key_argument_is_a_usage_error(log, key, capsys):
    assert log_command("verify", log, "--key", key) == 2
    assert "--key" in capsys.readouterr().err


def test_the_key_may_be_given_as_a_file_and_the_answer_as_json(log, tmp_path_factory, capsys):
    file = tmp_path_factory.mktemp("key") / "record.pub"
    file.write_text(f"{KEY}\n")
    assert log_command("verify", log, "--key", file, "--json") == 0
    assert json.loads(capsys.readouterr().out)["verified"] is True


def test_a_witness_that_was_asked_for_must_have_signed(log, capsys):
    witness = Signer.generate("witness.example/w1")
    asked = ["verify", log, "--key", str(KEY), "--witness", str(witness.witness_key)]
    assert log_command(*asked) == 1
    assert "not signed by witness.example/w1" in capsys.readouterr().err
    note = (log / "checkpoint").read_text()
    (log / "checkpoint").write_text(note + str(witness.cosign(parse_note(note).text, 1_772_000_000)))
    assert log_command(*asked) == 0
    assert log_command("verify", log, "--key", str(KEY), "--witness", "nonsense") == 2


def test_another_operator_s_key_does_not_verify_the_log(log, capsys):
    assert log_command("verify", log, "--key", str(Signer.generate(KEY.name).verifier_key)) == 1
    assert "checkpoint: not signed by" in capsys.readouterr().err


def test_a_downloaded_proof_verifies_alone_and_not_after_a_change(log, tmp_path_factory, capsys):
    source = FolderSource(log)
    path = tmp_path_factory.mktemp("proof") / "proof.json"
    proof = make_proof_file(
        entry(77), 77, Prover(source.read, 600).inclusion(77), source.checkpoint().decode()
    )
    path.write_text(json.dumps(proof))
    assert log_command("proof", path, "--key", str(KEY)) == 0
    assert entry(77).decode() in capsys.readouterr().out
    for change in ({"index": 78}, {"entry": "another"}, {"proof": None}, {"proof": ["x"]}, {"checkpoint": "x"}, {"entry": 5}, {"entry": "\ud800"}):  # fmt: skip
        path.write_text(json.dumps(proof | change))
        assert log_command("proof", path, "--key", str(KEY)) == 1
    path.write_text("[" * 100_000)
    assert log_command("proof", path, "--key", str(KEY)) == 2


def test_a_hundred_thousand_entries_verify_in_a_few_seconds(tmp_path):
    from lightwell.engines.tlog.checkpoint import Checkpoint
    from lightwell.engines.tlog.writer import Writer

    writer = Writer()
    for tile, data in writer.add(map(entry, range(100_000))):
        put(tmp_path, tile, data)
    for tile, data in writer.finish():
        put(tmp_path, tile, data)
    head = Checkpoint(SIGNER.name, writer.size, writer.root())
    (tmp_path / "checkpoint").write_text(str(SIGNER.sign(head.text)))
    start = time.process_time()
    assert verify_log(open_source(str(tmp_path)), KEY).checkpoint.size == 100_000
    assert time.process_time() - start < 5
