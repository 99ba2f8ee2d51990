"""What the machine did to a file, in sentences for people: codes of the engine in, words of the page's language out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from lightwell.files import public as files
from lightwell.opendata.publishing.models import Draft

TYPES = {
    "integer": gettext_lazy("whole number"),
    "decimal": gettext_lazy("decimal number"),
    "percent": gettext_lazy("percentage"),
    "money": gettext_lazy("amount of money"),
    "boolean": gettext_lazy("yes or no"),
    "date": gettext_lazy("date"),
    "month": gettext_lazy("month"),
    "year": gettext_lazy("year"),
    "quarter": gettext_lazy("quarter"),
    "datetime": gettext_lazy("date and time"),
    "text": gettext_lazy("text"),
    "code": gettext_lazy("code"),
    "category": gettext_lazy("category"),
    "longitude": gettext_lazy("longitude"),
    "latitude": gettext_lazy("latitude"),
    "tm2_x": gettext_lazy("TWD97 easting"),
    "tm2_y": gettext_lazy("TWD97 northing"),
    "address": gettext_lazy("address"),
    "national_id": gettext_lazy("national identity number"),
    "business_id": gettext_lazy("business number"),
    "phone": gettext_lazy("telephone number"),
    "email": gettext_lazy("e-mail address"),
    "url": gettext_lazy("web address"),
}
RULES = {
    "integer": gettext_lazy(
        "Read as whole numbers; thousands separators and full-width digits became plain digits."
    ),
    "decimal": gettext_lazy(
        "Read as decimal numbers; thousands separators and full-width digits became plain digits."
    ),
    "percent": gettext_lazy("Read as percentages: 12.5% is kept as 12.5."),
    "money": gettext_lazy("Read as amounts in New Taiwan dollars, without sign and separators."),
    "boolean": gettext_lazy("Read as yes or no."),
    "date": gettext_lazy(
        "Read as dates, written year-month-day; years of the Republic were counted from 1911."
    ),
    "month": gettext_lazy(
        "Read as months, written year-month; years of the Republic were counted from 1911."
    ),
    "year": gettext_lazy("Read as years of the common era; years of the Republic were counted from 1911."),
    "quarter": gettext_lazy("Read as quarters; years of the Republic were counted from 1911."),
    "datetime": gettext_lazy("Read as date and time in Taipei."),
    "text": gettext_lazy("Kept as text."),
    "code": gettext_lazy("Kept as written, leading zeros included."),
    "category": gettext_lazy("Kept as text; few different values, so you can filter by them."),
    "longitude": gettext_lazy("Read as degrees of longitude."),
    "latitude": gettext_lazy("Read as degrees of latitude."),
    "tm2_x": gettext_lazy("Read as metres east in TWD97 TM2."),
    "tm2_y": gettext_lazy("Read as metres north in TWD97 TM2."),
    "address": gettext_lazy("Kept as written."),
    "national_id": gettext_lazy("Recognised by its check digit; kept as written."),
    "business_id": gettext_lazy("Recognised by its check digit; kept as written."),
    "phone": gettext_lazy("Kept as written."),
    "email": gettext_lazy("Kept as written."),
    "url": gettext_lazy("Kept as written."),
}
WARNINGS = {
    "control_character": gettext_lazy("The cell holds control characters; they were taken out."),
    "conversion_failed": gettext_lazy(
        "This cell does not fit the type of its column; its text is kept beside it."
    ),
    "footnote": gettext_lazy("Read as a note under the table, not as a row."),
    "glyph_codes": gettext_lazy(
        "Glyph codes of a PDF stand here instead of text: the words are lost in the source."
    ),
    "long_row": gettext_lazy(
        "The row has more cells than the header; the others are kept in a column of their own."
    ),
    "lost_character": gettext_lazy(
        "A character was lost before the file came here: a replacement mark stands for it."
    ),
    "mixed_widths": gettext_lazy(
        "The file seems to hold several tables of different width one below the other. Publish each on its own."
    ),
    "no_header": gettext_lazy("No header row was found, so the columns are numbered. Say below where it is."),
    "no_rows": gettext_lazy("There is a header but no row under it."),
    "one_column": gettext_lazy("No delimiter was found: every line was read as one cell."),
    "private_use": gettext_lazy("The cell holds characters that only the sender's fonts can show."),
    "repeated_header": gettext_lazy("The header comes again here; the row was left out."),
    "short_row": gettext_lazy("The row has fewer cells than the header; the missing ones are empty."),
    "unclosed_quote": gettext_lazy(
        "A quotation mark is never closed; quotation marks were read as plain characters."
    ),
    "unlikely_text": gettext_lazy(
        "Many of the characters are rare ones: the encoding was probably guessed wrongly. Choose it below."
    ),
    "unreadable_bytes": gettext_lazy(
        "Some bytes are no character in this encoding; a replacement mark stands for them."
    ),
    "untitled_column": gettext_lazy("Columns without a title were named."),
}
REFUSALS = {
    "cannot_access": gettext_lazy("The file could not be opened. Send it again."),
    "cannot_read": gettext_lazy(
        "The file could not be read as a table. Save it as CSV (UTF-8) and send it again."
    ),
    "too_many_columns": gettext_lazy(
        "The table has too many columns. Check the delimiter, or send it in parts."
    ),
    "binary": gettext_lazy(
        "The file holds binary data, not text. Export the table as CSV (UTF-8) and send that."
    ),
    "cannot_write": gettext_lazy(
        "The result could not be written: the disk may be full. The file is kept: try again."
    ),
    "empty_file": gettext_lazy("The file holds nothing. Export it again and check that it has content."),
    "no_table": gettext_lazy("No row with content was found. Check that the right file was exported."),
    "not_a_table": gettext_lazy(
        "The file holds running text, not a table. Send the table itself as CSV (UTF-8), or name the delimiter below."
    ),
    "not_a_text_table": gettext_lazy(
        "The file is no table in text form. Open it and save the table as CSV (UTF-8)."
    ),
    "unknown_column": gettext_lazy(
        "What was said about the columns does not fit this file: it has other columns."
    ),
    "unknown_encoding": gettext_lazy(
        "The text is neither UTF-8, UTF-16 nor Big5 (CP950). Save it as CSV (UTF-8)."
    ),
    "unknown_type": gettext_lazy("One of the chosen types is not known."),
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp950": "Big5 (CP950)",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
DELIMITERS = {
    ",": gettext_lazy("commas"),
    "\t": gettext_lazy("tabs"),
    ";": gettext_lazy("semicolons"),
    "|": gettext_lazy("vertical bars"),
}


@dataclass(frozen=True)
class Told:
    """One kind of warning: its sentence, how often it came, and the first places (row, column)."""

    code: str
    sentence: str
    count: int
    places: list[dict[str, Any]]


def type_name(kind: str | None) -> str:
    """Return what people call a type; "empty" for a column without any value."""
    return str(TYPES.get(kind or "", kind)) if kind else _("empty")


def rule_text(column: Mapping[str, Any]) -> str:
    """Return what was done to a column."""
    return str(RULES.get(column["type"] or "", "")) or _("No cell of this column holds anything.")


def refusal_text(report: Mapping[str, Any] | None) -> str:
    """Return why a file was refused and what to do."""
    first = (report or {}).get("warnings") or [{"code": "", "message": ""}]
    return str(REFUSALS.get(first[0]["code"], first[0]["message"]))


FAULT = gettext_lazy(
    "The file could not be read through a fault of ours, which is noted. It is kept: try again."
)


def why_not(draft: Draft) -> str:
    """Return why a file under way cannot be published and what to do; "" when it can."""
    if draft.message == "fault":
        return str(FAULT)
    if draft.message == "file":
        return files.finding_text(draft.file) or _("The file could not be opened. Send it again.")
    return refusal_text(draft.report) if draft.state == Draft.State.REFUSED else ""


def warnings_told(warnings: Iterable[Mapping[str, Any]], *, places: int = 20) -> list[Told]:
    """Return the warnings by kind, most frequent first, each with its first places."""
    listed = list(warnings)
    counts = Counter(w["code"] for w in listed)
    return [
        Told(code, _warning(code, listed), n, _places(code, listed)[:places])
        for code, n in counts.most_common()
    ]


def _places(code: str, listed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**warning, "text": quoted(warning)} for warning in listed if warning["code"] == code]


def quoted(warning: Mapping[str, Any]) -> str:
    """Return what of a warning is the file's own: the text of a cell or of a note; "" where it quotes nothing.

    >>> quoted({"code": "conversion_failed", "message": "'本所' is not read as integer; the original text is kept."})
    '本所'
    """
    if warning["code"] == "conversion_failed":
        return warning["message"].partition(" is not read as ")[0].strip("'\"")
    return warning["message"].partition(": ")[2] if warning["code"] == "footnote" else ""


def _warning(code: str, listed: Sequence[Mapping[str, Any]]) -> str:
    return str(WARNINGS.get(code) or next(w["message"] for w in listed if w["code"] == code))


def what_was_done(report: Mapping[str, Any]) -> list[str]:
    """Return the story of a reading in sentences: encoding, delimiter, lines left out, header, cells not converted."""
    told = [_read_as(report), _header(report["header_rows"]), _left_out(report["skipped_rows"])]
    failures = sum(column["failures"] for column in report["columns"])
    if failures:
        told.append(
            ngettext(
                "%(n)s cell did not fit the type of its column; its text is kept in a column beside it.",
                "%(n)s cells did not fit the type of their column; their text is kept in a column beside it.",
                failures,
            )
            % {"n": f"{failures:,}"}
        )
    return [sentence for sentence in told if sentence]


def _read_as(report: Mapping[str, Any]) -> str:
    encoding = ENCODINGS.get(report["encoding"] or "", report["encoding"])
    delimiter = DELIMITERS.get(report["delimiter"] or "")
    if not encoding:
        return ""
    if not delimiter:
        return _("The characters were read as %(encoding)s.") % {"encoding": encoding}
    return _("The characters were read as %(encoding)s, the cells as separated by %(delimiter)s.") % {
        "encoding": encoding,
        "delimiter": delimiter,
    }


def _header(lines: Sequence[int]) -> str:
    if not lines:
        return _("The file has no header row; the columns were numbered.")
    return ngettext("Line %(lines)s is the header.", "Lines %(lines)s are the header.", len(lines)) % {
        "lines": spans(lines)
    }


def _left_out(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    return ngettext(
        "Line %(lines)s (a title, a note or blank) is not part of the table.",
        "Lines %(lines)s (titles, notes or blank) are not part of the table.",
        len(lines),
    ) % {"lines": spans(lines)}


def spans(numbers: Sequence[int], most: int = 8) -> str:
    """Return numbers in short: 1–3, 7.

    >>> spans([1, 2, 3, 7])
    '1–3, 7'
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    told = [str(a) if a == b else f"{a}–{b}" for a, b in found]
    return pgettext("between numbers", ", ").join(told[:most]) + ("…" if len(told) > most else "")
