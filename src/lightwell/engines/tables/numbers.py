"""Numbers as offices write them: thousands in groups, percent, money, full-width digits, △ or brackets for minus.

A comma counts as a thousands separator only where it stands in groups of three ("1,234"; never "12,34"). A whole number
with leading zeros is not a number but a code, so that conversion never loses the zeros.
"""

import re
from dataclasses import dataclass

from lightwell.engines.tables.folding import fold, sql_fold, sql_text, sql_trim

_WHOLE = r"(?:0|[1-9][0-9]{0,17})"
_GROUPED = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})"
_FRACTION = r"(?:\.[0-9]{0,20})"
_SIGN = r"[+\-△▲]?"


@dataclass(frozen=True)
class Form:
    """One numeric type: `plain` needs no cleaning, `common` only commas and % left out, `full` is all that is allowed."""

    type: str
    sql_type: str
    plain: str
    common: str
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
        """DuckDB: the same over a text expression; trimming and cleaning run only on cells that are not plain numbers."""
        folded = sql_fold(sql_trim(text))
        bare = f"replace(rtrim({text}, '%'), ',', '')"
        digits = f"regexp_replace({folded}, '[^0-9.eE+\\-]', '', 'g')"
        number = f"try_cast({digits} AS {self.sql_type})"
        signed = f"CASE WHEN regexp_matches({folded}, '[△▲(]') THEN -{number} ELSE {number} END"
        return (
            f"coalesce(CASE WHEN {_fits(text, self.plain)} THEN try_cast({text} AS {self.sql_type}) END, "
            f"CASE WHEN {_fits(text, self.common)} THEN try_cast({bare} AS {self.sql_type}) END, "
            f"CASE WHEN {_fits(folded, self.full)} THEN {signed} END)"
        )


def _fits(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {sql_text(pattern)})"


def _either(number: str) -> str:
    return rf"(?:{_SIGN}\s*{number}|\(\s*{number}\s*\))"


_INTEGER = rf"(?:{_WHOLE}|{_GROUPED})"
_DECIMAL = rf"(?:(?:{_WHOLE}|{_GROUPED}){_FRACTION}?|\.[0-9]{{1,20}})"
_EXPONENT = r"(?:[eE][+\-]?[0-9]{1,2})?"
_CURRENCY = r"(?:NT\$|NTD|TWD|新臺幣|新台幣|\$)?\s*"
_UNIT = r"\s*(?:元整?|圓整?)?"

_PLAIN_DECIMAL = rf"[+\-]?{_WHOLE}{_FRACTION}?"
_GROUPED_DECIMAL = rf"-?{_GROUPED}{_FRACTION}?"
_NEVER = r"[^\s\S]"
_PERCENT = "percent; 12.5% is stored as 12.5"

INTEGER = Form("integer", "BIGINT", rf"[+\-]?{_WHOLE}", f"-?{_GROUPED}", _either(_INTEGER), "whole numbers")
DECIMAL = Form(
    "decimal",
    "DOUBLE",
    _PLAIN_DECIMAL + _EXPONENT,
    _GROUPED_DECIMAL,
    _either(_DECIMAL) + _EXPONENT,
    "decimal numbers",
)
PERCENT = Form(
    "percent", "DOUBLE", _PLAIN_DECIMAL, _PLAIN_DECIMAL + "%", _either(_DECIMAL) + r"\s*%?", _PERCENT
)
SIGNED_PERCENT = Form(
    "percent", "DOUBLE", _NEVER, _PLAIN_DECIMAL + "%", _either(_DECIMAL) + r"\s*%", _PERCENT
)
MONEY = Form(
    "money",
    "BIGINT",
    rf"[+\-]?{_WHOLE}",
    f"-?{_GROUPED}",
    rf"-?{_CURRENCY}{_either(_INTEGER)}{_UNIT}",
    "amounts of money, whole",
)
MONEY_DECIMAL = Form(
    "money",
    "DOUBLE",
    _PLAIN_DECIMAL,
    _GROUPED_DECIMAL,
    rf"-?{_CURRENCY}{_either(_DECIMAL)}{_UNIT}",
    "amounts of money",
)
