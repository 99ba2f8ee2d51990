"""The rounds of the room: letters as things happen, and forgetting what need not be kept."""

from __future__ import annotations

from lightwell.bridges.following import actions, alerts
from lightwell.kernel import rounds

rounds.every(3, "following.alerts")(alerts.run)
rounds.every(3600, "following.forget")(actions.forget)
