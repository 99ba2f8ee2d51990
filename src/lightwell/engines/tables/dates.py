"""How dates, months, quarters and years are written in Taiwan, and how each form is read.

One `Form` is one way of writing. The same pattern (RE2 and Python alike) is used to recognise values in Python and to
convert them in SQL, so that what was recognised is what is converted. ROC years count from 1912: AD = ROC + 1911; a ROC
year 0, or a day that does not exist, is a failure and is never moved to a neighbouring day.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from lightwell.engines.tables.folding import fold, sql_fold, sql_text, sql_trim

ROC = 1911
_Y4, _Y3, _M, _D = r"([12][0-9]{3})", r"([0-9]{1,3})", r"(1[0-2]|0?[1-9])", r"(3[01]|[12][0-9]|0?[1-9])"
_ROC = r"(?:中華民國|民國)?\s*"
_MM, _DD = r"(?:1[0-2]|0[1-9])", r"(?:3[01]|[12][0-9]|0[1-9])"
_DASHED, _SLASHED = f"-{_MM}-{_DD}", f"/{_MM}/{_DD}"
_CLOCK = r"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_TIME = r"[T\s]+(上午|下午|AM|PM|am|pm)?\s*([0-9]{1,2})[:：時]([0-9]{2})(?:[:：分]([0-9]{2})(?:\.[0-9]+)?秒?|分?)?\s*(?:Z|\+08:?00)?"
_SERIAL = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True)
class Form:
    """One way of writing a `kind` of time. `bare` forms are plain digits, and need a telling column name."""

    kind: str
    label: str
    roc: bool
    pattern: str
    bare: bool = False
    direct: bool = False  # DuckDB's own cast reads it
    quick: str | None = (
        None  # the commonest way of writing this form; DuckDB's cast reads it once the year is AD
    )

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def parse(self, text: str) -> str | int | None:
        """The value in ISO form (an integer for a year), or None when the text is not this form or no real date."""
        found = self.regex.fullmatch(text)
        if found is None:
            return None
        parts = found.groups()
        year = int(parts[0])
        if self.roc and year == 0:
            return None
        return _PARSERS[self.kind](year + ROC if self.roc else year, parts)

    def sql(self, text: str) -> str:
        """A DuckDB expression for the same conversion: NULL where the text is not this form or no real date."""
        if self.direct:
            plain = f"regexp_full_match({text}, {sql_text(self.pattern)})"
            return f"CASE WHEN {plain} THEN try_cast({text} AS {SQL_TYPES[self.kind]}) END"
        if self.quick is None:
            return self._sql_in_parts(text)
        year = f"(nullif(try_cast({text}[1:3] AS INTEGER), 0) + {ROC})"
        dated = f"{year} || {text}[4:]" if self.roc else text
        return (
            f"CASE WHEN regexp_full_match({text}, {sql_text(self.quick)}) "
            f"THEN try_cast({dated} AS {SQL_TYPES[self.kind]}) ELSE {self._sql_in_parts(text)} END"
        )

    def _sql_in_parts(self, text: str) -> str:
        names = _GROUPS[self.kind]
        parts = f"regexp_extract({text}, {sql_text('^(?:' + self.pattern + ')$')}, [{', '.join(map(sql_text, names))}])"
        number = "try_cast(p['y'] AS INTEGER)"
        year = f"(nullif({number}, 0) + {ROC})" if self.roc else number
        return f"list_transform([{parts}], lambda p: {_SQL[self.kind].format(year=year)})[1]"


def _date(year: int, parts: tuple[str | None, ...]) -> str | None:
    try:
        return date(year, int(parts[1] or 0), int(parts[2] or 0)).isoformat()
    except ValueError:
        return None


def _datetime(year: int, parts: tuple[str | None, ...]) -> str | None:
    hour = int(parts[4] or 0)
    if parts[3] in ("下午", "PM", "pm") and hour < 12:
        hour += 12
    elif parts[3] in ("上午", "AM", "am") and hour == 12:
        hour = 0
    try:
        return datetime(
            year, int(parts[1] or 0), int(parts[2] or 0), hour, int(parts[5] or 0), int(parts[6] or 0)
        ).isoformat(sep=" ")
    except ValueError:
        return None


def _month(year: int, parts: tuple[str | None, ...]) -> str:
    return f"{year:04d}-{int(parts[1] or 0):02d}"


def _quarter(year: int, parts: tuple[str | None, ...]) -> str:
    return f"{year:04d}-Q{_SERIAL.get(parts[1] or '', 0) or int(parts[1] or 0)}"


def _year(year: int, parts: tuple[str | None, ...]) -> int:
    return year


_PARSERS = {"date": _date, "datetime": _datetime, "month": _month, "quarter": _quarter, "year": _year}


_GROUPS = {
    "date": ("y", "m", "d"),
    "datetime": ("y", "m", "d", "ap", "h", "mi", "s"),
    "month": ("y", "m"),
    "quarter": ("y", "q"),
    "year": ("y",),
}
_HOUR = "try_cast(p['h'] AS INTEGER)"
_AFTERNOON, _MORNING = "p['ap'] IN ('下午', 'PM', 'pm')", "p['ap'] IN ('上午', 'AM', 'am')"
_HOUR_24 = (
    f"(CASE WHEN {_AFTERNOON} AND {_HOUR} < 12 THEN {_HOUR} + 12 WHEN {_MORNING} AND {_HOUR} = 12 THEN 0 "
    f"WHEN {_HOUR} < 24 THEN {_HOUR} END)"
)
_DAY = "{year} || '-' || p['m'] || '-' || p['d']"
_SQL = {
    "date": f"try_cast({_DAY} AS DATE)",
    "datetime": f"try_cast({_DAY} || ' ' || {_HOUR_24} || ':' || p['mi'] || ':' || "
    "(CASE WHEN p['s'] = '' THEN '00' ELSE p['s'] END) AS TIMESTAMP)",
    "month": "{year} || '-' || lpad(nullif(p['m'], ''), 2, '0')",
    "quarter": "{year} || '-Q' || nullif(translate(p['q'], '一二三四', '1234'), '')",
    "year": "{year}",
}


def _dated(kind: str, tail: str, note: str) -> tuple[Form, ...]:
    clock, ad = _CLOCK if tail else "", "[12][0-9]{3}"
    both = f"[0-9]{{3}}(?:{_SLASHED}|{_DASHED}){clock}"
    year, roc = r"(?:西元)?" + _Y4, _ROC + _Y3
    spelled = r"\s*年\s*" + _M + r"\s*月\s*" + _D + r"\s*日" + tail
    slashed, iso = r"[/.]" + _M + r"[/.]" + _D + tail, "-" + _M + "-" + _D + tail
    parted = _ROC + r"([0-9]{2,3})[/.\-]" + _M + r"[/.\-]" + _D + tail
    return (
        Form(kind, f"ISO{note}", False, _Y4 + iso, direct=not tail, quick=ad + _DASHED + clock),
        Form(kind, f"year first with / or .{note}", False, _Y4 + slashed, quick=ad + _SLASHED + clock),
        Form(kind, f"年月日{note}", False, year + spelled),
        Form(kind, f"ROC 年月日{note}", True, roc + spelled),
        Form(kind, f"ROC with / . or -{note}", True, parted, quick=both),
    )


FORMS: dict[str, tuple[Form, ...]] = {
    "datetime": (
        *_dated("datetime", _TIME, " with time"),
        Form(
            "datetime",
            "digits yyyymmddHHMMSS",
            False,
            r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])()([0-2][0-9])([0-5][0-9])([0-5][0-9])",
            True,
        ),
    ),
    "date": (
        *_dated("date", "", ""),
        Form("date", "digits yyyymmdd", False, r"((?:1[89]|20)[0-9]{2})([0-9]{2})([0-9]{2})", True),
        Form("date", "ROC digits yyymmdd", True, r"([0-9]{3})([0-9]{2})([0-9]{2})", True),
        Form("date", "ROC digits yymmdd", True, r"([0-9]{2})([0-9]{2})([0-9]{2})", True),
    ),
    "month": (
        Form("month", "yyyy-mm", False, _Y4 + r"\s*[-/.M]\s*" + _M),
        Form("month", "年月", False, r"(?:西元)?" + _Y4 + r"\s*年\s*" + _M + r"\s*月份?"),
        Form("month", "ROC 年月", True, _ROC + _Y3 + r"\s*年\s*" + _M + r"\s*月份?"),
        Form("month", "ROC yyy/mm or yyy.m", True, _ROC + r"([0-9]{2,3})\s*[-/.M]\s*" + _M, True),
        Form("month", "digits yyyymm", False, r"((?:19|20)[0-9]{2})(1[0-2]|0[1-9])", True),
        Form("month", "ROC digits yyymm", True, r"([0-9]{2,3})(1[0-2]|0[1-9])", True),
    ),
    "quarter": (
        Form("quarter", "yyyy and quarter", False, _Y4 + r"\s*年?\s*[-/]?\s*[第Qq]\s*([1-4一二三四])\s*季?"),
        Form(
            "quarter",
            "ROC year and quarter",
            True,
            _ROC + _Y3 + r"\s*年?\s*[-/]?\s*[第Qq]\s*([1-4一二三四])\s*季?",
        ),
    ),
    "year": (
        Form("year", "AD year 年", False, r"(?:西元)?" + _Y4 + r"\s*年度?"),
        Form("year", "ROC year 年", True, _ROC + _Y3 + r"\s*年度?"),
        Form("year", "ROC year with 民國", True, r"(?:中華民國|民國)\s*" + _Y3),
        Form("year", "AD year", False, r"(1[89][0-9]{2}|20[0-9]{2}|2100)", True),
        Form("year", "ROC year", True, r"([0-9]{1,3})", True),
    ),
}

SQL_TYPES = {
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "month": "VARCHAR",
    "quarter": "VARCHAR",
    "year": "INTEGER",
}


def parse(text: str, forms: tuple[Form, ...]) -> str | int | None:
    """The first form's reading of a cell, full-width digits and punctuation folded; None when none fits."""
    folded = fold(text.strip())
    return next((value for form in forms if (value := form.parse(folded)) is not None), None)


def sql(text: str, forms: tuple[Form, ...]) -> str:
    """DuckDB: the same over a text expression. Later forms, and trimming, run only on cells that earlier ones left."""
    plain = [form.sql(text) for form in forms]
    folded = [form.sql(sql_fold(sql_trim(text))) for form in forms]
    return f"coalesce({', '.join(plain + folded)})"
