"""What a page shows of its links: one query, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from lightwell.bridges.related.models import Link
from lightwell.bridges.related.rules import heading, order
from lightwell.kernel import things
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.people import public as people

_SIDE = """
    SELECT link.way, {onward} AS onward, far.kind, far.target, far.title, far.title_en, far.state, link.note, link.found,
           link.act_id, link.at
    FROM related_end near JOIN related_link link ON link.{near}_id = near.id JOIN related_end far ON far.id = link.{far}_id
    WHERE near.kind = %s AND near.target = %s AND near.public AND far.public
"""
_BOTH = (
    _SIDE.format(onward="TRUE", near="source", far="target")
    + " UNION ALL "
    + _SIDE.format(onward="FALSE", near="target", far="source")
    + " ORDER BY found, at DESC LIMIT %s"
)


@dataclass(frozen=True)
class Line:
    """The other end of a link, in the page's language."""

    title: str
    href: str
    kind: str
    state: str
    state_label: str
    language: str
    note: str = ""
    found: bool = False
    act_id: str = ""
    at: datetime | None = None
    way: str = ""


@dataclass
class Group:
    """Links that read alike from this end."""

    heading: str
    place: tuple[int, int]
    lines: list[Line] = field(default_factory=list)


def groups_of(ref: Ref, limit: int) -> list[Group]:
    """Return at most ``limit`` links of a thing in groups, those that an office made first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, [ref.kind, ref.id, ref.kind, ref.id, limit])
        rows = cursor.fetchall()
    groups: dict[str, Group] = {}
    for way, onward, *rest in rows:
        line = _line(way, *rest)
        if line is not None:
            words = heading(way, onward)
            groups.setdefault(words, Group(words, order(way, onward))).lines.append(line)
    return sorted(groups.values(), key=lambda group: group.place)


def _line(
    way: str, kind: str, id: str, title: str, title_en: str, state: str, note: str, found: bool, act_id: str, at: datetime
) -> Line | None:  # fmt: skip
    """None when no room shows such things any more."""
    source, name, language = things.source_of(kind), Bilingual(title, title_en), get_language() or ""
    if source is None:
        return None
    return Line(
        title=name.in_language(language) or id,
        href=source.address(id),
        kind=str(source.label),
        state=state,
        state_label=source.state_label(state) if state else "",
        language=name.language if language.startswith("en") else "zh-Hant-TW",
        note=note,
        found=found,
        act_id=act_id,
        at=at,
        way=way,
    )


def count_of(groups: Iterable[Group]) -> int:
    return sum(len(group.lines) for group in groups)


def made_by(account: people.Account, ref: Ref | None, limit: int) -> QuerySet[Link]:
    """Return the links that offices made: of one thing, or the last ones of somebody."""
    rows = Link.objects.filter(found=False).select_related("source", "target").order_by("-at", "-pk")
    if ref is None:
        return rows.filter(by=account)[:limit]
    one, other = (
        Q(source__kind=ref.kind, source__target=ref.id),
        Q(target__kind=ref.kind, target__target=ref.id),
    )
    return rows.filter(one | other)[:limit]
