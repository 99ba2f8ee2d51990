"""Proposes an outcome for each handling by the words that offices use, and says when the words are not clear.

A proposal is only that: the dry run prints every doubtful one with its words, and what no rule understands gets no outcome, so that
an officer decides. The first clause that speaks decides; where one clause says two things, the weaker promise counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lightwell.participation.opinions.import_rows import Row

ADOPTED, PARTLY, DONE, STUDY, DECLINED = "adopted", "partly", "done", "study", "declined"
WEAKEST_FIRST = (DECLINED, STUDY, PARTLY, ADOPTED, DONE)


@dataclass(frozen=True)
class Words:
    """A pattern of words that offices use, the outcome it means, and whether it is sure."""

    outcome: str
    pattern: re.Pattern[str]
    sure: bool = True


WORDS = tuple(
    Words(outcome, re.compile(pattern), sure)
    for outcome, pattern, sure in (
        (
            DECLINED,
            r"(?:尚未|未予|未能|不予|無法|不宜|暫不)(?:納入|採納|採行|參採|辦理)|礙難|不採納|不可行",
            True,
        ),
        (STUDY, r"研析|研議|研擬中|評估中|再研究|審慎評估|納入評估", True),
        (STUDY, r"逐步", False),
        (PARTLY, r"部分(?:納入|採納)|參採|酌予", True),
        (PARTLY, r"(?:提供|供|作為|納入)[^，。；]*參考|後續[^。；]*說明", False),
        (
            ADOPTED,
            r"已(?!完成)[^。；]*?(?:納入|納為|採納|採行)|已將[^；]*?(?:納入|納為)|予以採納|同意(?:採納|納入)",
            True,
        ),
        (
            ADOPTED,
            r"已於[^，。；]*(?:策略|計畫|白皮書)[^，。；]*(?:建議|訂定|載明)|將於[^，。；]*(?:執行|辦理|推動)",
            False,
        ),
        (
            DONE,
            r"已(?:經)?(?:全面|於[^。；]*)?(?:完成|修訂|修正|建置|訂定|實施|開放|上線|廣宣|辦理完竣)",
            True,
        ),
        (DONE, r"(?:目前|現正|正在)(?:推動|辦理|執行)", False),
    )
)
QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|\"[^\"]*\"")
CLAUSE_ENDS = "，,。；;！!？?\n"


@dataclass(frozen=True)
class Proposal:
    """``outcome`` is None when no rule understands the words; ``doubts`` say why somebody should look.

    ``theme`` is the row's own, or for a row without one the theme that its handling names.
    """

    row: Row
    theme: str
    outcome: str | None
    doubts: tuple[str, ...]
    words: str = ""  # those that decided


@dataclass(frozen=True)
class _Heard:
    start: int
    clause: int
    words: Words
    text: str


def propose(row: Row, themes: frozenset[str] = frozenset()) -> Proposal:
    """Return the proposed outcome of a row; ``themes`` are those that the whole list knows."""
    theme, doubts = row.theme or _theme_named(row, themes), list(row.doubts)
    heard = _hear(QUOTED.sub(lambda quoted: "「" + " " * (len(quoted[0]) - 2) + "」", row.handling))
    if not heard:
        return Proposal(
            row,
            theme,
            None,
            (*doubts, "no rule understands the handling; an officer must choose the outcome"),
        )
    first = min(heard, key=lambda h: h.start)
    here = [h for h in heard if h.clause == first.clause]
    chosen = min(here, key=lambda h: WEAKEST_FIRST.index(h.words.outcome))
    doubts += _doubts(chosen, here, heard)
    return Proposal(row, theme, chosen.words.outcome, tuple(doubts), chosen.text)


def propose_all(rows: list[Row]) -> list[Proposal]:
    """Return a proposal for each row, in order."""
    themes = frozenset(row.theme for row in rows if row.theme)
    return [propose(row, themes) for row in rows]


def _theme_named(row: Row, themes: frozenset[str]) -> str:
    named = [theme for theme in themes if theme in row.handling]
    return named[0] if len(named) == 1 else ""


def _hear(text: str) -> list[_Heard]:
    heard = []
    for words in WORDS:
        for found in words.pattern.finditer(text):
            start = found.start()
            heard.append(
                _Heard(
                    start,
                    sum(text.count(end, 0, start) for end in CLAUSE_ENDS),
                    words,
                    " ".join(found[0].split()),
                )
            )
    return heard


def _doubts(chosen: _Heard, here: list[_Heard], heard: list[_Heard]) -> list[str]:
    doubts = []
    if not chosen.words.sure:
        doubts.append(f"{chosen.text!r} is taken as {chosen.words.outcome}, which is not sure")
    others = [h for h in here if h.words.outcome != chosen.words.outcome]
    if others:
        doubts.append(
            f"one clause says both {chosen.text!r} ({chosen.words.outcome}) and {others[0].text!r} ({others[0].words.outcome})"
        )
    later = [h for h in heard if h not in here and h.words.sure and h.words.outcome in (DECLINED, STUDY)]
    if later and chosen.words.outcome not in (DECLINED, STUDY):
        doubts.append(f"a later clause says {later[0].text!r} ({later[0].words.outcome})")
    return doubts
