"""Which type a column has: by its name and by at least 95 % of its values, with the most telling type first.

Each detector looks at one `Clue` and answers with a `Rule` or None; DETECTORS is their order. A rule carries the SQL that
converts a whole column, so a file of any size is converted by DuckDB and never value by value in Python.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from lightwell.engines.tables import codes, dates, numbers
from lightwell.engines.tables.folding import MISSING, fold, sql_text, sql_trim, trim

ENOUGH = 0.95
LOOKED_AT = 1500


@dataclass(frozen=True)
class Rule:
    """How one column is read. `convert` maps a text expression to a typed SQL expression (None: text stays, trimmed);
    `fits` maps a trimmed one to a condition for types that stay text. `reads_marks`: marks such as － mean "no value"."""

    type: str | None
    sql_type: str
    label: str
    convert: Callable[[str], str] | None = None
    fits: Callable[[str], str] | None = None
    blank_is_value: bool = False

    @property
    def reads_marks(self) -> bool:
        return self.convert is not None


TEXT = Rule("text", "VARCHAR", "text, padding removed")
EMPTY = Rule(None, "VARCHAR", "no cell has a value")


class Clue:
    """What a detector may look at: the column's title and name, and its commonest or first values with their counts."""

    def __init__(self, title: str, name: str, values: Iterable[str]) -> None:
        self.words = f"{title} {name}".lower()
        trimmed = [trim(value) for value in values]
        self.blanks = sum(not value for value in trimmed)
        counted = Counter(value for value in trimmed if value)
        self.all = dict(counted.most_common(LOOKED_AT))
        self.values = {value: n for value, n in self.all.items() if value not in MISSING}

    @cached_property
    def total(self) -> int:
        return sum(self.values.values())

    def named(self, pattern: str) -> bool:
        return bool(re.search(pattern, self.words))

    def share(self, fits: Callable[[str], object], values: dict[str, int] | None = None) -> float:
        """Share of the cells (marks for "no value" left out) for which `fits` is not None and not False."""
        looked = self.values if values is None else values
        good = bad = 0
        for at, (value, n) in enumerate(looked.items()):
            found = fits(value)
            if found is not None and found is not False:
                good += n
            else:
                bad += n
            if at == 60 and bad > good:
                return 0.0
        return good / (good + bad) if looked else 0.0


def infer(title: str, name: str, values: Iterable[str]) -> Rule:
    """The rule for a column, from its title, its name and a sample of its cells."""
    clue = Clue(title, name, values)
    if not clue.all:
        return EMPTY
    if not clue.values:
        return _boolean(clue) or TEXT
    return next((rule for detector in DETECTORS if (rule := detector(clue))), TEXT)


def _text_form(clue: Clue, form: codes.Form, needed: float = ENOUGH) -> Rule | None:
    if clue.share(form.fits) < needed:
        return None
    return Rule(form.type, "VARCHAR", form.label, fits=form.sql_fits)


def _identities(clue: Clue) -> Rule | None:
    for form in (codes.NATIONAL_ID, codes.URL, codes.EMAIL):
        if rule := _text_form(clue, form):
            return rule
    if clue.named("統編|統一編號|business|營利事業|ban$|扣繳"):
        return _text_form(clue, codes.BUSINESS_ID, 0.8)
    return None


def _phone(clue: Clue) -> Rule | None:
    if clue.named("電話|手機|行動|傳真|專線|tel|phone|fax|mobile") and not clue.named("email|mail"):
        return _text_form(clue, codes.PHONE, 0.7)
    if (
        clue.share(
            lambda value: (
                re.fullmatch(r"\(?0\d{1,3}\)?[- ]?\d{3,4}[- ]?\d{3,4}(?:[#轉].*)?", value)
                and not value.isdigit()
            )
        )
        >= ENOUGH
    ):
        return _text_form(clue, codes.PHONE)
    return None


