"""The register's filters as a form: one for the page, the files and the feed, so that all show the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lightwell.casework.kinds import PHASE_LABELS, Kind, kind_of, kinds
from lightwell.casework.models import Channel
from lightwell.casework.queries import Filters
from lightwell.people import public as people
from lightwell.prepared import prepared

SORTS = (("newest", gettext_lazy("Newest first")), ("due", gettext_lazy("Open, next due first")))
NAMES = ("q", "kind", "unit", "state", "channel", "overdue", "sort", "topic")


def unit_tree() -> list[people.Unit]:
    """Return all units that work, in tree order; one query."""
    return _units()


@prepared
def _units() -> QuerySet[people.Unit]:
    return people.Unit.objects.filter(active=True).order_by("path").only("slug", "name", "name_en", "path")


class Ready(BaseChoiceIterator):
    """Choices that are pairs of text already: Django looks at each of others, every time they are given to a field."""

    def __init__(self, choices: list[Any]) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[Any]:
        return iter(self.choices)


class FilterForm(forms.Form):
    """``state`` is a phase that all kinds share (``open``), or a state of one kind (``opinion.received``)."""

    q = forms.CharField(label=gettext_lazy("Words or number"), max_length=100, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit, with those below it"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=SORTS, required=False)
    overdue = forms.BooleanField(label=gettext_lazy("Only overdue"), required=False)
    topic = forms.RegexField(
        r"\A[a-z][a-z_]{0,39}/[A-Za-z0-9][A-Za-z0-9._~-]{0,79}\Z", required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: QueryDict | None, units: Sequence[people.Unit]) -> None:
        super().__init__(data)
        self.units = {unit.slug: unit for unit in units}
        found = _choices(get_language() or "", tuple(kind.name for kind in kinds() if kind.shown))
        for name, choices in found.items():
            self._choose(name, choices)
        self._choose("unit", [("", _("All")), *((unit.slug, _indented(unit)) for unit in units)])

    def _choose(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = Ready(choices)  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what is valid of the form; a wrong value narrows nothing and is named in ``errors``."""
        self.is_valid()
        found = self.cleaned_data
        kind, _dot, state = found.get("state", "").rpartition(".")
        return Filters(
            kind=kind or found.get("kind", ""),
            unit=self.units.get(found.get("unit", "")),
            state=state if kind else "",
            phase="" if kind else state,
            channel=found.get("channel", ""),
            overdue=found.get("overdue", False),
            topic=found.get("topic", ""),
            q=found.get("q", ""),
            sort=found.get("sort") or "newest",
        )

    def below(self, unit: people.Unit) -> list[int]:
        """Return the ids of a unit and of those below it, from the tree at hand."""
        return [each.pk for each in self.units.values() if each.path.startswith(unit.path)]

    def query(self, **changes: str) -> str:
        """Return the address's query with only known, non-empty parameters, some of them changed."""
        return urlencode({**self._known, **changes})

    @cached_property
    def _known(self) -> dict[str, str]:
        given = {name: self.data.get(name, "") for name in NAMES}
        return {name: value for name, value in given.items() if value and name not in self.errors}


def _indented(unit: people.Unit) -> str:
    return "　" * (unit.path.count("/") - 2) + str(unit)


@lru_cache(maxsize=16)
def _choices(language: str, names: tuple[str, ...]) -> dict[str, list[tuple[str, Any]]]:
    """What can be chosen, in one language and of the kinds that there are: the words are looked up once."""
    known = [kind_of(name) for name in names]
    anything = ("", _("All"))
    return {
        "kind": [anything, *((kind.name, str(kind.label)) for kind in known)],
        "state": [anything, *_states(known)],
        "channel": [anything, *((value, str(label)) for value, label in Channel.choices)],
        "sort": [(value, str(label)) for value, label in SORTS],
    }


def _states(known: Sequence[Kind]) -> list[tuple[str, Any]]:
    """The phases, then the states of each kind as a group of their own."""
    groups: list[tuple[str, Any]] = [(str(phase), str(label)) for phase, label in PHASE_LABELS.items()]
    for kind in known:
        states = [(f"{kind.name}.{state.code}", str(state.label)) for state in kind.states]
        groups.append((str(kind.label), states))
    return groups
