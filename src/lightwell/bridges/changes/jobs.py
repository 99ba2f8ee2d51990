"""The round that clears old changes away."""

from __future__ import annotations

from lightwell.bridges.changes import writing
from lightwell.kernel import rounds

rounds.every(3600, "changes.clear")(writing.clear)
