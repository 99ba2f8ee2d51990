"""The one clock. Rules get the time passed in; everything else asks here, so tests can freeze time and the demo move it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")

_frozen: ContextVar[datetime | None] = ContextVar("lightwell_clock", default=None)
_offset: Callable[[], timedelta] | None = None


def now() -> datetime:
    """Return the time in UTC: frozen by ``at``, or the system's, moved by the demo's offset."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    return datetime.now(UTC) + shift()  # noqa: TID251  (the one place)


def shift() -> timedelta:
    """Return how far the demo has moved the clock; zero outside it. What was made under another shift is out of date."""
    return _offset() if _offset else timedelta()


def today() -> date:
    """Return the date in Taipei."""
    return now().astimezone(TAIPEI).date()


def local(moment: datetime) -> datetime:
    """Return a moment in Taipei's time."""
    return moment.astimezone(TAIPEI)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Freeze the clock inside the block; ``moment`` must carry a zone."""
    if moment.tzinfo is None:
        raise ValueError("clock.at needs a time with a zone")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def move_by(offset: Callable[[], timedelta] | None) -> None:
    """Let every later ``now`` be moved by what ``offset`` returns; the demo alone calls this."""
    global _offset
    _offset = offset
