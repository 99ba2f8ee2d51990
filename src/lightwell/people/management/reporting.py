"""What a changed calendar means, for the operator at the shell."""

from __future__ import annotations

from lightwell.people.actions.calendars import Changes


def report(changes: Changes, *, dry_run: bool) -> list[str]:
    """Return the lines: what was read, each day that changes, each promise that moves."""
    would = "would change" if dry_run else "changed"
    head = f"{changes.calendar.slug}: {changes.first} to {changes.last}, {len(changes.days)} days {would}"
    days = [
        f"  {day} {'works' if working else 'is off'}{f'  {why}' if why else ''}"
        for day, working, why in changes.days
    ]
    moved = [f"{len(changes.moved)} promised dates {'would move' if dry_run else 'moved'}"]
    return [head, *days, *moved, *(f"  {line}" for line in changes.moved)]
