"""Makes small real logs in folders for the tests: what an operator's sequencer leaves on disk."""

from pathlib import Path

from lightwell.engines.tlog.checkpoint import Checkpoint
from lightwell.engines.tlog.note import Signer
from lightwell.engines.tlog.sources import FolderSource
from lightwell.engines.tlog.tiles import Tile
from lightwell.engines.tlog.writer import Writer, load_writer


def entry(number: int) -> bytes:
    return f'{{"act":"test","number":{number}}}'.encode()


def put(folder: Path, tile: Tile, data: bytes) -> None:
    path = folder / tile.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def grow(folder: Path, signer: Signer, *sizes: int, first: list[bytes] | None = None) -> Checkpoint:
    """Let the log grow to each of the sizes in turn; partial tiles of earlier sizes stay, as the layout allows."""
    source, head = FolderSource(folder), None
    for size in sizes:
        writer = load_writer(source.read, head.size, head.root) if head else Writer()
        start = writer.size
        entries = [(first or [])[n] if n < len(first or []) else entry(n) for n in range(start, size)]
        for tile, data in [*writer.add(entries), *writer.finish()]:
            put(folder, tile, data)
        head = Checkpoint(signer.name, writer.size, writer.root())
        (folder / "checkpoint").write_text(str(signer.sign(head.text)))
    assert head is not None
    return head
