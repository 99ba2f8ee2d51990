"""The licences that a dataset may be published under, as data: a dataset keeps the code, pages and feeds the words."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.kernel.bilingual import Bilingual


@dataclass(frozen=True)
class Licence:
    """One licence: its short code, SPDX identifier where one exists, name, address and what it lets people do."""

    code: str
    spdx: str
    name: Bilingual
    url: str
    allows: Bilingual
    attribution: bool


LICENCES = {
    licence.code: licence
    for licence in (
        Licence(
            "ogdl-tw-1",
            "",
            Bilingual("政府資料開放授權條款－第1版", "Government Open Data Licence, version 1"),
            "https://data.gov.tw/license",
            Bilingual(
                "任何人都可以不限目的、時間及地域，免費且非專屬地利用、改作及再轉授權，但須註明資料提供機關。"
                "本條款與 CC BY 4.0 相容。",
                "Anyone may use, change and pass on this data for any purpose, free of charge, naming the agency that "
                "provides it. Compatible with CC BY 4.0.",
            ),
            True,
        ),
        Licence(
            "cc0-1.0",
            "CC0-1.0",
            Bilingual("CC0 1.0 公眾領域貢獻宣告", "CC0 1.0 Universal"),
            "https://creativecommons.org/publicdomain/zero/1.0/",
            Bilingual(
                "提供機關拋棄全部著作權利，任何人都可以自由利用，不必註明出處。",
                "The agency gives up every right it has: anyone may use this data for anything, without naming a source.",
            ),
            False,
        ),
        Licence(
            "cc-by-4.0",
            "CC-BY-4.0",
            Bilingual("創用CC 姓名標示 4.0 國際", "Creative Commons Attribution 4.0 International"),
            "https://creativecommons.org/licenses/by/4.0/",
            Bilingual(
                "任何人都可以為任何目的利用、改作及散布，但須註明資料提供機關，並標示是否經過修改。",
                "Anyone may use, change and pass on this data for any purpose, naming the agency and saying what was changed.",
            ),
            True,
        ),
    )
}
DEFAULT = "ogdl-tw-1"


def licence(code: str) -> Licence:
    """Return a licence by its code; KeyError for one that is not offered."""
    return LICENCES[code]


def choices(language: str | None) -> list[tuple[str, str]]:
    """Return ``(code, name)`` pairs for a form in a language."""
    return [(code, found.name.in_language(language)) for code, found in LICENCES.items()]
