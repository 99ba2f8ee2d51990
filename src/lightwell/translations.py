"""Translations without GNU gettext: ``python -m lightwell.translations check|update|compile [ROOM…]``.

Each room keeps its own ``locale/zh_Hant/LC_MESSAGES/django.po``; msgids are the English texts. ``update`` brings a room's
file up to its code (new texts arrive empty, never guessed), ``compile`` writes the ``.mo`` beside it, and ``check`` says
what is missing, fuzzy, stale or differs in its placeholders. Needs Babel, a tool of developers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
METHODS = [("**/jinja2/**.html", "jinja2"), ("**/jinja2/**.txt", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/jinja2/**.html": {
        "trimmed": "true",
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "silent": "false",
    },
    "**/jinja2/**.txt": {"trimmed": "true", "extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"},
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def rooms() -> list[Path]:
    """Return every folder that is an app of ours."""
    return sorted(path.parent for path in PACKAGE.rglob("apps.py"))


def po_file(room: Path) -> Path:
    return room / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"


def extracted(room: Path) -> Catalog:
    """Return the texts that a room's Python and templates ask for; rooms inside it are left to themselves."""
    catalog = Catalog(locale="zh_Hant", project="Lightwell", charset="utf-8")
    inner = [other for other in rooms() if room in other.parents]
    for name, _line, message, comments, context in extract_from_dir(
        str(room), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        if "migrations/" in name or any((room / name).is_relative_to(other) for other in inner):
            continue
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def read(room: Path) -> Catalog:
    path = po_file(room)
    if not path.exists():
        return Catalog(locale="zh_Hant", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hant")


def update(room: Path) -> None:
    """Bring a room's file up to its code; texts no longer asked for leave it."""
    found, kept = extracted(room), read(room)
    if not len(found):
        return
    for message in found:
        old = kept.get(message.id, message.context) if message.id else None
        if old is not None and old.string:
            message.string = old.string
    path = po_file(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, found, width=110, omit_header=False, sort_output=True, no_location=True)
    lines = out.getvalue().decode().splitlines()
    stable = [
        line
        for line in lines
        if not re.match(r'"(POT-Creation|PO-Revision)-Date|"Generated-By|"(Last|Language)-T|"Report-', line)
    ]
    path.write_text("\n".join(stable) + "\n", encoding="utf-8")


def compiled(room: Path) -> bytes:
    """Return the ``.mo`` of a room; without dates, so that the same words give the same bytes."""
    catalog = read(room)
    catalog.creation_date = catalog.revision_date = datetime(2015, 4, 28, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def compile_room(room: Path) -> None:
    if po_file(room).exists():
        po_file(room).with_suffix(".mo").write_bytes(compiled(room))


def problems(room: Path) -> Iterator[str]:
    """Yield a sentence for each text of a room that is missing, fuzzy, left over or differs in its placeholders."""
    wanted = {(m.context, _key(m)): m for m in extracted(room) if m.id}
    have = {(m.context, _key(m)): m for m in read(room) if m.id}
    name = room.relative_to(PACKAGE)
    for key, message in wanted.items():
        yield from _of_text(str(name), key, message, have.get(key))
    for key in have.keys() - wanted.keys():
        yield f"{name}: no longer used: {key[1]!r}"
    mo = po_file(room).with_suffix(".mo")
    if wanted and (not mo.exists() or mo.read_bytes() != compiled(room)):
        yield f"{name}: the compiled file is behind; run python -m lightwell.translations compile"


def _of_text(room: str, key: tuple[str | None, str], wanted: Message, have: Message | None) -> Iterator[str]:
    texts = _texts(have)
    if have is None or not texts or not all(texts):
        yield f"{room}: untranslated: {key[1]!r}"
    elif have.fuzzy:
        yield f"{room}: fuzzy: {key[1]!r}"
    else:
        asked = _names(wanted.id if isinstance(wanted.id, str) else wanted.id[-1])
        for text in texts:
            if _names(text) - asked:
                yield f"{room}: unknown placeholder in the translation of {key[1]!r}"
            elif isinstance(wanted.id, str) and asked - _names(text):
                yield f"{room}: placeholder lost in the translation of {key[1]!r}"


def _texts(message: Message | None) -> list[str]:
    if message is None or not message.string:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _names(text: str) -> set[str]:
    return {a or b for a, b in PLACEHOLDER.findall(text)}


def main(words: list[str]) -> int:
    what, only = (words[0] if words else ""), set(words[1:])
    chosen: Iterable[Path] = [
        r for r in rooms() if not only or r.name in only or str(r.relative_to(PACKAGE)) in only
    ]
    if what == "check":
        found = [sentence for room in chosen for sentence in problems(room)]
        print("\n".join(found) or "Every text is translated.")
        return 1 if found else 0
    work = {"update": update, "compile": compile_room}.get(what)
    if work is None:
        print(__doc__)
        return 2
    for room in chosen:
        work(room)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
