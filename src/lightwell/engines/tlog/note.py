"""Signed notes with Ed25519 (c2sp.org/signed-note): keys, signing, and verification.

Parsing is strict down to canonical base64, so that no byte of a signature that counts can change unnoticed.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lightwell.engines.tlog.errors import NoteError

ED25519 = b"\x01"
COSIGNATURE = b"\x04"
MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 64
_DASH = "— "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, its 4-byte id, and the bytes that the key made."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures, of which any number may be by keys we do not know."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half, written NAME+HASH+BASE64; `kind` tells a log's key (0x01) from a witness's (0x04)."""

    name: str
    public: bytes
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name, newline, kind, public key)."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.kind + self.public).decode()}"

    def renamed(self, name: str) -> "VerifierKey":
        """The same key under another log's name: an operator who opens a new origin keeps the key itself."""
        return VerifierKey(check_name(name), self.public)


class Signer:
    """The private half; the key itself stays inside the `cryptography` object."""

    def __init__(self, name: str, private: Ed25519PrivateKey):
        self.name = check_name(name)
        self._private = private

    @classmethod
    def generate(cls, name: str) -> "Signer":
        """A new random key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "Signer":
        """The key that 32 kept random bytes stand for."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def verifier_key(self) -> VerifierKey:
        """What outsiders need in order to check this signer's notes."""
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw())

    @property
    def witness_key(self) -> VerifierKey:
        """What outsiders need in order to check this signer's cosignatures."""
        return VerifierKey(self.name, self.verifier_key.public, COSIGNATURE)

    def cosign(self, text: str, seconds: int) -> Signature:
        """Sign another's checkpoint as a witness, at a POSIX time (c2sp.org/tlog-cosignature)."""
        value = self._private.sign(_cosigned(text, seconds))
        return Signature(self.name, self.witness_key.key_id, seconds.to_bytes(8, "big") + value)

    def sign(self, text: str) -> Note:
        """Sign the text, which must end in a newline."""
        if not text.endswith("\n") or _controls(text):
            raise NoteError("a note's text ends in a newline and holds no other control characters")
        signature = Signature(self.name, self.verifier_key.key_id, self._private.sign(text.encode()))
        return Note(text, (signature,))


def parse_key(text: str) -> VerifierKey:
    """Read NAME+HASH+BASE64; NoteError says which part is wrong."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise NoteError("a verifier key has the form NAME+HASH+BASE64")
    raw = _decode(parts[2], "the verifier key")
    if raw[:1] not in (ED25519, COSIGNATURE) or len(raw) != 33:
        raise NoteError("the verifier key is not an Ed25519 key (type 1, or 4 for a witness, and 32 bytes)")
    key = VerifierKey(check_name(parts[0]), raw[1:], raw[:1])
    if parts[1] != key.key_id.hex():
        raise NoteError(
            f"the verifier key's hash is {parts[1][:20]!r}, but name and key give {key.key_id.hex()}"
        )
    return key


def parse_note(data: bytes | str) -> Note:
    """Read a signed note without checking any signature; NoteError when it is not one."""
    text = _decode_text(data)
    body, separator, lines = text.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise NoteError("not a signed note: a text, an empty line and signature lines are expected")
    rows = lines[:-1].split("\n")
    if len(rows) > MAX_SIGNATURES:
        raise NoteError(f"the note has {len(rows)} signatures; at most {MAX_SIGNATURES} are read")
    return Note(body + "\n", tuple(map(_parse_signature, rows)))


def verify_note(note: Note, key: VerifierKey) -> None:
    """Check the key's signatures on the note; lines by other keys are left alone. NoteError when none holds."""
    mine = [line for line in note.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
    if not mine:
        names = ", ".join(f"{line.name}+{line.key_id.hex()}" for line in note.signatures)
        raise NoteError(f"not signed by {key.name}+{key.key_id.hex()}; it is signed by {names}")
    try:
        for line in mine:
            _verify_signature(line, key, note.text)
    except InvalidSignature:
        raise NoteError(
            f"the signature of {key.name} does not fit the text: one of the two was changed"
        ) from None


def _verify_signature(line: Signature, key: VerifierKey, text: str) -> None:
    public = Ed25519PublicKey.from_public_bytes(key.public)
    if key.kind == ED25519:
        return public.verify(line.value, text.encode())
    seconds = int.from_bytes(line.value[:8], "big")
    return public.verify(line.value[8:], _cosigned(text, seconds))


def _cosigned(text: str, seconds: int) -> bytes:
    """What a witness signs: the checkpoint's text under a header of its own and the time."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def check_name(name: str) -> str:
    """A key's name: not empty, no spaces, no plus sign, no control characters."""
    if not name or "+" in name or any(char.isspace() for char in name) or _controls(name):
        raise NoteError(f"a key's name must be non-empty, without spaces and '+': {name[:100]!r}")
    return name


def _parse_signature(row: str) -> Signature:
    parts = row.split(" ")
    if len(parts) != 3 or parts[0] != _DASH.strip():
        raise NoteError(f"not a signature line: {row[:120]!r}")
    raw = _decode(parts[2], f"the signature of {parts[1][:100]}")
    if len(raw) < 5:
        raise NoteError(f"the signature of {parts[1][:100]} is too short")
    return Signature(check_name(parts[1]), raw[:4], raw[4:])


def _decode_text(data: bytes | str) -> str:
    if len(data) > MAX_NOTE:
        raise NoteError(f"the note is larger than {MAX_NOTE} bytes")
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"the note is not UTF-8: byte {error.start} is not") from None
    if _controls(text) or not _encodable(text):
        raise NoteError("the note holds control characters")
    return text


def _decode(text: str, what: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError(f"{what} is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise NoteError(f"{what} is not in the one canonical form of base64")
    return raw


def _controls(text: str) -> bool:
    return any(char < " " and char != "\n" for char in text)


def _encodable(text: str) -> bool:
    """Texts out of JSON may hold half a surrogate pair, which no UTF-8 has."""
    return not any("\ud800" <= char <= "\udfff" for char in text)