BOOLEANS = (
    (("是",), ("否",)),
    (("有",), ("無", "沒有", "无")),
    (("Y", "YES"), ("N", "NO")),
    (("TRUE", "T"), ("FALSE", "F")),
    (("○", "O", "◯"), ("×", "X", "╳")),
    (("V", "✓", "✔", "ˇ", "√", "■", "●", "◎", "☑"), ("□", "☐")),
)


def _boolean(clue: Clue) -> Rule | None:
    seen = {value.upper() for value in clue.all}
    for at, (yes, no) in enumerate(BOOLEANS):
        if seen <= {*yes, *no} and (
            seen & set(yes) and (seen & set(no) or clue.named("是否|有無|^is_|^has_"))
        ):
            return _boolean_rule(yes, no, False)
        if at == len(BOOLEANS) - 1 and seen <= set(yes) and clue.blanks:
            return _boolean_rule(yes, no, True)
    return None


def _boolean_rule(yes: tuple[str, ...], no: tuple[str, ...], blank: bool) -> Rule:
    def convert(raw: str) -> str:
        text = sql_trim(raw)
        listed = [", ".join(map(sql_text, side)) for side in (yes, no)]
        start = f"WHEN {text} IS NULL THEN false " if blank else ""
        return f"CASE {start}WHEN upper({text}) IN ({listed[0]}) THEN true WHEN upper({text}) IN ({listed[1]}) THEN false END"

    label = f"{yes[0]} is true, blank is false" if blank else f"{yes[0]} is true, {no[0]} is false"
    return Rule("boolean", "BOOLEAN", label, convert, blank_is_value=blank)


_DATE_WORDS = (
    r"日期|時間|年月|日$|日 |日_|起$|迄$|起日|迄日|生日|始|期間|更新|建立|date|time|day\b|_at\b|\(起\)|\(迄\)"
)
_MONTH_WORDS = r"年月|月份|月別|月$|月 |期別|資料期|時間|統計期|month|period|yyymm|yyyymm"
_YEAR_WORDS = r"年度|年份|年別|統計年|資料年|學年|yyy|year|年$|年 |民國"
_NO_YEAR_WORDS = r"年齡|年資|屋齡|年數|年限|使用年|耐用|週年|周年|平均|人數|件數|year.?s old|years"
_SURE_ROC_YEAR = r"年度|統計年|資料年|學年|民國|yyy"


def _times(clue: Clue) -> Rule | None:
    for kind, words in (
        ("datetime", _DATE_WORDS),
        ("date", _DATE_WORDS),
        ("month", _MONTH_WORDS),
        ("quarter", "."),
    ):
        named = clue.named(words)
        usable = tuple(form for form in dates.FORMS[kind] if named or not (form.bare or _ambiguous(form)))
        if rule := _time_rule(clue, kind, usable):
            return rule
    return _year(clue) or _part_of_year(clue)


def _ambiguous(form: dates.Form) -> bool:
    """ROC years written with separators only: 99/01/05 may be anything unless the column's name says date."""
    return form.label.startswith("ROC with")


def _time_rule(clue: Clue, kind: str, forms: tuple[dates.Form, ...]) -> Rule | None:
    if clue.share(lambda value: dates.parse(value, forms)) < ENOUGH:
        return None
    seen = Counter[dates.Form]()
    for value, n in clue.values.items():
        found = next((form for form in forms if form.parse(fold(value)) is not None), None)
        if found:
            seen[found] += n
    ordered = tuple(form for form, _ in seen.most_common())
    rest = tuple(form for form in forms if form not in seen and not form.bare)
    label = f"{kind}: " + ", ".join(form.label for form in ordered)
    if any(form.roc for form in ordered):
        label += "; ROC year + 1911"
    return Rule(kind, dates.SQL_TYPES[kind], label, lambda text: dates.sql(text, ordered + rest))


