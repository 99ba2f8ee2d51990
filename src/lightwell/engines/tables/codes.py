"""Values that stay text but have a form of their own: identity numbers, phones, mail and web addresses, codes.

Checksums: national ID and resident certificate by the Ministry of the Interior's weights 1 9 8 7 6 5 4 3 2 1 1 (mod 10);
business ID (統一編號) by the Ministry of Finance's weights 1 2 1 2 1 2 4 1, divisible by 5 since April 2023.
"""

import re
from dataclasses import dataclass

from lightwell.engines.tables.folding import sql_text

_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # in the order of their codes 10, 11, 12 …
_BUSINESS = (1, 2, 1, 2, 1, 2, 4, 1)
_NATIONAL = (8, 7, 6, 5, 4, 3, 2, 1, 1)


def national_id_is_valid(text: str) -> bool:
    """Letter, 1 2 8 or 9, eight digits, checksum holds."""
    if not re.fullmatch(r"[A-Z][1289][0-9]{8}", text):
        return False
    letter = _LETTERS.index(text[0]) + 10
    total = letter // 10 + letter % 10 * 9
    return (
        total + sum(int(digit) * weight for digit, weight in zip(text[1:], _NATIONAL, strict=True))
    ) % 10 == 0


def business_id_is_valid(text: str) -> bool:
    """Eight digits, checksum holds (with the exception for a 7 in the seventh place)."""
    if not re.fullmatch(r"[0-9]{8}", text) or text == "00000000":
        return False
    products = [int(digit) * weight for digit, weight in zip(text, _BUSINESS, strict=True)]
    total = sum(product // 10 + product % 10 for product in products)
    return total % 5 == 0 or (text[6] == "7" and (total + 1) % 5 == 0)


@dataclass(frozen=True)
class Form:
    """A form of text: `pattern` finds it; cells outside it are counted as failures but stay as they are."""

    type: str
    pattern: str
    label: str

    def fits(self, text: str) -> bool:
        checks = {"national_id": national_id_is_valid, "business_id": business_id_is_valid}
        return bool(re.fullmatch(self.pattern, text)) and checks.get(self.type, _always)(text)

    def sql_fits(self, text: str) -> str:
        """DuckDB: whether a trimmed text has this form, checksum included."""
        matches = f"regexp_full_match({text}, {sql_text(self.pattern)})"
        check = {"national_id": _sql_national, "business_id": _sql_business}.get(self.type)
        return f"({matches} AND {check(text)})" if check else matches


def _always(text: str) -> bool:
    return True


def _sql_digit(text: str, at: int) -> str:
    return f"coalesce(try_cast(substr({text}, {at}, 1) AS INTEGER), 0)"


def _sql_national(text: str) -> str:
    letter = f"(strpos('{_LETTERS}', substr({text}, 1, 1)) + 9)"
    digits = " + ".join(f"{_sql_digit(text, at + 2)} * {weight}" for at, weight in enumerate(_NATIONAL))
    return f"({letter} // 10 + {letter} % 10 * 9 + {digits}) % 10 = 0"


def _sql_business(text: str) -> str:
    products = [f"({_sql_digit(text, at + 1)} * {weight})" for at, weight in enumerate(_BUSINESS)]
    total = " + ".join(f"{product} // 10 + {product} % 10" for product in products)
    seven = f"(substr({text}, 7, 1) = '7' AND ({total} + 1) % 5 = 0)"
    return f"({text} <> '00000000' AND (({total}) % 5 = 0 OR {seven}))"


_PHONE = r"[+(（]?[0-9][0-9()（）\-－ ]{5,18}[0-9)）]"
_EXTENSION = r"(?:\s*(?:#|＃|轉|分機|ext\.?|~|～|至|或|,|，|、|;|；|/|／|\s|-|－|及)+\s*(?:\(?分機\)?)?[0-9()（）\-－ ]{1,18})"
EMAIL = Form("email", r"[A-Za-z0-9._%+'\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+", "e-mail addresses")
URL = Form("url", r"(?i:https?|ftp)://[^\s]+", "web addresses")
NATIONAL_ID = Form("national_id", r"[A-Z][1289][0-9]{8}", "national identity numbers, checksum tested")
BUSINESS_ID = Form("business_id", r"[0-9]{8}", "business IDs (統一編號), checksum tested")
PHONE = Form(
    "phone",
    rf"(?:[^0-9]{{0,8}}[:：])?{_PHONE}{_EXTENSION}{{0,12}}\s*[^0-9]{{0,8}}",
    "telephone numbers, kept as written",
)
ADDRESS = Form("address", r".*[縣市區鄉鎮村里路街道段巷弄號].*", "addresses, kept as written")
