"""The rows of a table as a page: sorted by a click on a column, filtered by conditions, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.access import asking, catalogue, grammar, links
from lightwell.opendata.access.catalogue import Found
from lightwell.opendata.access.forms import OPERATOR_NAMES, ConditionForm
from lightwell.opendata.access.grammar import Filter
from lightwell.opendata.access.profile import NUMERIC, shown
from lightwell.opendata.publishing.public import Version
from lightwell.people.public import access

PER_PAGE = 50
ORIGINAL = "__original"  # the companion column that the tables engine keeps beside one with unconverted cells
PREVIEWED = 60  # characters of a cell in the preview; the whole table shows all of them


@dataclass(frozen=True)
class Asked:
    """A view of a table as its address says it; ``with_`` methods return the address of a neighbouring view."""

    path: str
    resource: str = ""
    version: int | None = None
    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    number: int = 1
    pages: int = 1

    @classmethod
    def read(cls, request: HttpRequest) -> Asked:
        """Read an address; BadQuestion for a condition that is not one."""
        return cls(
            request.path,
            request.GET.get("resource", ""),
            _whole(request.GET.get("version", ""), None),
            tuple(grammar.read_filter(text) for text in request.GET.getlist("filter")[:20]),
            tuple(grammar.read_sort(request.GET.get("sort", ""))[:1]),
            max(1, _whole(request.GET.get("page", ""), 1) or 1),
        )

    @property
    def query(self) -> list[tuple[str, str]]:
        """Return the address's query as pairs, what is usual left out."""
        told = [("resource", self.resource)] if self.resource else []
        told += [("version", str(self.version))] if self.version else []
        told += [("filter", grammar.write_filter(part)) for part in self.filters]
        told += [("sort", grammar.write_sort(self.sort))] if self.sort else []
        return told + ([("page", str(self.number))] if self.number > 1 else [])

    @property
    def address(self) -> str:
        return self.path + ("?" + urlencode(self.query) if self.query else "")

    def href(self, number: int) -> str:
        return replace(self, number=number).address

    @property
    def prev_href(self) -> str | None:
        return self.href(self.number - 1) if self.number > 1 else None

    @property
    def next_href(self) -> str | None:
        return self.href(self.number + 1) if self.number < self.pages else None

    def sorted_by(self, column: str) -> str:
        """Return the address of this view sorted by a column; of one that is sorted by it already, the other way."""
        down = (column, False) in self.sort
        return replace(self, sort=((column, down),), number=1).address

    def direction(self, column: str) -> str | None:
        found = next((down for name, down in self.sort if name == column), None)
        return None if found is None else "descending" if found else "ascending"

    def without(self, part: Filter) -> str:
        kept = tuple(other for other in self.filters if other != part)
        return replace(self, filters=kept, number=1).address


@dataclass(frozen=True)
class View:
    """Heads and cells ready for ``ui.table``; ``problem`` says why there are none."""

    heads: list[dict[str, Any]]
    cells: list[list[str | None]]
    total: int | None
    problem: str = ""
    conditions: list[dict[str, str]] = field(default_factory=list)


def preview(found: Found, limit: int) -> View:
    """Return the first rows, with heads that lead to the sorted table."""
    view = _view(found.version, _whole_table(found), limit)
    return replace(view, cells=[[_cut(cell) for cell in row] for row in view.cells])


def _cut(cell: str | None) -> str | None:
    return cell if cell is None or len(cell) <= PREVIEWED else cell[: PREVIEWED - 1] + "…"


def address_of(found: Found) -> str:
    """Return the address of the whole table of what is looked at."""
    return _whole_table(found).address


def _whole_table(found: Found) -> Asked:
    main = found.resources[:1] == [found.resource]
    return Asked(
        reverse("access:rows", args=[found.dataset.slug]),
        "" if main else found.resource.slug,
        None if found.is_current else found.version.number,
    )


