"""A room's mail template, turned into a subject and a text.

``casework/receipt`` in English is ``casework/jinja2/casework/mail/receipt.en.txt``; its first line is the subject. The
texts are plain, so nothing is escaped; a name that the template does not get is an error, never an empty gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from jinja2 import Environment, FileSystemLoader, StrictUndefined

LONGEST_VALUE = (
    400  # a name, a number, a date, a link: whatever is longer is content, and belongs behind the link
)


def write(template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return (subject, body) in the language; ValueError when a value looks like content rather than a fact.

    A value is a text, or a list of mappings of such values (the lines of a digest).
    """
    for name, value in context.items():
        _require_facts(template, name, value)
    room, _, name = template.partition("/")
    page = _environment().get_template(f"{room}/mail/{name}.{file_language(language)}.txt")
    subject, _, body = page.render(**_site(language), **context).partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def _require_facts(template: str, name: str, value: Any) -> None:
    if isinstance(value, list):
        for line in value:
            for inner, text in line.items():
                _require_facts(template, f"{name}.{inner}", text)
    elif len(str(value)) > LONGEST_VALUE:
        raise ValueError(f"mail {template}: {name} is content; mail carries a link to it instead")


def file_language(language: str) -> str:
    """Return the part of the file name for a language code: ``en``, else ``zh-hant``."""
    return "en" if (language or "").lower().startswith("en") else "zh-hant"


def _site(language: str) -> dict[str, str]:
    zh, _, en = settings.SITE_NAME.partition("|")
    return {"site_name": en if en and file_language(language) == "en" else zh, "site_url": settings.SITE_URL}


@cache
def _environment() -> Environment:
    folders = [str(folder) for folder in get_app_template_dirs("jinja2")]
    return Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
