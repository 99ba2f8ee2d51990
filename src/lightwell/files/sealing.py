"""Private files at rest: AES-256-GCM in chunks, so that a large file streams and any part of it can be read alone.

A file is ``LWSEAL1\\n``, a salt of 16 bytes, then chunks of 64 KiB, each with its tag of 16 bytes. The key of a file comes
from the room's key and the salt by HKDF-SHA256; the nonce is the chunk's number and whether it is the last, so chunks
can be neither swapped nor cut off unnoticed (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"LWSEAL1\n"
SALT, TAG, CHUNK = 16, 16, 64 * 1024
HEADER = len(MAGIC) + SALT


class SealBroken(OSError):
    """The file was changed, cut or sealed with another key."""


def sealed(chunks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Encrypt a stream of bytes; ``key`` has 32 bytes."""
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    number, rest = 0, b""
    for piece in chunks:
        rest += piece
        while len(rest) > CHUNK:  # a full chunk is kept back: only the end of the stream tells the last one
            yield cipher.encrypt(_nonce(number, last=False), rest[:CHUNK], None)
            number, rest = number + 1, rest[CHUNK:]
    yield cipher.encrypt(_nonce(number, last=True), rest, None)


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"lightwell files").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def open_sealed(path: Path, key: bytes) -> BinaryIO:
    """Open a sealed file for reading, seekable; SealBroken when a part read is not what was written."""
    return cast(BinaryIO, io.BufferedReader(SealedReader(path, key), CHUNK))


class SealedReader(io.RawIOBase):
    """Decrypts chunk by chunk as it is read."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._file = path.open("rb")
        header = self._file.read(HEADER)
        if len(header) < HEADER or not header.startswith(MAGIC):
            self._file.close()
            raise SealBroken(f"{path} is not a sealed file")
        self._cipher = _cipher(key, header[len(MAGIC) :])
        body = os.fstat(self._file.fileno()).st_size - HEADER
        self._chunks = max(1, -(-body // (CHUNK + TAG)))
        self._size = body - self._chunks * TAG
        self._at = 0
        self._number, self._plain = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        number, start = divmod(self._at, CHUNK)
        if number >= self._chunks:
            return 0
        part = self._chunk(number)[start : start + len(cast(bytearray, buffer))]
        cast(bytearray, buffer)[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER + number * (CHUNK + TAG))
            cipher_text = self._file.read(CHUNK + TAG)
            try:
                nonce = _nonce(number, last=number == self._chunks - 1)
                self._plain = self._cipher.decrypt(nonce, cipher_text, None)
            except InvalidTag:
                raise SealBroken(
                    f"part {number} of {self._file.name} is damaged, or its key (files.key) is another one"
                )
            self._number = number
        return self._plain

    def close(self) -> None:
        self._file.close()
        super().close()