def _year(clue: Clue) -> Rule | None:
    marked = tuple(form for form in dates.FORMS["year"] if not form.bare)
    written = clue.share(lambda value: "年" in value or "民國" in value) >= ENOUGH
    if written and (rule := _time_rule(clue, "year", marked)):
        return rule
    if not clue.named(_YEAR_WORDS) or clue.named(_NO_YEAR_WORDS):
        return None
    low = 1 if clue.named(_SURE_ROC_YEAR) else 60
    forms = dates.FORMS["year"]

    def sensible(value: str) -> bool:
        year = dates.parse(value, forms)
        return (
            isinstance(year, int)
            and (1800 <= year <= 2150)
            and (year >= dates.ROC + low or len(fold(value)) > 3)
        )

    return _time_rule(clue, "year", forms) if clue.share(sensible) >= ENOUGH else None


def _part_of_year(clue: Clue) -> Rule | None:
    for kind, words, plain in (
        ("month", r"月份|月別|^月|\bmonth|月$", "0?[1-9]|1[0-2]"),
        ("quarter", r"季別|^季|\bquarter|季$", "[1-4]"),
    ):
        if clue.named(words) and clue.share(re.compile(plain).fullmatch) >= ENOUGH:
            form = numbers.Form(kind, "INTEGER", plain, r"[^\s\S]", r"[^\s\S]", kind)
            return Rule(kind, "INTEGER", f"{kind} of the year, as a number", form.sql)
    return None


_X = r"(?:twd?97|tm2|97|座標|坐標|coord\w*|橫)[\s_\-(]*x|\bx\b|x[\s_]*(?:座標|坐標|coord)|經度|\blon|lng|東經|橫座標|橫坐標|wgs84x|px\b"
_Y = r"(?:twd?97|tm2|97|座標|坐標|coord\w*|縱)[\s_\-(]*y|\by\b|y[\s_]*(?:座標|坐標|coord)|緯度|\blat|北緯|縱座標|縱坐標|wgs84y|py\b"
_PLACES = (
    ("longitude", _X, 117.0, 124.0, "longitude in degrees, by name and range"),
    ("latitude", _Y, 20.0, 27.0, "latitude in degrees, by name and range"),
    (
        "tm2_x",
        _X,
        50_000.0,
        420_000.0,
        "TM2 easting in metres, by name and range; the datum is not determined",
    ),
    (
        "tm2_y",
        _Y,
        2_300_000.0,
        2_950_000.0,
        "TM2 northing in metres, by name and range; the datum is not determined",
    ),
)


def _place(clue: Clue) -> Rule | None:
    for kind, words, low, high, label in _PLACES:

        def inside(value: str, low: float = low, high: float = high) -> bool:
            number = numbers.DECIMAL.parse(value)
            return number is not None and (low <= number <= high or number == 0)

        if (
            clue.named(words)
            and clue.share(inside) >= ENOUGH
            and any(value not in ("0", "0.0") for value in clue.values)
        ):
            return Rule(kind, "DOUBLE", label, numbers.DECIMAL.sql)
    return None


_CODE_WORDS = r"代碼|代號|編號|號碼|code|\bid\b|_id\b|\bno\b|郵遞區號|統編|zip"


