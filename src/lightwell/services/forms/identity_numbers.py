"""Identity numbers of Taiwan: ten characters of which the last checks the others."""

from __future__ import annotations

import re

CITIZEN = re.compile(r"[A-Z][1289]\d{8}\Z", re.ASCII)  # 8 and 9: residents, since 2021
RESIDENT = re.compile(r"[A-Z][A-D]\d{8}\Z", re.ASCII)  # the form before 2021
LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # A is 10, B 11 … in the order of the Ministry of the Interior
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)


def is_valid(number: str) -> bool:
    """Return whether the weighted sum of all places is a multiple of ten (Ministry of the Interior's rule)."""
    if not (CITIZEN.match(number) or RESIDENT.match(number)):
        return False
    first = LETTERS.index(number[0]) + 10
    second = number[1] if number[1].isdigit() else str((LETTERS.index(number[1]) + 10) % 10)
    places = zip(second + number[2:], WEIGHTS, strict=True)
    return (first // 10 + first % 10 * 9 + sum(int(digit) * weight for digit, weight in places)) % 10 == 0
