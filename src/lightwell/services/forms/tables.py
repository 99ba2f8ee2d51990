"""Reads a definition file strictly: a key that is missing, unknown or of the wrong kind is a problem with its line."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lightwell.engines.logic import LogicError, check
from lightwell.kernel.bilingual import Bilingual
from lightwell.services.forms.definition import NOTHING, Rule
from lightwell.services.forms.problems import DefinitionError, Lines, Place, Problem, named

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LARGEST = 400_000  # characters of a file
MANY = 200  # elements of one list


class Notes:
    """The problems found so far in one text."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self._lines = name, Lines(text)
        self.found: list[Problem] = []

    def add(self, place: Place, message: str) -> None:
        self.found.append(Problem(self._lines.of(place), named(place), message))

    def settle(self) -> None:
        """Raise DefinitionError when anything was wrong."""
        if self.found:
            raise DefinitionError(self.found, self.name)


class Table:
    """One table of the file. Every key that is read counts as known; ``done`` complains about the others."""

    def __init__(self, values: dict[str, Any], notes: Notes, place: Place = ()) -> None:
        self.values, self.notes, self.place = values, notes, place
        self._read: set[str] = set()

    def problem(self, key: str, message: str) -> None:
        """Note that something is wrong with one key."""
        self.notes.add((*self.place, key) if key else self.place, message)

    def has(self, key: str) -> bool:
        return key in self.values

    def take(self, key: str, kind: type | tuple[type, ...], words: str, *, required: bool) -> Any:
        """Return a value of some kind, None when it is not there or of another kind, which is noted."""
        self._read.add(key)
        if key not in self.values:
            if required:
                self.problem(key, _("This key is missing. Add it: %(words)s.") % {"words": words})
            return None
        value = self.values[key]
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        if wrong:
            self.problem(key, _("This must be %(words)s.") % {"words": words})
        return None if wrong else value

    def text(self, key: str, *, required: bool = True, most: int = 500) -> str:
        """Return a line of text, "" when there is none."""
        value = (self.take(key, str, _("a text"), required=required) or "").strip()
        if key in self.values and required and not value and isinstance(self.values[key], str):
            self.problem(key, _("This text is empty. Write it."))
        if len(value) > most:
            self.problem(key, _("This text has %(have)d characters; at most %(most)d are allowed.") % {"have": len(value), "most": most})  # fmt: skip
        return value

    def name(self, key: str, pattern: re.Pattern[str] = NAME) -> str:
        """Return a short name that addresses and answers use."""
        value = self.text(key)
        if value and not pattern.match(value):
            self.problem(key, _("“%(value)s” is no name: use small letters, digits and %(mark)s, beginning with a letter.") % {"value": value[:60], "mark": "_" if pattern is NAME else "-"})  # fmt: skip
            return ""
        return value

    def both(self, key: str, *, required: bool = True, most: int = 2000) -> Bilingual:
        """Return a text in both languages: { zh = "…", en = "…" }."""
        value = self.take(key, dict, _('a text in both languages: { zh = "…", en = "…" }'), required=required)
        return NOTHING if value is None else self._both(value, key, most)

    def _both(self, value: dict[str, Any], key: str, most: int) -> Bilingual:
        inner = Table(value, self.notes, (*self.place, key))
        found = Bilingual(inner.text("zh", most=most), inner.text("en", most=most))
        inner.done()
        return found

    def boths(self, key: str, *, required: bool = False) -> tuple[Bilingual, ...]:
        """Return a list of texts in both languages."""
        found = []
        for one in self.tables(key, required=required):
            found.append(Bilingual(one.text("zh"), one.text("en")))
            one.done()
        return tuple(found)

    def number(self, key: str) -> float | None:
        return self.take(key, (int, float), _("a number"), required=False)

    def whole(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number within bounds; ``least`` when it cannot be read."""
        value = self.take(key, int, _("a whole number"), required=default is None)
        if value is None:
            return least if default is None else default
        if not least <= value <= most:
            self.problem(key, _("This must be a whole number from %(least)d to %(most)d.") % {"least": least, "most": most})  # fmt: skip
        return value

    def truth(self, key: str, default: bool) -> bool:
        value = self.take(key, bool, _("true or false"), required=False)
        return default if value is None else value

    def day(self, key: str) -> date | None:
        return self.take(key, date, _("a day such as 2026-03-02, without quotation marks"), required=False)

    def one_of(self, key: str, options: Collection[str]) -> str:
        """Return one of a few words, "" when it is none of them."""
        words = ", ".join(options)
        value = self.take(key, str, _("one of: %(options)s") % {"options": words}, required=True)
        if value is not None and value not in options:
            message = _("“%(value)s” is not among: %(options)s.") % {"value": value[:60], "options": words}
            self.problem(key, message)
        return value if value in options else ""

    def some_of(self, key: str, options: Collection[str], *, required: bool = False) -> tuple[str, ...]:
        """Return a list of words, each one of ``options``."""
        values = self.take(
            key, list, _("a list of: %(options)s") % {"options": ", ".join(options)}, required=required
        )
        wrong = [one for one in values or [] if one not in options]
        if wrong:
            self.problem(key, _("“%(value)s” is not among: %(options)s.") % {"value": str(wrong[0])[:60], "options": ", ".join(options)})  # fmt: skip
        return tuple(one for one in values or [] if one in options)

    def table(self, key: str, *, required: bool = True) -> Table:
        """Return a table inside this one; an empty one when it is not there."""
        value = self.take(key, dict, _("a table, [%(key)s]") % {"key": key}, required=required)
        return Table(value or {}, self.notes, (*self.place, key))

    def tables(self, key: str, *, required: bool = True) -> list[Table]:
        """Return the tables of an array, [[key]]."""
        values = (
            self.take(key, list, _("at least one table, [[%(key)s]]") % {"key": key}, required=required) or []
        )
        if (required and not values and key in self.values) or any(
            not isinstance(one, dict) for one in values
        ):
            self.problem(key, _("This must be a list of tables."))
        if len(values) > MANY:
            self.problem(key, _("This list is longer than %(most)d.") % {"most": MANY})
        rows = [one for one in values[:MANY] if isinstance(one, dict)]
        return [Table(one, self.notes, (*self.place, key, number)) for number, one in enumerate(rows)]

    def rule(self, key: str, *, required: bool = False) -> Rule | None:
        """Return a JsonLogic rule, written as a table or as JSON in a text; one that cannot be evaluated is noted."""
        value = self.take(key, (dict, str), _("a JsonLogic rule"), required=required)
        if value is None:
            return None
        try:
            rule = json.loads(value) if isinstance(value, str) else value
            check(rule)
        except (ValueError, RecursionError) as error:  # LogicError is a ValueError
            words = (
                str(error)
                if isinstance(error, LogicError)
                else _("it is not JSON (%(error)s)") % {"error": error}
            )
            self.problem(key, _("This rule cannot be used: %(error)s") % {"error": words})
            return None
        if not isinstance(rule, dict) or len(rule) != 1:
            self.problem(key, _('A rule is one operation, such as { "==" = [{ var = "kind" }, "car"] }.'))
            return None
        return rule

    def done(self) -> None:
        """Note every key that nobody asked for, with the one that was probably meant."""
        for key in self.values:
            if key not in self._read:
                near = difflib.get_close_matches(key, self._read, 1)
                hint = _("Did you mean “%(key)s”?") % {"key": near[0]} if near else _("Take it out.")
                self.problem(
                    key, _("There is no key “%(key)s” here. %(hint)s") % {"key": key[:60], "hint": hint}
                )


def opened(text: str, name: str = "") -> Table:
    """Return the whole file as a table; DefinitionError when it is no TOML."""
    if len(text) > LARGEST:
        raise DefinitionError(
            [Problem(0, "", _("The file has more than %(most)d characters.") % {"most": LARGEST})], name
        )
    try:
        return Table(tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")), Notes(text, name))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        problem = Problem(
            int(found.group(1)) if found else 0, "", _("This is not TOML: %(error)s") % {"error": error}
        )
        raise DefinitionError([problem], name)
