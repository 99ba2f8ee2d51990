"""Regular work of the room: the count, the ends, and a check of the count."""

from __future__ import annotations

from lightwell.kernel import rounds
from lightwell.participation.petitions import deadlines, tallies

rounds.every(1.5, "petitions.count")(tallies.count_all)
rounds.every(60, "petitions.deadlines")(deadlines.sweep)
rounds.every(3600, "petitions.check")(deadlines.check_counts)
