"""Says that something changed for its readers, inside the transaction that changed it.

Actions tell; rooms above listen. Every entry of the public record tells by itself (``record.enter``), so an action calls
``tell`` only for a change that is no official act: an edited description, an imported catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lightwell.kernel.ref import Ref

Listener = Callable[[Sequence[Ref], str], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Let ``listener(refs, act)`` be called in each such transaction; it may write rows and must be quick. Twice counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(refs: Sequence[Ref], act: str = "") -> None:
    """Tell all listeners that these things changed; ``act`` names an official act, "" when it was none."""
    for listener in _listeners:
        listener(refs, act)
