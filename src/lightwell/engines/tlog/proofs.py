"""Proof files: one act with everything that an outsider needs to check it without asking the site again."""

import base64
import binascii
import json
from collections.abc import Sequence
from hashlib import sha256

from lightwell.engines.tlog.checkpoint import open_checkpoint
from lightwell.engines.tlog.errors import ProofError
from lightwell.engines.tlog.merkle import hash_leaf, verify_consistency, verify_inclusion
from lightwell.engines.tlog.note import VerifierKey

FORMAT = "lightwell-record-proof/1"


def make_proof_file(entry: bytes, index: int, path: Sequence[bytes], checkpoint: str) -> dict[str, object]:
    """A proof as a JSON object: the entry's text, its index, the audit path and the signed checkpoint it leads to."""
    return {
        "format": FORMAT,
        "entry": entry.decode(),
        "index": index,
        "proof": [base64.b64encode(item).decode() for item in path],
        "checkpoint": checkpoint,
    }


def check_proof(proof: object, key: VerifierKey | None) -> str:
    """Check a proof read from JSON, of our own format or a bare RFC 6962 one; returns what was proven, in a sentence."""
    if not isinstance(proof, dict):
        raise ProofError("a proof file holds one JSON object")
    if proof.get("format") == FORMAT:
        return _check_own(proof, key)
    if "leafIdx" in proof:
        return _check_inclusion(proof)
    if "size1" in proof:
        return _check_consistency(proof)
    raise ProofError(f"not a proof that this program knows: expected format {FORMAT}, or leafIdx, or size1")


def check_content(proof: object, name: str, content: bytes) -> str:
    """Check that a published content is the one whose salted hash stands in the entry of an already checked proof.

    Line ends may have changed on the way: a text is also taken with each of them as one newline.
    """
    leaf, salts = _leaf(proof), proof.get("salts") if isinstance(proof, dict) else None
    try:
        salt, stated = bytes.fromhex(salts[name]), leaf["content"][name]  # type: ignore[index]
    except (ValueError, KeyError, TypeError):
        raise ProofError(
            f"the proof has no salt for a content named {name!r}: none was entered, or it was erased"
        ) from None
    for candidate in (content, content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")):
        if sha256(salt + candidate).hexdigest() == stated:
            return f"verified: the content {name!r} is unchanged"
    raise ProofError(f"the content {name!r} is not the one that was entered")


def check_opening(proof: object, opening: object) -> str:
    """Check that the opening of the person concerned (salt and text) fits the sealed entry of an already checked proof."""
    leaf = _leaf(proof)
    try:
        salt, text = bytes.fromhex(opening["salt"]), opening["text"].encode()  # type: ignore[index]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ProofError("an opening is a JSON object with salt (hexadecimal) and text") from None
    if "sealed" not in leaf or sha256(salt + text).hexdigest() != leaf["sealed"]:
        raise ProofError(
            "the opening does not fit the sealed entry: salt or text was changed, or it opens another one"
        )
    return f"verified: the entry seals this text:\n{text.decode()}"


def _leaf(proof: object) -> dict[str, object]:
    try:
        leaf = json.loads(proof["entry"])  # type: ignore[index]
    except (ValueError, KeyError, TypeError, RecursionError):
        leaf = None
    if not isinstance(leaf, dict):
        raise ProofError("the proof's entry is not a JSON object")
    return leaf


def _check_own(proof: dict[str, object], key: VerifierKey | None) -> str:
    if key is None:
        raise ProofError("this proof leads to a signed checkpoint: give the verifier key with --key")
    entry, note = proof.get("entry"), proof.get("checkpoint")
    if not isinstance(entry, str) or not isinstance(note, str):
        raise ProofError("entry and checkpoint must be texts")
    head, _ = open_checkpoint(note, key)
    index = _number(proof, "index")
    leaf = hash_leaf(entry.encode(errors="surrogatepass"))
    verify_inclusion(index, head.size, leaf, _hashes(proof), head.root)
    return f"verified: entry {index} of {head.origin}, which had {head.size} entries, is:\n{entry}"


def _check_inclusion(proof: dict[str, object]) -> str:
    index, size = _number(proof, "leafIdx"), _number(proof, "treeSize")
    verify_inclusion(index, size, _hash(proof, "leafHash"), _hashes(proof), _hash(proof, "root"))
    return f"verified: the leaf is entry {index} of the tree of {size}"


def _check_consistency(proof: dict[str, object]) -> str:
    older, newer = _number(proof, "size1"), _number(proof, "size2")
    verify_consistency(older, newer, _hash(proof, "root1"), _hash(proof, "root2"), _hashes(proof))
    return f"verified: the tree of {older} is a prefix of the tree of {newer}"


def _number(proof: dict[str, object], name: str) -> int:
    value = proof.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProofError(f"{name} must be a whole number")
    return value


def _hash(proof: dict[str, object], name: str) -> bytes:
    return _decode(proof.get(name), name)


def _hashes(proof: dict[str, object]) -> list[bytes]:
    value = proof.get("proof")
    if value is None:
        return []
    if not isinstance(value, list):
        raise ProofError("proof must be a list of base64 hashes")
    return [_decode(item, f"proof hash {number}") for number, item in enumerate(value)]


def _decode(value: object, what: str) -> bytes:
    if not isinstance(value, str):
        raise ProofError(f"{what} must be a base64 text")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ProofError(f"{what} is not base64") from None
