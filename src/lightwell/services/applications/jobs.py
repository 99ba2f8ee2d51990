"""Drafts that nobody touches any more are erased by themselves."""

from __future__ import annotations

from lightwell.kernel import rounds
from lightwell.services.applications import brakes
from lightwell.services.applications.actions import drafting

rounds.every(900, "applications.expire")(drafting.expire)
rounds.every(6 * 3600, "applications.forget_knocks")(brakes.forget_knocks)
