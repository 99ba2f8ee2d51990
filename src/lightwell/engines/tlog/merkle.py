"""RFC 6962 Merkle tree hashing, and the verification of inclusion and consistency proofs.

Sources: RFC 6962 section 2.1 (hashes), RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification). Sizes and indexes are below
2**63, as other implementations keep them in signed 64-bit integers.
"""

from collections.abc import Sequence
from hashlib import sha256

from lightwell.engines.tlog.errors import ProofError

HASH_SIZE = 32
LIMIT = 1 << 63
EMPTY_ROOT = sha256(b"").digest()


def hash_leaf(entry: bytes) -> bytes:
    """SHA-256 of 0x00 and the entry: the prefix keeps a leaf from ever passing for an inner node."""
    return sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children."""
    return sha256(b"\x01" + left + right).digest()


def hash_full(hashes: bytes) -> bytes:
    """Root of 2**k concatenated 32-byte hashes: the inner loop of writer and verifier, so it works on flat bytes."""
    new = sha256
    while len(hashes) > HASH_SIZE:
        hashes = b"".join([new(b"\x01" + hashes[i : i + 64]).digest() for i in range(0, len(hashes), 64)])
    return hashes


def split_point(size: int) -> int:
    """The largest power of two smaller than size (size > 1): where RFC 6962 divides a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Tree head of leaf hashes, straight from the recursive definition: the yardstick that tests hold the writer to."""
    if not leaf_hashes:
        return EMPTY_ROOT
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    middle = split_point(len(leaf_hashes))
    return hash_node(root_of(leaf_hashes[:middle]), root_of(leaf_hashes[middle:]))


def verify_inclusion(
    index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes] | None, root: bytes
) -> None:
    """Check that the leaf at `index` is in the tree of `size` leaves with this root; ProofError when not."""
    _check_number(size, "tree size")
    _check_number(index, "leaf index")
    if index >= size:
        raise ProofError(f"leaf index {index} is not below the tree size {size}")
    _check_hash(leaf_hash, "leaf hash")
    _check_hash(root, "root")
    path = _check_path(proof)
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    _check_length(path, inner + border)
    result = _climb_inner(leaf_hash, path[:inner], index)
    _same(_climb_border(result, path[inner:]), root, "root")


def verify_consistency(
    size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes] | None
) -> None:
    """Check that the tree (size1, root1) is a prefix of the tree (size2, root2); ProofError when not.

    A first size of 0 is refused as in RFC 9162: every tree grows from the empty one, so such a proof says nothing. For
    equal sizes the roots only have to be the same.
    """
    _check_number(size1, "first size")
    _check_number(size2, "second size")
    if size2 < size1:
        raise ProofError(f"second size {size2} is below the first size {size1}")
    if size1 == 0:
        raise ProofError("a proof from an empty tree proves nothing: every tree grows from it")
    path = _check_path(proof)
    if size1 == size2:
        _check_length(path, 0)
        return _same(_check_bytes(root1, "first root"), _check_bytes(root2, "second root"), "root")
    _check_hash(root1, "first root")
    _check_hash(root2, "second root")
    return _verify_growth(size1, size2, root1, root2, path)


def _verify_growth(size1: int, size2: int, root1: bytes, root2: bytes, path: list[bytes]) -> None:
    """The proof is an inclusion proof of the last complete subtree of the first tree, read both ways."""
    shift = (size1 & -size1).bit_length() - 1
    inner = ((size1 - 1) ^ (size2 - 1)).bit_length() - shift
    border = ((size1 - 1) >> (inner + shift)).bit_count()
    whole = size1 == 1 << shift
    _check_length(path, inner + border + (0 if whole else 1))
    seed, rest = (root1, path) if whole else (path[0], path[1:])
    position = (size1 - 1) >> shift
    old = _climb_inner_right(seed, rest[:inner], position)
    _same(_climb_border(old, rest[inner:]), root1, "first root")
    new = _climb_inner(seed, rest[:inner], position)
    _same(_climb_border(new, rest[inner:]), root2, "second root")


def _climb_inner(seed: bytes, path: Sequence[bytes], index: int) -> bytes:
    for level, sibling in enumerate(path):
        seed = hash_node(sibling, seed) if index >> level & 1 else hash_node(seed, sibling)
    return seed


def _climb_inner_right(seed: bytes, path: Sequence[bytes], index: int) -> bytes:
    """As _climb_inner, but only over siblings on the left: those that the older tree already had."""
    for level, sibling in enumerate(path):
        if index >> level & 1:
            seed = hash_node(sibling, seed)
    return seed


def _climb_border(seed: bytes, path: Sequence[bytes]) -> bytes:
    for sibling in path:
        seed = hash_node(sibling, seed)
    return seed


def _check_number(value: object, what: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProofError(f"{what} must be a whole number, not {type(value).__name__}")
    if not 0 <= value < LIMIT:
        raise ProofError(f"{what} {value} is not between 0 and 2**63 - 1")


def _check_bytes(value: object, what: str) -> bytes:
    if not isinstance(value, bytes):
        raise ProofError(f"{what} must be bytes, not {type(value).__name__}")
    return value


def _check_hash(value: object, what: str) -> None:
    size = len(_check_bytes(value, what))
    if size != HASH_SIZE:
        raise ProofError(f"{what} has {size} bytes, not {HASH_SIZE}")


def _check_path(proof: object) -> list[bytes]:
    if proof is None:
        return []
    if isinstance(proof, (str, bytes, bytearray)) or not isinstance(proof, Sequence):
        raise ProofError(f"a proof must be a list of hashes, not {type(proof).__name__}")
    for number, item in enumerate(proof):
        _check_hash(item, f"proof hash {number}")
    return list(proof)


def _check_length(path: list[bytes], expected: int) -> None:
    if len(path) != expected:
        raise ProofError(f"the proof has {len(path)} hashes where these sizes need {expected}")


def _same(computed: bytes, claimed: bytes, what: str) -> None:
    if computed != claimed:
        raise ProofError(f"the proof leads to another {what}: {computed.hex()} instead of {claimed.hex()}")
