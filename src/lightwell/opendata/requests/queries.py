"""Reads of requests for data: what is like a wish, who can answer, and the chain from a request to its dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, IntegerField, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Sign, StrIndex

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel import clock, folding
from lightwell.opendata.disclosure import public as disclosure
from lightwell.opendata.disclosure.public import Subject, Unlock
from lightwell.opendata.publishing.public import Dataset
from lightwell.opendata.requests import rules
from lightwell.opendata.requests.kind import DATA_REQUEST
from lightwell.opendata.requests.models import DataRequest, Fulfilment
from lightwell.people import public as people
from lightwell.prepared import prepared

SIMILAR = 5
WAITING = ("open", "paused")  # phases of a request that has no answer yet
LIKE = 0.25  # likeness from which another request is shown
LOOKED_AT = (
    40  # of matters of all kinds, or of datasets with the most terms, from which the most alike are taken
)
NUMBER = re.compile(r"[A-Z]{1,6}-[0-9A-Z-]{1,18}", re.ASCII)


@dataclass(frozen=True)
class Similar:
    """What there is already that a wish may mean."""

    datasets: list[Dataset] = field(default_factory=list)
    matters: list[tuple[Matter, float]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.datasets or self.matters)


def similar_to(title: str, text: str = "") -> Similar:
    """Return published datasets and requests for data that a wish may mean; two queries."""
    return Similar(similar_datasets(title), similar_requests(f"{title} {text}"))


def similar_datasets(title: str, limit: int = SIMILAR) -> list[Dataset]:
    """Return published datasets in whose words at least half of the telling terms of a title occur.

    Of those with the most terms, the ones whose titles are most alike come first.
    """
    folded = folding.fold(title)
    terms = rules.terms(folded)
    if not terms:
        return []
    hits = (Sign(StrIndex("search_text", Value(term)), output_field=IntegerField()) for term in terms)
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED).annotate(score=sum(hits, Value(0)))
    rows = rows.filter(score__gte=rules.enough(len(terms))).select_related("unit").defer("search_text")
    found: list[Any] = list(rows.order_by("-score", "-changed_at", "-id")[:LOOKED_AT])
    likeness = {
        row.pk: folding.likeness(folded, folding.fold(f"{row.title} {row.title_en}")) for row in found
    }
    return sorted(found, key=lambda row: -likeness[row.pk])[:limit]


def similar_requests(text: str, limit: int = SIMILAR) -> list[tuple[Matter, float]]:
    """Return public requests for data that say nearly the same, the most alike first, with their likeness (0 to 1)."""
    found = casework.similar_matters(text, limit=LOOKED_AT, least=LIKE)
    return [(matter, likeness) for matter, likeness in found if matter.kind == DATA_REQUEST.name][:limit]


def answering_units() -> list[people.Unit]:
    """Return the units that somebody of their own can answer for today, in tree order; one query.

    A catalogue may bring thousands of units without any staff: nobody would ever read what is sent to them.
    """
    today = clock.today()
    roles = [people.Role.OFFICER, people.Role.LEAD]
    held = Q(grants__role__in=roles, grants__starts_on__lte=today, grants__account__is_active=True)
    runs = Q(grants__ends_on=None) | Q(grants__ends_on__gte=today)
    return list(people.Unit.objects.filter(held & runs, active=True).distinct().order_by("path"))


@dataclass(frozen=True)
class Chain:
    """A request with where its answer leads: a decision or promise, and datasets."""

    number: str
    title: str
    waits: bool  # for its answer
    request: DataRequest

    @property
    def datasets(self) -> list[Dataset]:
        return [
            fulfilment.dataset
            for fulfilment in self.request.fulfilments.all()
            if fulfilment.dataset.is_public
        ]

    @property
    def subject(self) -> Subject | None:
        return self.request.subject

    @property
    def unlock(self) -> Unlock | None:
        """The promise that is still to be kept."""
        subject = self.request.subject
        planned = subject.unlocks.all() if subject else []
        return next((unlock for unlock in planned if unlock.state == Unlock.State.PLANNED), None)

    @property
    def slipped(self) -> str:
        """How far that promise slipped, in words; "" while it holds."""
        unlock = self.unlock
        return disclosure.slip_words(unlock) if unlock and unlock.slip.slipped else ""


def chain_of(number: str) -> Chain | None:
    """Return the chain of one request, None when the matter asks for no data; at most four queries."""
    return next(iter(_chains(DataRequest.objects.filter(matter__number=number))), None)


def chains_of(matters: Iterable[Matter]) -> dict[str, Chain]:
    """Return the chains of many matters by their numbers; at most four queries."""
    found = _chains(DataRequest.objects.filter(matter__in=[matter.pk for matter in matters]))
    return {chain.number: chain for chain in found}


def chains_to_subject(slug: str) -> list[Chain]:
    """Return the public requests that a decision or promise answers."""
    return _chains(DataRequest.objects.filter(subject__slug=slug, matter__hidden_at=None).order_by("pk")[:20])


def chains_to_dataset(slug: str) -> list[Chain]:
    """Return the public requests that a dataset fulfils; one short query when there is none."""
    found = _fulfilled_by(slug=slug)
    return (
        _chains(DataRequest.objects.filter(pk__in=found, matter__hidden_at=None).order_by("pk"))
        if found
        else []
    )


@prepared
def _fulfilled_by(*, slug: str) -> QuerySet[Any, Any]:
    return Fulfilment.objects.filter(dataset__slug=slug).order_by("pk").values_list("request", flat=True)[:20]


def _chains(rows: QuerySet[DataRequest]) -> list[Chain]:
    fulfilments = Fulfilment.objects.select_related("dataset").order_by("at", "id")
    unlocks = Unlock.objects.prefetch_related("moves").order_by("promised_at", "id")
    rows = rows.select_related("subject__unit", "subject__current", "held_by").annotate(
        number=F("matter__number"), title=F("matter__title"), phase=F("matter__phase")
    )
    rows = rows.prefetch_related(Prefetch("fulfilments", fulfilments), Prefetch("subject__unlocks", unlocks))
    return [Chain(row.number, row.title, row.phase in WAITING, row) for row in rows]


def public_request(number: str) -> Matter | None:
    """Return a request that everybody may see, by its number."""
    found = casework.find_public(number) if NUMBER.fullmatch(number) else None
    return found if found is not None and found.kind == DATA_REQUEST.name else None


def request_at_desk(number: str) -> Matter | None:
    """Return a request with what the page of its answer shows; the caller asks who may see it."""
    rows = Matter.objects.select_related("unit", "officer", "policy", "person", "escalated_to", "merged_into")
    return rows.filter(number=number, kind=DATA_REQUEST.name).first() if NUMBER.fullmatch(number) else None


def listed(
    units: Sequence[people.Unit], *, unit: str = "", state: str = "", q: str = "", overdue: bool = False, after: str = "",
    size: int = 25,
) -> Any:  # fmt: skip
    """Return a page of the register with requests for data alone; ``state`` is a state of the kind or a phase."""
    chosen = next((each for each in units if each.slug == unit), None)
    known = {each.code for each in DATA_REQUEST.states}
    filters = casework.Filters(
        kind=DATA_REQUEST.name, unit=chosen, state=state if state in known else "", phase="open" if state == "open" else "",
        overdue=overdue, q=q,
    )  # fmt: skip
    return casework.register_page(filters, after=after if NUMBER.fullmatch(after) else "", size=size)


def subjects_to_link(unit: people.Unit) -> list[Subject]:
    """Return what was decided or promised before by a unit: a new request for the same data leads there."""
    rows = Subject.objects.filter(unit=unit).exclude(state="open").select_related("current")
    return list(rows.order_by("title", "id")[:200])


def datasets_to_give(unit: people.Unit) -> list[Dataset]:
    """Return published datasets with which a unit can answer: its own first, then those of others, the latest first."""
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED).select_related("unit")
    own = rows.filter(unit__path__startswith=unit.path).order_by("-changed_at", "-id")[:300]
    return list(own)


def dataset_named(text: str) -> Dataset | None:
    """Return the published dataset of an address or of the last part of one, as somebody copies it."""
    found = re.search(r"(?:datasets/)?([a-z0-9][a-z0-9-]{0,59})/?\s*\Z", text.strip())
    rows = Dataset.objects.filter(state=Dataset.State.PUBLISHED).select_related("unit")
    return rows.filter(slug=found[1]).first() if found else None
