"""Where a log is read from: a folder, or a site. Answers are bounded in size and time, whoever gives them."""

import http.client
import ssl
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from lightwell.engines.tlog.errors import MissingError, SourceError
from lightwell.engines.tlog.note import MAX_NOTE
from lightwell.engines.tlog.tiles import WIDTH, Tile

TIMEOUT_SECONDS = 20.0
AHEAD = 16
WORKERS = 4


class Source(Protocol):
    """A place that holds the files of a log."""

    def checkpoint(self) -> bytes:
        """The signed checkpoint as it lies there."""

    def read(self, tile: Tile) -> bytes:
        """The bytes of one tile or bundle, cut to the tile's width when only a wider one is left."""

    def read_all(self, tiles: Iterable[Tile]) -> Iterator[tuple[Tile, bytes]]:
        """Many files in order."""

    def leftovers(self, tile: Tile) -> Iterator[tuple[Tile, bytes]]:
        """Narrower versions of a tile that still lie there, for whoever wants to check these too."""

    def below(self, folder: str) -> "Source":
        """The log in a folder below this one."""


def open_source(place: str, timeout: float = TIMEOUT_SECONDS) -> Source:
    """A folder's path or an http(s) address, whichever `place` is; SourceError when it is neither."""
    if place.startswith(("http://", "https://")):
        return SiteSource(place, timeout)
    if not Path(place).is_dir():
        raise SourceError(f"{place} is neither a folder nor an http(s) address")
    return FolderSource(Path(place))


def read_cut(read: Callable[[str, int], bytes], tile: Tile) -> bytes:
    """Read a tile; a partial one that was removed after its full tile appeared is cut out of that."""
    try:
        return read(tile.path, tile.max_bytes)
    except MissingError as error:
        error.entry = tile.first_entry
        if tile.width == WIDTH:
            raise
        missing = error
    try:
        return tile.cut(read(tile.full.path, tile.full.max_bytes))
    except MissingError:
        raise missing from None


class FolderSource:
    """A log in a folder: checkpoint, tile/..., tile/entries/..."""

    def __init__(self, folder: Path):
        self.folder = folder

    def checkpoint(self) -> bytes:
        return self._file("checkpoint", MAX_NOTE)

    def read(self, tile: Tile) -> bytes:
        return read_cut(self._file, tile)

    def read_all(self, tiles: Iterable[Tile]) -> Iterator[tuple[Tile, bytes]]:
        return ((tile, self.read(tile)) for tile in tiles)

    def leftovers(self, tile: Tile) -> Iterator[tuple[Tile, bytes]]:
        folder = self.folder / (tile.full.path + ".p")
        if not folder.is_dir():
            return
        widths = sorted(
            int(item.name) for item in folder.iterdir() if item.name.isascii() and item.name.isdigit()
        )
        for width in widths:
            part = Tile(tile.level, tile.index, width)
            if 0 < width < tile.width:
                yield part, self._file(part.path, part.max_bytes)

    def below(self, folder: str) -> "FolderSource":
        return FolderSource(self.folder / folder)

    def _file(self, path: str, most: int) -> bytes:
        try:
            with (self.folder / path).open("rb") as file:
                data = file.read(most + 1)
        except FileNotFoundError:
            raise MissingError(f"{path} is missing") from None
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror}") from None
        return _bounded(data, path, most)


class SiteSource:
    """A log behind an address; a few connections are kept open, one per thread, and files are fetched ahead."""

    def __init__(self, address: str, timeout: float = TIMEOUT_SECONDS):
        try:
            parts = urlsplit(address)
            self._host, self._port = parts.hostname or "", parts.port
        except ValueError:
            raise SourceError(f"not an address: {address}") from None
        if not self._host:
            raise SourceError(f"the address names no host: {address}")
        self._secure = parts.scheme == "https"
        self._address = address.rstrip("/")
        self._prefix = parts.path.rstrip("/")
        self._timeout = timeout
        self._local = threading.local()

    def checkpoint(self) -> bytes:
        return self._fetch("checkpoint", MAX_NOTE)

    def read(self, tile: Tile) -> bytes:
        return read_cut(self._fetch, tile)

    def read_all(self, tiles: Iterable[Tile]) -> Iterator[tuple[Tile, bytes]]:
        waiting: deque[tuple[Tile, Future[bytes]]] = deque()
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                for tile in tiles:
                    waiting.append((tile, pool.submit(self.read, tile)))
                    if len(waiting) > AHEAD:
                        yield _result(waiting.popleft())
                while waiting:
                    yield _result(waiting.popleft())
            finally:
                pool.shutdown(cancel_futures=True)

    def leftovers(self, tile: Tile) -> Iterator[tuple[Tile, bytes]]:
        return iter(())

    def below(self, folder: str) -> "SiteSource":
        return SiteSource(f"{self._address}/{folder}", self._timeout)

    def _fetch(self, path: str, most: int) -> bytes:
        for attempt in (1, 2):
            try:
                return self._request(path, most)
            except SourceError:
                raise
            except (OSError, http.client.HTTPException, zlib.error) as error:
                self._drop_connection()
                if attempt == 2:
                    raise SourceError(
                        f"{path} cannot be fetched from {self._host}: {error or type(error)}"
                    ) from None
        raise AssertionError("unreachable")

    def _request(self, path: str, most: int) -> bytes:
        connection = self._connection()
        connection.request("GET", f"{self._prefix}/{path}", headers={"Accept-Encoding": "gzip, identity"})
        answer = connection.getresponse()
        data = answer.read(most + 1)
        if answer.read(1):
            self._drop_connection()
        _check_status(answer, path, self._host)
        if answer.headers.get("Content-Encoding", "identity") == "gzip":
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, most + 1)
        return _bounded(data, path, most)

    def _connection(self) -> http.client.HTTPConnection:
        if getattr(self._local, "connection", None) is None:
            self._local.connection = self._connect()
        return self._local.connection

    def _connect(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _drop_connection(self) -> None:
        if getattr(self._local, "connection", None) is not None:
            self._local.connection.close()
            self._local.connection = None


def _check_status(answer: http.client.HTTPResponse, path: str, host: str) -> None:
    if answer.status in (404, 410):
        raise MissingError(f"{path} is missing: {host} answers {answer.status}")
    if 300 <= answer.status < 400:
        target = answer.headers.get("Location", "")
        raise SourceError(f"{path}: {host} redirects to {target[:200]}; give that address instead")
    if answer.status != 200:
        raise SourceError(f"{path}: {host} answers {answer.status}")


def _result(item: tuple[Tile, Future[bytes]]) -> tuple[Tile, bytes]:
    return item[0], item[1].result()


def _bounded(data: bytes, path: str, most: int) -> bytes:
    if len(data) > most:
        raise SourceError(f"{path} is larger than the {most} bytes that it can have")
    return data
