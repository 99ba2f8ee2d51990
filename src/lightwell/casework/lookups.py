"""The one piece of SQL that Django does not know: whether stored pairs hold a query, without a text-search dictionary."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Lookup


@SearchVectorField.register_lookup
class Holds(Lookup):
    """``pairs__holds="'台北' & '北市'"``: cast, not parsed, since a parser may drop Chinese (it does under locale C)."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_parameters, self.rhs)


@models.TextField.register_lookup
class Like(Lookup):
    """``folded__like="%路燈%"``: a pattern as it stands, unlike ``contains``, which escapes what it is given."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", (*left_parameters, *right_parameters)


class AsQuery(Func):
    """A text cast to a tsquery as it stands."""

    template = "%(expressions)s::tsquery"
