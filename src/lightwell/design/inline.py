"""The small things that a page draws by the hundred: links, tags, days.

Drawn in Python, as the body of a table is: a macro of Jinja spends five times longer on each.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from lightwell.design.dates import time_element
from lightwell.design.fields import FieldView
from lightwell.design.tones import tone_of

NUMBER = re.compile(r"[A-Z]{1,6}(-[0-9A-Z]{1,12}){1,3}")


def link(
    text: Any,
    href: Any,
    hidden: Any = None,
    quiet: bool = False,
    rel: str | None = None,
    download: bool = False,
    key: str | None = None,
) -> Markup:
    """A link; ``hidden`` is read aloud after its text, ``key`` is the key that follows it.

    A number with hyphens, such as OP-115-000123, stays on one line.
    """
    look = " govuk-link--no-visited-state lw-link--quiet" if quiet else ""
    if NUMBER.fullmatch(str(text)):
        look += " lw-whole"
    parts = [f'<a class="govuk-link{look}" href="{escape(href)}"']
    if rel:
        parts.append(f' rel="{escape(rel)}"')
    if download:
        parts.append(" download")
    if key:
        parts.append(f' data-key="{escape(key)}" aria-keyshortcuts="{escape(key)}"')
    parts.append(f">{escape(text)}{hidden_text(hidden) if hidden else ''}</a>")
    return Markup("".join(parts))


def hidden_text(text: Any) -> Markup:
    """Words for those who listen, not for those who look."""
    return Markup(f'<span class="govuk-visually-hidden"> {escape(text)}</span>')


def tag(text: Any, tone: str = "grey") -> Markup:
    """A word on a coloured ground."""
    return Markup(f'<strong class="lw-tag lw-tag--{escape(tone)}">{escape(text)}</strong>')


def state_tag(state: Any, label: Any = None) -> Markup:
    """A state in its own colour; kept, because lists show the same few over and over."""
    return _state_tag(str(state), "" if label is None else str(label))


@lru_cache(maxsize=512)
def _state_tag(state: str, label: str) -> Markup:
    return tag(label or state, tone_of(state))


def day(moment: date | datetime | None, roc: bool = False, weekday: bool = True) -> Markup:
    """A day, or the mark for none."""
    return time_element(moment, False, roc, weekday) if moment else none_mark()


def when(moment: date | datetime | None, roc: bool = False) -> Markup:
    """A day with the time of day, or the mark for none."""
    return time_element(moment, True, roc) if moment else none_mark()


def none_mark() -> Markup:
    """A dash for the eye, a word for the ear."""
    word = escape(_("none"))
    return Markup(
        f'<span class="lw-none" aria-hidden="true">–</span><span class="govuk-visually-hidden">{word}</span>'
    )


def changed(value: Any, original: Any = None) -> Markup:
    """A value with the text that it was made of under it; ``original`` None: nothing was changed."""
    now = none_mark() if value is None else escape(value)
    if original is None:
        return now
    was = (
        escape(original)
        if str(original).strip()
        else Markup('<span class="lw-none">{}</span>').format(_("blank"))
    )
    spoken = escape(_("in the file:"))
    return Markup(
        f'<span class="lw-changed"><ins>{now}</ins> <del><span class="govuk-visually-hidden">{spoken} </span>{was}</del></span>'
    )


def line(title: Any, href: Any, facts: Iterable[Any] = (), tag: Any = "", lang: str = "") -> Markup:
    """A line of a calm list: a thing that can be followed, a tag, and what there is to say about it."""
    language = f' lang="{escape(lang)}"' if lang else ""
    said = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    about = f'<span class="lw-line__facts">{said}</span>' if said else ""
    return Markup(
        f'<li class="lw-line"><a class="govuk-link lw-line__link" href="{escape(href)}"{language}>{escape(title)}</a>'
        f"{' ' if tag else ''}{escape(tag)}{about}</li>\n"
    )


def mono(text: Any) -> Markup:
    """Numbers, hashes and code within a sentence."""
    return Markup(f'<code class="lw-mono">{escape(text)}</code>')


def options(view: FieldView) -> Markup:
    """The choices of a select, in their groups."""
    parts: list[str] = []
    for title, choices in view.groups:
        if title:
            parts.append(f'<optgroup label="{escape(title)}">')
        for choice in choices:
            chosen, disabled = " selected" if choice.chosen else "", " disabled" if choice.disabled else ""
            parts.append(
                f'<option value="{escape(choice.value)}"{chosen}{disabled}>{escape(choice.label)}</option>\n'
            )
        if title:
            parts.append("</optgroup>")
    return Markup("".join(parts))
