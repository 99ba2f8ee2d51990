"""The rounds of the room. Every host has an index of its own, so each host's rounds bear its name: the worker lets only one
process at a time run a round of one name."""

from __future__ import annotations

import platform
from hashlib import sha256

from lightwell.bridges.search import indexing, place, rebuilding
from lightwell.kernel import rounds

_host = f"{platform.node()}:{sha256(str(place.root()).encode()).hexdigest()[:8]}"
rounds.every(0.5, f"search.index@{_host}")(indexing.step)
rounds.every(1, f"search.rebuild@{_host}")(rebuilding.run)