@access.public(seconds=2)
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole table of a dataset, sortable and filtered, fifty rows a page."""
    if request.GET.get("column"):
        return _add_condition(request)
    problem = ""
    try:
        asked = Asked.read(request)
    except Refusal:
        asked, problem = (
            Asked(request.path),
            _("The address holds a condition that is none; all rows are shown."),
        )
    found = catalogue.find(slug, asked.resource, asked.version)
    if found is None or found.version.withdrawn_at:
        raise Http404
    view = _view(found.version, asked, PER_PAGE)
    asked = replace(asked, pages=max(1, -(-(view.total or 0) // PER_PAGE)))
    return render(request, "access/rows.html", _context(found, asked, view, problem or view.problem))


def _context(found: Found, asked: Asked, view: View, problem: str) -> dict[str, Any]:
    columns = [(str(column["name"]), str(column["title"])) for column in found.version.columns]
    kept = urlencode(replace(asked, number=1).query)
    told = [(name, value) for name, value in asked.query if name != "page"]
    return {
        "found": found,
        "dataset": found.dataset,
        "version": found.version,
        "asked": asked,
        "view": view,
        "problem": problem,
        "form": ConditionForm(columns=columns, initial={"kept": kept}),
        "api_href": links.api(f"datasets/{found.dataset.slug}/rows")
        + ("?" + urlencode(told) if told else ""),
    }


def _view(version: Version, asked: Asked, limit: int) -> View:
    from lightwell.engines.tables import Query

    fields = asking.serving_of(version).fields
    places = _places([one.name for one in fields])
    heads = [
        {"title": one.title, "numeric": one.type in NUMERIC, "href": asked.sorted_by(one.name),
         "sorted": asked.direction(one.name)}
        for one in (fields[place] for place, _words in places)
    ]  # fmt: skip
    kinds = [fields[place].type for place, _words in places]
    conditions = [_told(part, asked, {one.name: one.title for one in fields}) for part in asked.filters]
    query = Query(filters=asked.filters, sort=asked.sort, offset=(asked.number - 1) * limit, limit=limit)
    try:
        page = asking.ask(version, query)
    except grammar.BadQuestion as bad:
        return View(heads, [], 0, _problem(bad), conditions)
    return View(heads, [_cells(row, places, kinds) for row in page.rows], page.total, "", conditions)


def _problem(bad: Refusal) -> str:
    words = _("This cannot be asked of “%(field)s”: check the column, the comparison and the value.")
    return words % {"field": bad.field}


def _places(names: Sequence[str]) -> list[tuple[int, int | None]]:
    """Return for each column that people see where its value stands, and where the words of cells that have none."""
    at = {name: place for place, name in enumerate(names)}
    companions = {name + ORIGINAL for name in names} & at.keys()
    return [(at[name], at.get(name + ORIGINAL)) for name in names if name not in companions]


def _cells(
    row: Sequence[Any], places: Sequence[tuple[int, int | None]], kinds: Sequence[str | None]
) -> list[str | None]:
    """Return the row as people read it: a cell that could not be converted shows what the office wrote."""
    return [
        shown(row[place], kind) if row[place] is not None else (row[words] if words is not None else None)
        for (place, words), kind in zip(places, kinds, strict=True)
    ]


def _told(part: Filter, asked: Asked, titles: dict[str, str]) -> dict[str, str]:
    column, operator, value = part
    text = f"{titles.get(column, column)} {OPERATOR_NAMES[operator]} {value}"
    return {"text": text, "href": asked.without(part)}


def _add_condition(request: HttpRequest) -> HttpResponse:
    """Turn the form's three fields into one condition of the address."""
    kept = parse_qsl(request.GET.get("kept", "")[:4000])
    parts = (request.GET["column"], request.GET.get("op", "eq"), request.GET.get("value", ""))
    known = ("resource", "version", "filter", "sort")
    query = [(name, value) for name, value in kept if name in known]
    return redirect(request.path + "?" + urlencode([*query, ("filter", grammar.write_filter(parts))]))


def _whole(text: str, otherwise: int | None) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
