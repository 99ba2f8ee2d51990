"""Errors of the log engine: whatever the input, callers see one of these and nothing else."""


class TlogError(ValueError):
    """Anything that is wrong with a log, its proofs, its notes or its files; the text is meant for people."""


class ProofError(TlogError):
    """A proof does not prove what it claims, or is malformed."""


class NoteError(TlogError):
    """A signed note, key or checkpoint is malformed, or its signature does not hold."""


class TileError(TlogError):
    """A tile, bundle or path does not follow the C2SP tlog-tiles layout."""


class SourceError(TlogError):
    """The place that holds the log could not be read (network, permissions, oversized answer)."""


class MissingError(SourceError):
    """The place answers, but does not hold this file; `entry` is the first entry that the file covers."""

    entry: int | None = None


class Mismatch(TlogError):
    """The log contradicts itself. `entry` is the first entry concerned (from 0), None when it is the checkpoint."""

    def __init__(self, message: str, entry: int | None = None):
        super().__init__(message)
        self.entry = entry
