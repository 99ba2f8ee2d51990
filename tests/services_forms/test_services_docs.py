"""The page about definition files names all that the reader takes."""

import re
from pathlib import Path

from lightwell.services.directory.words import ASSURANCES, CHANNELS, LIFE_EVENTS
from lightwell.services.forms.definition import TYPES
from lightwell.services.forms.reading import ENDINGS

ROOT = Path(__file__).parents[2]
NAMED = set(re.findall(r"[`\[]([a-z_]+)[`\]]", (ROOT / "docs/services.md").read_text(encoding="utf-8")))
READING = [ROOT / "src/lightwell/services" / room / "reading.py" for room in ("forms", "directory")]


def test_the_docs_name_every_word_a_definition_file_may_use():
    for words in (LIFE_EVENTS, CHANNELS, ASSURANCES, TYPES, ENDINGS):
        assert set(words) <= NAMED


def test_the_docs_name_every_key_that_is_read():
    calls = r'\.(?:text|name|both|boths|number|whole|truth|day|one_of|some_of|take|rule|has)\(\s*"([a-z_]+)"'
    keys = {key for path in READING for key in re.findall(calls, path.read_text(encoding="utf-8"))}
    assert len(keys) > 25 and keys <= NAMED | {"value", "zh", "en"}
