"""Queries that Django compiles once: building and compiling one takes five times as long as running it.

A list of the home page costs PostgreSQL and the driver 0.3 ms; Django spends 2 ms on arriving at the same SQL every time.
``@prepared`` keeps the SQL of a queryset and runs it again with other values:

    @prepared
    def _answers(limit: int, *, unit: int) -> QuerySet[Response]:
        return Response.objects.filter(unit=unit).order_by("-at")[:limit]

    _answers(5, unit=12)

Positional arguments are the shape of the query: each different one is compiled, and at most SHAPES are kept. Keyword
arguments are values: they must arrive in the SQL as plain parameters (``field=value``, ``field__lt=value``, of text, whole
numbers, days and moments), which is checked when the query is compiled. The function must read nothing else that changes:
no clock, no language, no account. It may use ``select_related``, ``only`` and ``values_list``, but no prefetching: see ``bring``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.query import ModelIterable, get_related_populators

Row = TypeVar("Row")
SHAPES = 512
_FAR = datetime(9876, 5, 4, 3, 2, 1, tzinfo=UTC)


class NotPlain(TypeError):
    """A value does not arrive in the SQL as it was given, so that no other can take its place: make it part of the shape."""


class Prepared(Generic[Row]):
    """A function that builds a queryset, and the compiled forms of it; called, it returns a list of rows."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._compiled: dict[Hashable, _Compiled | None] = {}
        update_wrapper(self, build)

    def __call__(self, *shape: Hashable, **values: Any) -> list[Row]:
        key = (shape, tuple(values))
        if None in values.values():
            raise NotPlain("None asks another question (IS NULL): make it part of the shape.")
        if key not in self._compiled:
            self._keep(key, shape, values)
        compiled = self._compiled[key]
        return compiled.rows(values) if compiled else []

    def first(self, *shape: Hashable, **values: Any) -> Row | None:
        """Return the first row or None; the query itself should say ``[:1]``."""
        return next(iter(self(*shape, **values)), None)

    def _keep(self, key: Hashable, shape: tuple[Hashable, ...], values: dict[str, Any]) -> None:
        stand_ins = {name: _stand_in(value, place) for place, (name, value) in enumerate(values.items())}
        if len(self._compiled) >= SHAPES:
            self._compiled.clear()
        try:
            self._compiled[key] = _Compiled(self._build(*shape, **stand_ins), stand_ins)
        except EmptyResultSet:  # such as field__in=[]: no row whatever the values
            self._compiled[key] = None


class _Compiled:
    """One compiled queryset, with all that Django finds out about it before the first row."""

    def __init__(self, queryset: Any, stand_ins: dict[str, Any]) -> None:
        if queryset._prefetch_related_lookups:
            raise NotPlain("A prepared query cannot prefetch; read the related rows by another one.")
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, parameters = self.compiler.as_sql()
        self.names = [_name_of(parameter, stand_ins) for parameter in parameters]
        self.constants = tuple(parameters)
        self.converters = self.compiler.get_converters(
            [selected[0] for selected in self.compiler.select[: self.compiler.col_count]]
        )
        self.makes_objects = (
            queryset._iterable_class is ModelIterable and not self.compiler.annotation_col_map
        )
        if self.makes_objects:
            self._prepare_objects()
        missing = stand_ins.keys() - set(self.names)
        if missing:
            raise NotPlain(f"{', '.join(sorted(missing))}: not a plain parameter of {self.sql}")

    def rows(self, values: dict[str, Any]) -> list[Any]:
        parameters = tuple(
            constant if name is None else values[name]
            for name, constant in zip(self.names, self.constants, strict=True)
        )
        if self.makes_objects:
            return list(self._objects(self.compiler_for(parameters, self.queryset.db)))
        return list(self.queryset._iterable_class(_Replay(self, parameters)))

    def compiler_for(self, parameters: tuple[Any, ...], using: str) -> Any:
        """Return the compiler with the kept SQL, these parameters and the connection of this thread."""
        compiler = copy(self.compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_how, **_more: (self.sql, parameters)
        compiler.get_converters = lambda _fields: self.converters
        return compiler

    def _prepare_objects(self) -> None:
        """Find out once, as Django does for every query, which columns make which object."""
        told, select = self.compiler.klass_info, self.compiler.select
        first, last = told["select_fields"][0], told["select_fields"][-1] + 1
        self.model, self.columns = told["model"], slice(first, last)
        self.attributes = frozenset(selected[0].target.attname for selected in select[first:last])
        self.related = get_related_populators(told, select, self.queryset.db)  # type: ignore[call-arg]  # stubs of 6.x
        _look_up_by_hash(self.related)

    def _objects(self, compiler: Any) -> Iterator[Any]:
        """What ``ModelIterable`` does, with what was found out once."""
        db, make, attributes, columns = self.queryset.db, self.model.from_db, self.attributes, self.columns
        for row in compiler.results_iter(compiler.execute_sql()):
            found = make(db, attributes, row[columns])
            for related in self.related:
                related.populate(row, found)
            yield found


def _look_up_by_hash(populators: Iterable[Any]) -> None:
    """Django asks for each field of a model whether it was read, in a list; most were not, so that takes long."""
    for populator in populators:
        populator.init_list = frozenset(populator.init_list)
        _look_up_by_hash(populator.related_populators)


class _Replay:
    """What Django's other iterables (of ``values_list``) ask a queryset and its query for, answered with the kept SQL."""

    _known_related_objects: dict[Any, Any] = {}  # never written

    def __init__(self, compiled: _Compiled, parameters: tuple[Any, ...]) -> None:
        self.query = self
        self.db = compiled.queryset.db
        self._compiled, self._parameters = compiled, parameters

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled.queryset.query, name)

    def get_compiler(self, using: str) -> Any:
        return self._compiled.compiler_for(self._parameters, using)


def prepared(build: Callable[..., Any]) -> Prepared[Any]:
    """Decorate a function that builds a queryset; see the module."""
    return Prepared(build)


def bring(owners: Iterable[Any], name: str, rows: Iterable[Any], *, by: str) -> None:
    """Give each owner, as its related set ``name``, the rows whose column ``by`` holds its key.

    What prefetching does, for rows that a prepared query has read: ``topic.phases.all()`` asks nothing any more.
    """
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, by), []).append(row)
    for owner in owners:
        related = owner._meta.get_field(name).related_model._default_manager.all()
        related._result_cache, related._prefetch_done = groups.get(owner.pk, []), True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related


def _stand_in(value: Any, place: int) -> Any:
    """Return something of a value's type that occurs in no query by itself."""
    match value:
        case bool():
            raise NotPlain("True and False are part of a query's shape.")
        case str():
            return f"\x00{place}"
        case int():
            return -(2**62) - place
        case datetime():
            return _FAR + timedelta(microseconds=place)
        case date():
            return _FAR.date() + timedelta(days=place)
    raise NotPlain(f"{type(value).__name__} cannot be a value of a prepared query.")


def _name_of(parameter: Any, stand_ins: dict[str, Any]) -> str | None:
    for name, stand_in in stand_ins.items():
        if type(parameter) is type(stand_in) and parameter == stand_in:
            return name
    return None