def _code(clue: Clue) -> Rule | None:
    widths = {len(value) for value in clue.values}
    digits = clue.share(str.isdecimal) >= ENOUGH and all(value.isascii() for value in clue.values)
    zeros = sum(n for value, n in clue.values.items() if re.fullmatch(r"0[0-9]+", value))
    named = clue.named(_CODE_WORDS)
    if digits and zeros and (zeros >= 0.005 * clue.total or len(widths) == 1):
        return Rule("code", "VARCHAR", "code, kept as text because zeros lead")
    if digits and named and len(widths) == 1 and min(widths) >= 4:
        return Rule("code", "VARCHAR", f"code, kept as text: {min(widths)} digits each, named like a code")
    alike = (
        clue.share(lambda value: re.fullmatch(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_\-./]{3,40}", value))
        >= ENOUGH
    )
    if alike and (named or (len(widths) == 1 and min(widths) >= 5)):
        return Rule("code", "VARCHAR", "code of letters and digits, kept as text")
    return None


_MONEY_WORDS = r"(?<!單)元(?!件|素|宵)|金額|總價|單價|價格|房價|售價|租金|費用|經費|預算數|決算數|補助款|薪資|\bntd?\b|price|amount"


def _number(clue: Clue) -> Rule | None:
    if clue.share(numbers.SIGNED_PERCENT.parse) >= ENOUGH:
        return _number_rule(numbers.SIGNED_PERCENT)
    money = clue.share(lambda value: re.search(r"[$元圓]|NTD", fold(value))) >= 0.5 or clue.named(
        _MONEY_WORDS
    )
    if clue.share(numbers.DECIMAL.parse) >= ENOUGH:
        whole = all(
            numbers.INTEGER.parse(v) is not None or numbers.DECIMAL.parse(v) is None for v in clue.values
        )
        if clue.named(r"[(（]\s*[%％]\s*[)）]|百分比|percent|_pct") and not whole:
            return _number_rule(numbers.PERCENT)
        if money:
            return _number_rule(numbers.MONEY if whole else numbers.MONEY_DECIMAL)
        return _number_rule(numbers.INTEGER if whole else numbers.DECIMAL)
    if money and clue.share(numbers.MONEY_DECIMAL.parse) >= ENOUGH:
        whole = clue.share(numbers.MONEY.parse) >= clue.share(numbers.MONEY_DECIMAL.parse)
        return _number_rule(numbers.MONEY if whole else numbers.MONEY_DECIMAL)
    return None


def _number_rule(form: numbers.Form) -> Rule:
    return Rule(form.type, form.sql_type, form.label, form.sql)


_ADDRESS = re.compile(r".*(?:[縣市區鄉鎮村里].*[路街道段巷弄號]|[路街道段].*[巷弄號]).*", re.DOTALL)
_SURE_ADDRESS = re.compile(r".{0,8}[縣市].{1,5}[區鄉鎮市].*[路街道段巷弄].*", re.DOTALL)


def _address(clue: Clue) -> Rule | None:
    named = clue.named("地址|住址|門牌|地點|位置|所在地|address|addr")
    if (named and clue.share(_ADDRESS.match) >= 0.6) or clue.share(_SURE_ADDRESS.match) >= ENOUGH:
        return Rule("address", "VARCHAR", codes.ADDRESS.label)
    return None


DETECTORS = (_identities, _phone, _boolean, _place, _times, _code, _number, _address)


def of_type(kind: str) -> Rule:
    """The rule for a type that the publisher chose. ValueError for a type that does not exist."""
    numeric = {
        "integer": numbers.INTEGER,
        "decimal": numbers.DECIMAL,
        "percent": numbers.PERCENT,
        "money": numbers.MONEY_DECIMAL,
    }
    texts = {
        form.type: form
        for form in (codes.EMAIL, codes.URL, codes.NATIONAL_ID, codes.BUSINESS_ID, codes.PHONE)
    }
    if kind in numeric:
        return _chosen(_number_rule(numeric[kind]))
    if kind in dates.FORMS:
        forms = dates.FORMS[kind]
        return Rule(kind, dates.SQL_TYPES[kind], f"{kind}, chosen", lambda text: dates.sql(text, forms))
    if kind in ("longitude", "latitude", "tm2_x", "tm2_y"):
        return Rule(kind, "DOUBLE", f"{kind}, chosen", numbers.DECIMAL.sql)
    if kind in texts:
        return Rule(kind, "VARCHAR", f"{texts[kind].label}, chosen", fits=texts[kind].sql_fits)
    if kind in ("text", "code", "category", "address"):
        return Rule(kind, "VARCHAR", f"{kind}, chosen")
    if kind == "boolean":
        yes = tuple(dict.fromkeys(word for pair in BOOLEANS for word in pair[0]))
        no = tuple(dict.fromkeys(word for pair in BOOLEANS for word in pair[1]))
        return _chosen(_boolean_rule((*yes, "1"), (*no, "0"), False))
    raise ValueError(f"There is no column type {kind!r}.")


def _chosen(rule: Rule) -> Rule:
    return Rule(rule.type, rule.sql_type, f"{rule.label}, chosen", rule.convert, rule.fits)
