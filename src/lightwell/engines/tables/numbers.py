"""Numbers as offices write them: thousands in groups, percent, money, full-width digits, △ or brackets for minus.

A comma counts as a thousands separator only where it stands in groups of three ("1,234"; never "12,34"). A whole number
with leading zeros is not a number but a code, so that conversion never loses the zeros.
"""

import re
from dataclasses import dataclass

from lightwell.engines.tables.folding import fold, sql_fold, sql_text

_WHOLE = r"(?:0|[1-9][0-9]{0,17})"
_GROUPED = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})"
_FRACTION = r"(?:\.[0-9]{0,20})"
_SIGN = r"[+\-△▲]?"


@dataclass(frozen=True)
class Form:
    """One numeric type: `plain` is the pattern that needs no cleaning, `full` the one after folding."""

    type: str
    sql_type: str
    plain: str
    full: str
    label: str

    def parse(self, text: str) -> int | float | None:
        """The number in a cell, or None when the cell is not written in this form."""
        folded = fold(text.strip())
        if not re.fullmatch(self.full, folded):
            return None
        digits = re.sub(r"[^0-9.eE+\-]", "", folded.replace("NT$", "").replace("NTD", ""))
        try:
            value = int(digits) if self.sql_type == "BIGINT" else float(digits)
        except ValueError:
            return None
        return -value if re.search(r"[△▲(]", folded) else value

    def sql(self, text: str) -> str:
        """DuckDB: the same over a trimmed text expression; cleaning runs only on cells that are not plain numbers."""
        folded = sql_fold(text)
        plain = f"CASE WHEN regexp_full_match({text}, {sql_text(self.plain)}) THEN try_cast({text} AS {self.sql_type}) END"
        digits = f"regexp_replace({folded}, '[^0-9.eE+\\-]', '', 'g')"
        number = f"try_cast({digits} AS {self.sql_type})"
        signed = f"CASE WHEN regexp_matches({folded}, '[△▲(]') THEN -{number} ELSE {number} END"
        return f"coalesce({plain}, CASE WHEN regexp_full_match({folded}, {sql_text(self.full)}) THEN {signed} END)"


def _either(number: str) -> str:
    return rf"(?:{_SIGN}\s*{number}|\(\s*{number}\s*\))"


_INTEGER = rf"(?:{_WHOLE}|{_GROUPED})"
_DECIMAL = rf"(?:(?:{_WHOLE}|{_GROUPED}){_FRACTION}?|\.[0-9]{{1,20}})"
_EXPONENT = r"(?:[eE][+\-]?[0-9]{1,2})?"
_CURRENCY = r"(?:NT\$|NTD|TWD|新臺幣|新台幣|\$)?\s*"
_UNIT = r"\s*(?:元整?|圓整?)?"

INTEGER = Form("integer", "BIGINT", rf"[+\-]?{_WHOLE}", _either(_INTEGER), "whole numbers")
DECIMAL = Form(
    "decimal",
    "DOUBLE",
    rf"[+\-]?{_WHOLE}{_FRACTION}?{_EXPONENT}",
    _either(_DECIMAL) + _EXPONENT,
    "decimal numbers",
)
PERCENT = Form(
    "percent",
    "DOUBLE",
    rf"[+\-]?{_WHOLE}{_FRACTION}?",
    _either(_DECIMAL) + r"\s*%?",
    "percent; 12.5% is stored as 12.5",
)
SIGNED_PERCENT = Form(
    "percent", "DOUBLE", r"[^\s\S]", _either(_DECIMAL) + r"\s*%", "percent; 12.5% is stored as 12.5"
)
MONEY = Form(
    "money",
    "BIGINT",
    rf"[+\-]?{_WHOLE}",
    rf"-?{_CURRENCY}{_either(_INTEGER)}{_UNIT}",
    "amounts of money, whole",
)
MONEY_DECIMAL = Form(
    "money",
    "DOUBLE",
    rf"[+\-]?{_WHOLE}{_FRACTION}?",
    rf"-?{_CURRENCY}{_either(_DECIMAL)}{_UNIT}",
    "amounts of money",
)
LEADING_ZERO = re.compile(r"[+\-]?0[0-9]+")
