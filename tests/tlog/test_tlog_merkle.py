"""Proof verification against proofs that others made, and against trees built from the definition."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.engines.tlog.errors import ProofError
from lightwell.engines.tlog.merkle import (
    EMPTY_ROOT,
    hash_full,
    hash_leaf,
    root_of,
    verify_consistency,
    verify_inclusion,
)

JUDGES = Path(__file__).parents[2].parent / "shared/data/judges/merkle"


def judged_files(kind: str) -> list[Path]:
    return sorted((JUDGES / kind).rglob("*.json"))


def hashes_of(case: dict) -> list[bytes] | None:
    return None if case["proof"] is None else [base64.b64decode(item) for item in case["proof"]]


def inclusion_holds(case: dict) -> bool:
    leaf, root = base64.b64decode(case["leafHash"]), base64.b64decode(case["root"])
    try:
        verify_inclusion(case["leafIdx"], case["treeSize"], leaf, hashes_of(case), root)
    except ProofError:
        return False
    return True


def consistency_holds(case: dict) -> bool:
    old, new = base64.b64decode(case["root1"]), base64.b64decode(case["root2"])
    try:
        verify_consistency(case["size1"], case["size2"], old, new, hashes_of(case))
    except ProofError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "holds"), [("inclusion", inclusion_holds), ("consistency", consistency_holds)]
)
def test_every_judged_proof_comes_out_as_its_wanterr_says(kind, holds):
    files = judged_files(kind)
    if not files:
        pytest.skip(f"{JUDGES / kind} is absent: the judges' proofs are not part of the project")
    wrong = [str(path) for path in files if holds(case := json.loads(path.read_text())) == case["wantErr"]]
    assert wrong == []
    assert len(files) > 50


def naive_inclusion(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962 section 2.1.1, PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < middle:
        return [*naive_inclusion(index, leaves[:middle]), root_of(leaves[middle:])]
    return [*naive_inclusion(index - middle, leaves[middle:]), root_of(leaves[:middle])]


def naive_consistency(size: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    """RFC 6962 section 2.1.2, SUBPROOF(m, D[n], b)."""
    if size == len(leaves):
        return [] if known else [root_of(leaves)]
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    if size <= middle:
        return [*naive_consistency(size, leaves[:middle], known), root_of(leaves[middle:])]
    return [*naive_consistency(size - middle, leaves[middle:], False), root_of(leaves[:middle])]


LEAVES = [hash_leaf(str(number).encode()) for number in range(70)]


def test_proofs_from_the_definition_verify_for_every_index_and_size():
    for size in range(1, len(LEAVES)):
        root = root_of(LEAVES[:size])
        for index in range(size):
            verify_inclusion(index, size, LEAVES[index], naive_inclusion(index, LEAVES[:size]), root)
        for older in range(1, size + 1):
            proof = naive_consistency(older, LEAVES[:size])
            verify_consistency(older, size, root_of(LEAVES[:older]), root, proof)


@given(st.data())
def test_an_inclusion_proof_with_one_flipped_bit_never_verifies(data):
    size = data.draw(st.integers(2, 60))
    index = data.draw(st.integers(0, size - 1))
    proof = naive_inclusion(index, LEAVES[:size])
    which, byte, bit = (data.draw(st.integers(0, n)) for n in (len(proof) - 1, 31, 7))
    changed = bytearray(proof[which])
    changed[byte] ^= 1 << bit
    proof[which] = bytes(changed)
    with pytest.raises(ProofError):
        verify_inclusion(index, size, LEAVES[index], proof, root_of(LEAVES[:size]))


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.binary(max_size=40)
)
sizes = st.one_of(st.integers(-3, 70), st.sampled_from([2**63, 2**63 - 1, 2**64 - 1, -(2**63)]), anything)
hash_like = st.one_of(st.sampled_from(LEAVES[:3]), anything)
paths = st.one_of(st.lists(hash_like, max_size=8), anything)


@given(sizes, sizes, hash_like, hash_like, paths)
def test_no_input_makes_verification_raise_anything_but_a_proof_error(first, second, one, two, proof):
    for check in (
        lambda: verify_inclusion(first, second, one, proof, two),
        lambda: verify_consistency(first, second, one, two, proof),
    ):
        try:
            check()
        except ProofError as error:
            assert str(error)


def test_a_consistency_proof_from_an_empty_tree_is_refused_as_saying_nothing():
    with pytest.raises(ProofError, match="proves nothing"):
        verify_consistency(0, 5, EMPTY_ROOT, root_of(LEAVES[:5]), [])


def test_known_roots_of_rfc_6962_test_vectors_come_out():
    entries = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    leaves = [hash_leaf(bytes.fromhex(entry)) for entry in entries]
    root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_of(leaves).hex() == root
    assert hash_full(b"".join(leaves)).hex() == root
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
