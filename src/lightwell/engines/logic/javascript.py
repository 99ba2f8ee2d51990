"""How JavaScript coerces and compares values, as far as JsonLogic lets it show: ECMA-262, sections 7.1 and 7.2.

JSON values in, where ``UNDEFINED`` stands for an operand that is not there. Numbers are IEEE doubles; an integer beyond
2**53 is rounded as JavaScript would.
"""

from __future__ import annotations

import math
import re
from typing import Any

SPACE = " \t\n\r\v\f\u00a0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
_RADIX = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\Z")
_BASES = {"x": 16, "o": 8, "b": 2}
EXACT = 2**53


class _Undefined:
    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Any = _Undefined()


def truthy(value: Any) -> bool:
    """Return JsonLogic's truth: like JavaScript's, but an empty array is false."""
    if value is UNDEFINED or value is None:
        return False
    if isinstance(value, dict):
        return True
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def to_double(value: int | float) -> float:
    """Return a number as a double, an integer beyond its range as infinity."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, 1 if value > 0 else -1)


def to_number(value: Any) -> float:
    """Number(value)."""
    if isinstance(value, int | float):  # true and false too
        return to_double(value)
    if value is None:
        return 0.0
    if value is UNDEFINED:
        return math.nan
    return _number_of(to_string(value).strip(SPACE))


def _number_of(text: str) -> float:
    if not text:
        return 0.0
    if _RADIX.match(text):
        return to_double(int(text[2:4096], _BASES[text[1].lower()]))
    return to_double(_decimal(text)) if _DECIMAL.fullmatch(text) else math.nan


def _decimal(text: str) -> float:
    return float(text)  # "Infinity" with a sign is one of Python's spellings too


def parse_float(value: Any) -> float:
    """parseFloat(value): the longest number at the start of the text."""
    if is_number(value):
        return to_double(value)
    found = _DECIMAL.match(to_string(value).lstrip(SPACE))
    return _decimal(found.group()) if found else math.nan


def to_string(value: Any) -> str:
    """String(value)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return _number_text(to_double(value))
    if isinstance(value, list):
        return joined(value, ",")
    return "undefined" if value is UNDEFINED else "[object Object]"


def joined(values: list[Any], separator: str) -> str:
    """Array.prototype.join: null and undefined are empty."""
    return separator.join("" if one is None or one is UNDEFINED else to_string(one) for one in values)


def _number_text(number: float) -> str:
    """Number::toString: Python's shortest digits, laid out as JavaScript does."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    digits, _e, exponent = f"{abs(number)!r}".partition("e")
    whole, _dot, fraction = digits.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    significant = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(significant) if whole == "0" else 0
    return sign + _laid_out(significant.rstrip("0") or "0", point)


def _laid_out(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    power = point - 1
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{tail}e{'+' if power > 0 else '-'}{abs(power)}"


def strictly_equal(one: Any, other: Any) -> bool:
    """``===``: arrays and objects are equal to themselves only."""
    if is_number(one) and is_number(other):
        return to_double(one) == to_double(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return one is other  # null, true, false, undefined, and the same array or object


def loosely_equal(one: Any, other: Any) -> bool:
    """``==``."""
    if one is None or one is UNDEFINED or other is None or other is UNDEFINED:
        return (one is None or one is UNDEFINED) and (other is None or other is UNDEFINED)
    holders = isinstance(one, dict | list), isinstance(other, dict | list)
    if all(holders) or type(one) is type(other):
        return strictly_equal(one, other)
    if any(holders):
        return loosely_equal(to_string(one) if holders[0] else one, to_string(other) if holders[1] else other)
    return to_number(one) == to_number(other)


def less_than(one: Any, other: Any, *, or_equal: bool = False) -> bool:
    """``<`` and ``<=``: by characters when both are texts, else as numbers, where NaN is never less."""
    one, other = _primitive(one), _primitive(other)
    if isinstance(one, str) and isinstance(other, str):
        first, second = _units(one), _units(other)
        return first < second or (or_equal and first == second)
    left, right = to_number(one), to_number(other)
    return left < right or (or_equal and left == right)


def _primitive(value: Any) -> Any:
    return to_string(value) if isinstance(value, dict | list) else value


def _units(text: str) -> bytes:
    """Return what orders texts as JavaScript does: by UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")


def plain(value: Any) -> Any:
    """Return a result as JSON.stringify would write it: undefined, NaN and infinities are null, 2.0 is 2."""
    if value is UNDEFINED:
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= EXACT else value
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value
