"""Gathers the sections of all rooms for one person: what needs them first, then everything, room by room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from lightwell.kernel import mine
from lightwell.kernel.mine import Item, Section
from lightwell.people import public as people

FAR = date.max


@dataclass(frozen=True)
class Shown:
    """A section with its lines for one person."""

    section: Section
    items: list[Item]
    more: str

    @property
    def count(self) -> str:
        """How many there are, as far as the section shows them: 10+ says that there are more."""
        return f"{len(self.items)}{'+' if self.full else ''}"

    @property
    def full(self) -> bool:
        return len(self.items) >= self.section.limit

    @property
    def due(self) -> bool:
        """Whether any of its lines has to be done by a day; else the day of each is when it happened."""
        return any(item.due for item in self.items)

    @property
    def begin(self) -> tuple[str, str] | None:
        return self.section.begin(None) if self.section.begin and not self.items else None


def sections_of(account: people.Account) -> list[Shown]:
    """Return all sections of a person, each by the fixed number of queries of its room."""
    return [
        Shown(section, list(section.items(account))[: section.limit], section.more(account))
        for section in mine.sections()
    ]


def waiting(shown: Iterable[Shown]) -> list[Item]:
    """Return what waits for the person: what has to be done soonest first, then what has no day."""
    items = [item for each in shown for item in each.items if item.yours]
    return sorted(items, key=lambda item: (item.due or FAR, item.title))


def download(account: people.Account) -> dict[str, Any]:
    """Return everything that the rooms hold for a person as plain values, with the account itself."""
    return {
        "format": "lightwell-mine/1",
        "account": {
            "email": account.email,
            "name": account.name,
            "language": account.language,
            "assurance": people.Assurance(account.assurance).name.lower(),
            "joined_at": account.joined_at,
            "identity_verified_at": account.identity_verified_at,
        },
        "sections": {section.key: _rows(section, account) for section in mine.sections()},
    }


def _rows(section: Section, account: people.Account) -> list[Mapping[str, object]]:
    if section.everything is not None:
        return list(section.everything(account))
    return [{name: _plain(value) for name, value in asdict(item).items()} for item in section.items(account)]


def _plain(value: Any) -> Any:
    """Lazy texts become texts; days and moments stay, the JSON encoder writes them."""
    return value if value is None or isinstance(value, (bool, int, date)) else str(value)
