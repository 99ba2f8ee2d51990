"""Width folding of digits and punctuation, trimming, and missing marks: the same in Python and in SQL."""

_WIDE = "０１２３４５６７８９．，－＋％／：（）＄　−–—﹣"
_NARROW = "0123456789.,-+%/:()$ ----"
_TABLE = str.maketrans(_WIDE, _NARROW)
BLANKS = " \t\r\n\v\f\u3000\u00a0\ufeff\u200b"
# marks that mean "no value" in columns of numbers and dates
MISSING = frozenset(
    ("-", "--", "---", "－", "—", "─", "﹣", "…", "...", "..", "N/A", "n/a", "NA", "na", "#N/A")
)
MISSING |= frozenset(("null", "NULL", "Null", "None", "無", "不詳", "未知", "X", "x"))


def fold(text: str) -> str:
    """Full-width digits and punctuation to ASCII; letters and Chinese are left as they are."""
    return text.translate(_TABLE)


def trim(text: str) -> str:
    """Without padding: ASCII white space, ideographic and no-break spaces, stray byte-order marks."""
    return text.strip(BLANKS)


def sql_text(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def sql_name(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_fold(text: str) -> str:
    return f"translate({text}, {sql_text(_WIDE)}, {sql_text(_NARROW)})"


def sql_trim(text: str) -> str:
    """Trimmed text, NULL when nothing is left. Cheap tests on the first and last code point (numbers are compared faster
    than texts) keep the costly trim to the cells that need it."""
    blanks = [str(ord(blank)) for blank in BLANKS]
    wide = [str(ord(blank)) for blank in BLANKS if blank > " "]
    padded = f"{text} < '!' OR unicode({text}) IN ({', '.join(wide)}) OR unicode({text}[-1]) IN ({', '.join(blanks)})"
    return f"CASE WHEN {padded} THEN nullif(trim({text}, {sql_text(BLANKS)}), '') ELSE {text} END"


def sql_missing(text: str) -> str:
    return f"{text} IN ({', '.join(sql_text(mark) for mark in sorted(MISSING))})"
