"""Signed notes, keys and checkpoints, with the published example of the specification as an outside witness."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.engines.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from lightwell.engines.tlog.errors import NoteError
from lightwell.engines.tlog.merkle import EMPTY_ROOT
from lightwell.engines.tlog.note import Note, Signature, Signer, parse_key, parse_note, verify_note

SIGNER = Signer.generate("example.org/record")
HEAD = Checkpoint("example.org/record", 12, b"\x07" * 32)
NOTE = str(SIGNER.sign(HEAD.text))


def test_a_key_and_note_made_by_go_s_sumdb_verify():
    """The key and note in the documentation of golang.org/x/mod/sumdb/note."""
    key = parse_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    verify_note(parse_note(text), key)
    with pytest.raises(NoteError, match="does not fit"):
        verify_note(parse_note(text.replace("answer", "anSwer")), key)


def test_a_signed_checkpoint_opens_with_the_printed_key():
    head, note = open_checkpoint(NOTE.encode(), parse_key(str(SIGNER.verifier_key)))
    assert head == HEAD and str(note) == NOTE


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(0, 7))
def test_no_bit_of_a_signed_checkpoint_can_change(position, bit):
    changed = bytearray(NOTE.encode())
    changed[position] ^= 1 << bit
    with pytest.raises(NoteError):
        open_checkpoint(bytes(changed), SIGNER.verifier_key)


def test_cosignatures_by_keys_we_do_not_know_are_left_alone():
    witness = Signer.generate("witness.example").sign(HEAD.text).signatures[0]
    other = Signature("newer.example", b"abcd", b"x" * 100)
    crowded = NOTE.replace("\n\n", f"\n\n{witness}{other}")
    assert open_checkpoint(crowded, SIGNER.verifier_key)[0] == HEAD
    with pytest.raises(NoteError, match="not signed by"):
        open_checkpoint(str(HEAD.text) + f"\n{witness}", SIGNER.verifier_key)


def test_a_checkpoint_of_another_log_by_the_same_key_is_not_taken_for_this_one():
    other = Checkpoint("example.org/other", 12, HEAD.root)
    with pytest.raises(NoteError, match="is of the log"):
        open_checkpoint(str(SIGNER.sign(other.text)), SIGNER.verifier_key)


@given(st.binary(max_size=300))
def test_any_bytes_are_either_a_note_or_a_note_error(data):
    with pytest.raises(NoteError):
        open_checkpoint(data, SIGNER.verifier_key)


@given(st.text(max_size=120))
def test_any_text_is_either_a_key_or_a_note_error(text):
    with pytest.raises(NoteError):
        parse_key(text)


@pytest.mark.parametrize("size", ["-1", "01", "+5", "1e3", "9223372036854775808", "٣", ""])
def test_a_size_that_is_not_a_plain_number_below_two_to_the_63_is_refused(size):
    with pytest.raises(NoteError):
        parse_checkpoint(f"example.org/record\n{size}\n{base64.b64encode(HEAD.root).decode()}\n")


def test_an_empty_log_has_only_the_empty_root():
    with pytest.raises(NoteError):
        parse_checkpoint(Checkpoint("o", 0, HEAD.root).text)
    assert parse_checkpoint(Checkpoint("o", 0, EMPTY_ROOT).text).size == 0


def test_extension_lines_are_kept_and_signed():
    head = Checkpoint("example.org/record", 1, HEAD.root, ("time 2026-01-01",))
    assert open_checkpoint(str(SIGNER.sign(head.text)), SIGNER.verifier_key)[0] == head


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u3000b"])
def test_a_key_cannot_have_a_name_that_a_note_cannot_carry(name):
    with pytest.raises(NoteError):
        Signer.generate(name)


def test_the_cosigned_example_of_the_specification_has_the_key_id_of_a_witness():
    """Only the layout can be checked: the specification does not print the witness's key."""
    note = parse_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    log, witness = note.signatures
    assert len(log.value) == 64 and len(witness.value) == 72
    assert int.from_bytes(witness.value[:8], "big") == 1679315147


@given(st.integers(0, 71), st.integers(0, 7))
def test_a_witness_s_cosignature_holds_for_its_text_time_and_key_only(position, bit):
    witness = Signer.generate("witness.example/w1")
    line = witness.cosign(HEAD.text, 1_772_000_000)
    key = parse_key(str(witness.witness_key))
    verify_note(Note(HEAD.text, (line,)), key)
    value = bytearray(line.value)
    value[position] ^= 1 << bit
    for wrong in (
        Note(HEAD.text + "x\n", (line,)),
        Note(HEAD.text, (Signature(line.name, line.key_id, bytes(value)),)),
    ):
        with pytest.raises(NoteError):
            verify_note(wrong, key)
    with pytest.raises(NoteError):
        verify_note(Note(HEAD.text, (line,)), witness.verifier_key)
