"""What is said about a stranger's file: what was done, what to look at, and why a file is no table and what to do then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lightwell.opendata.publishing import public as publishing

KINDS = {
    "workbook": gettext_lazy(
        "This is a spreadsheet workbook (Excel, LibreOffice) or a ZIP archive. Open it, choose Save as, then CSV UTF-8, and send that file."
    ),
    "pdf": gettext_lazy(
        "This is a PDF: a picture of a table, not the table. Ask whoever made it for the file that it was printed from, as CSV or a spreadsheet."
    ),
    "picture": gettext_lazy(
        "This is a picture. A table is read from text: type it into a spreadsheet and save it as CSV UTF-8."
    ),
    "archive": gettext_lazy("This is a compressed archive. Unpack it and send one of the tables inside."),
    "page": gettext_lazy(
        "This is a web page or XML. Often a download link led to an error page: look at the file in a text editor, and download it again."
    ),
    "json": gettext_lazy(
        "This is JSON, which programs read already. Here only tables with rows and columns are cleaned: send it as CSV."
    ),
}
REFUSALS = {
    "cannot_write": gettext_lazy("The clean table becomes too large to be tried here. Send a part of it."),
    "not_a_table": gettext_lazy(
        "The file holds running text: no commas, tabs or semicolons part it into columns. Send the table itself as CSV UTF-8."
    ),
    "unknown_encoding": gettext_lazy(
        "The characters are neither UTF-8, UTF-16 nor Big5. Open the file where it shows well and save it as CSV UTF-8."
    ),
}
WARNINGS = {
    "no_header": gettext_lazy("No header row was found, so the columns are numbered."),
    "unlikely_text": gettext_lazy(
        "Many of the characters are rare ones: the encoding was probably guessed wrongly. Save the file as UTF-8 and send it again."
    ),
    "mixed_widths": gettext_lazy(
        "The file seems to hold several tables of different width one below the other. Send each on its own."
    ),
}


def refused(report: Mapping[str, Any], kind: str) -> str:
    """Return why a file is no table and what to do; ``kind`` is what its first bytes say."""
    code = report["warnings"][0]["code"]
    if code in ("not_a_text_table", "binary", "unknown_encoding") and kind:
        return str(KINDS[kind])
    return str(REFUSALS.get(code) or publishing.words.refusal_text(dict(report)))


def warned(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the warnings by kind: a sentence, how often, and the first places."""
    return [
        {"sentence": str(WARNINGS.get(told.code, told.sentence)), "count": told.count, "places": told.places}
        for told in publishing.words.warnings_told(report["warnings"], places=8)
    ]


def done(report: Mapping[str, Any]) -> list[str]:
    """Return what was done to the file as a whole, in sentences."""
    return publishing.words.what_was_done(report)


def size(n: int) -> str:
    """Return a size in words: 38 kB.

    >>> size(38_130), size(3_387_718)
    ('38 kB', '3.4 MB')
    """
    return (
        _("%(n)s kB") % {"n": -(-n // 1000)}
        if n < 1_000_000
        else _("%(n)s MB") % {"n": f"{n / 1e6:.1f}".removesuffix(".0")}
    )
