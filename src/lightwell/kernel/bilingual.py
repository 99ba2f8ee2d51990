"""Text that an office writes in Chinese and, where it can, in English: names of units, topics, datasets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A pair of texts; an absent English one falls back to the Chinese, never the other way round."""

    zh: str
    en: str = ""

    def in_language(self, language: str | None) -> str:
        """Return the text for a language code such as ``en`` or ``zh-hant``."""
        return self.en if (language or "").startswith("en") and self.en else self.zh

    @property
    def language(self) -> str:
        """Return the HTML ``lang`` of what ``in_language('en')`` shows."""
        return "en" if self.en else "zh-Hant-TW"
