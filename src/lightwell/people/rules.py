"""Who may do what, as pure rules: a role on a unit holds there and below, for its term, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lightwell.people.roles import PERMISSIONS, PERMISSIONS_OF, PRECEDENCE


@dataclass(frozen=True)
class Grant:
    """A role for the unit at ``path`` and all below, from ``starts_on`` to ``ends_on``, both days included."""

    role: str
    path: str  # /cabinet/city/transport/
    starts_on: date
    ends_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def gives(self, permission: str) -> bool:
        return permission in PERMISSIONS_OF.get(self.role, ())

    @property
    def slug(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]


def covers(upper: str, path: str) -> bool:
    """Return whether ``path`` is the unit at ``upper`` or below it. Paths begin and end with a slash."""
    return path.startswith(upper)


@dataclass(frozen=True)
class Powers:
    """All that one account may do on one day; load once, ask often."""

    grants: tuple[Grant, ...]
    day: date

    def allow(self, permission: str, path: str | None = None) -> bool:
        """Return whether some role that holds gives the permission for the unit at ``path`` (None: for any unit)."""
        if permission not in PERMISSIONS:
            raise ValueError(f"no such permission: {permission}")
        return any(path is None or covers(grant.path, path) for grant in self.giving(permission))

    def giving(self, permission: str | None = None) -> Iterator[Grant]:
        """Yield the grants that hold today and give the permission (None: any)."""
        return (g for g in self.grants if g.holds(self.day) and (permission is None or g.gives(permission)))

    def roots(self, permission: str) -> list[str]:
        """Return the paths under which the permission holds, without those that lie below another."""
        paths = sorted({grant.path for grant in self.giving(permission)})
        return [path for path in paths if not any(covers(other, path) for other in paths if other != path)]

    def office(self, path: str, permission: str | None = None) -> str:
        """Return the office an act on the unit is signed with, ``transport/officer``: the nearest unit's, then by rank.

        ``public`` when no role covers the unit.
        """
        found = [grant for grant in self.giving(permission) if covers(grant.path, path)]
        if not found:
            return "public"
        nearest = min(found, key=lambda grant: (-len(grant.path), PRECEDENCE.index(grant.role)))
        return f"{nearest.slug}/{nearest.role}"


def nobody(day: date) -> Powers:
    """Return the powers of somebody who is not signed in."""
    return Powers((), day)


def path_below(parent: str | None, slug: str) -> str:
    """Return the path of a unit: its slug below its parent's path."""
    return f"{parent or '/'}{slug}/"


def depth(path: str) -> int:
    """Return how many units stand above the one at ``path``."""
    return path.count("/") - 2


def ancestors(path: str) -> Iterable[str]:
    """Return the paths of a unit and the units above it, nearest first."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]
