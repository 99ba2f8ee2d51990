"""The round that keeps links up to date with what changes."""

from __future__ import annotations

from lightwell.bridges.related import keeping
from lightwell.kernel import rounds

rounds.every(2, "related.keep")(keeping.run)
