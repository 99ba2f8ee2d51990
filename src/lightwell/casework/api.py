"""Matters for programs: the register, one matter with its timeline and answers, the scoreboard. Private ones are in none."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Field, Path, Query, Router, Schema

from lightwell.casework.exports import as_json
from lightwell.casework.filtering import FilterForm, unit_tree
from lightwell.casework.models import Matter
from lightwell.casework.presenting import name_of, show
from lightwell.casework.queries import find_public, register_page
from lightwell.casework.scoreboard import Score, board
from lightwell.design.error_shape import ErrorOut
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import access
from lightwell.record import public as record

router = Router()
Lang = Annotated[Literal["zh", "en"], Query(description="Language of labels and sentences")]


class Label(Schema):
    code: str
    label: str


class MatterUnit(Schema):
    code: str
    name: str


class MatterOut(Schema):
    number: str
    kind: str
    title: str
    unit: MatterUnit
    channel: str
    state: Label
    phase: str
    clock: str
    outcome: Label | None
    topic: str | None
    received_at: str
    due_on: str
    answered_at: str | None
    supporters: int
    url: str


class MattersOut(Schema):
    matters: list[MatterOut]
    next: str | None = Field(description="Address of the page after, null at the end")


class LineOut(Schema):
    at: str
    title: str
    note: str
    who: str
    proof: str | None = Field(description="Page of the act in the public record")


class AnswerOut(Schema):
    at: str
    unit: str
    text: str = Field(description="CommonMark, as the office wrote it")
    proof: str | None


class MatterDetail(MatterOut):
    text: str | None = Field(description="The person's own words; null when they are hidden from the public")
    by: str = Field(description="How the person chose to appear")
    stands: str = Field(description="Where the matter stands, in a sentence")
    next_step: str
    answered_by: str = Field(description="Who has to answer")
    due_computed: str = Field(description="How the day was computed")
    timeline: list[LineOut]
    answers: list[AnswerOut]


class ScoreOut(Schema):
    unit: MatterUnit
    open: int | None
    overdue: int | None
    answered: int | None
    on_time: float | None = Field(description="Share, 0 to 1")
    median_working_days: float | None
    share_adopted: float | None


class ScoreboardOut(Schema):
    counted_at: str | None
    public: list[ScoreOut]
    private: list[ScoreOut] = Field(description="Small counts are left out (null)")


class BadFilter(Refusal):
    """A filter that the register does not have: 400."""

    status = 400


@router.get("/matters", response={200: MattersOut, 400: ErrorOut}, summary="The register of matters")
@access.api("public")
def matters(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="Words, or a number")] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    unit: Annotated[
        str, Query(max_length=40, description="Slug of a unit; those below it are included")
    ] = "",
    state: Annotated[str, Query(max_length=60, description="A phase such as open, or KIND.STATE")] = "",
    channel: Annotated[str, Query(max_length=20)] = "",
    topic: Annotated[str, Query(max_length=121, description="KIND/ID")] = "",
    overdue: bool = False,
    sort: Literal["newest", "due"] = "newest",
    after: Annotated[
        str, Query(max_length=40, description="Number of the last matter of the page before")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    lang: Lang = "zh",
) -> MattersOut:
    """Public matters, the newest first."""
    with _in(lang):
        form = FilterForm(request.GET, unit_tree())
        filters = form.filters()
        for field, errors in form.errors.items():
            raise BadFilter(errors[0], field=field)
        page = register_page(filters, after=after, size=limit)
        rows = [MatterOut(**as_json(matter)) for matter in page.rows]
    following = {"after": page.older_after, "limit": str(limit), "lang": lang}
    return MattersOut(
        matters=rows, next=_address("matters", form.query(**following)) if page.older_after else None
    )


@router.get(
    "/matters/{number}", response={200: MatterDetail, 400: ErrorOut, 404: ErrorOut}, summary="One matter"
)
@access.api("public")
def matter(
    request: HttpRequest, number: Annotated[str, Path(max_length=40)], lang: Lang = "zh"
) -> MatterDetail:
    """A public matter: where it stands, what happened, what was answered, with the proofs of the acts."""
    found = find_public(number)
    if found is None:
        raise Http404("There is no public matter with this number. The register is at /api/v1/matters.")
    with _in(lang):
        return MatterDetail(**as_json(found), **_told(found))


@router.get("/scoreboard", response={200: ScoreboardOut, 400: ErrorOut}, summary="The scoreboard of units")
@access.api("public")
def scoreboard(request: HttpRequest, lang: Lang = "zh") -> ScoreboardOut:
    """Per unit with those below it: open, overdue, answered in time, median working days, share adopted."""
    with _in(lang):
        found = board()
        return ScoreboardOut(
            counted_at=clock.local(found.made_at).isoformat(timespec="seconds") if found.made_at else None,
            public=[_score(score) for score in found.public],
            private=[_score(score) for score in found.private],
        )


def _in(lang: str) -> translation.override:
    return translation.override("en" if lang == "en" else "zh-hant")


def _address(path: str, query: str) -> str:
    return f"{settings.SITE_URL}/api/v1/{path}" + (f"?{query}" if query else "")


def _told(found: Matter) -> dict[str, Any]:
    shown = show(found)
    return {
        "text": found.body if shown.readable else None,
        "by": name_of(found),
        "stands": shown.statement.stands,
        "next_step": shown.statement.next,
        "answered_by": shown.statement.who,
        "due_computed": shown.statement.how,
        "timeline": [
            LineOut(
                at=line.when.isoformat(), title=line.title, note=line.body, who=line.who, proof=_proof(line.act_id)
            )
            for line in shown.timeline
        ],
        "answers": [
            AnswerOut(
                at=clock.local(answer.at).isoformat(timespec="seconds"), unit=str(answer.unit), text=answer.text,
                proof=_proof(answer.act_id),
            )
            for answer, _proof_words in shown.responses
        ],
    }  # fmt: skip


def _proof(act_id: str) -> str | None:
    return record.act_url(act_id) if act_id else None


def _score(score: Score) -> ScoreOut:
    return ScoreOut(
        unit=MatterUnit(code=score.unit.slug, name=str(score.unit)),
        open=score.open,
        overdue=score.overdue,
        answered=score.answered,
        on_time=score.on_time,
        median_working_days=score.median_days,
        share_adopted=score.adopted,
    )
