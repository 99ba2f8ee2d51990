"""Type in what people said on paper, by phone or in a room: a draft with its lines, then one matter a line, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.files import public as files
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import rules
from lightwell.participation.opinions.actions import Way, Words, receive_opinion
from lightwell.participation.opinions.models import Sheet, Topic
from lightwell.people import public as people

OWN = "own"  # a line that its typist wants as a matter of its own although it was said before
SAME, LIKE = 0.95, 0.4  # likeness of two texts that count as the same, and as nearly the same
MOST_LINES = 60
PURPOSE = "opinions.sheet"
SCAN_LIMIT = 20 * 1024 * 1024  # bytes
PICTURES = frozenset({"image/png", "image/jpeg"})
Line = dict[str, str]


@dataclass(frozen=True)
class Before:
    """Something that says the same as a line: ``choice`` is what the form sends to merge with it."""

    choice: str
    number: str
    title: str
    likeness: float

    @property
    def same(self) -> bool:
        return self.likeness >= SAME


def begin_sheet(
    *, topic: Topic, channel: str, received_on: date, number: str, scan: Any = None, by: people.Account
) -> Sheet:
    """Begin a draft; ``scan`` is an upload and is kept with it, encrypted and for staff only."""
    people.require(by, "casework.receive", unit=topic.unit)
    if received_on > clock.today():
        raise Refusal(_("This day lies in the future."), field="received_on")
    with transaction.atomic():
        stored = files.receive(scan, purpose=PURPOSE, by=by, field="scan") if scan else None
        return Sheet.objects.create(
            topic=topic,
            channel=channel,
            received_on=received_on,
            number=number.strip(),
            scan=stored,
            written_by=by,
            created_at=clock.now(),
            changed_at=clock.now(),
        )


def save_sheet(*, sheet: Sheet, lines: Sequence[Line], version: int, by: people.Account) -> Sheet:
    """Keep the lines as typed so far, whole or half; Refusal when somebody saved this sheet in the meantime."""
    with transaction.atomic():
        found = _taken(sheet, by)
        if found.version != version:
            raise Refusal(
                _(
                    "Somebody else saved this sheet after you opened it. Your lines are still here: compare, then save again."
                )
            )
        if len(lines) > MOST_LINES:
            raise Refusal(_("A sheet has at most %(n)d lines. Begin a second one.") % {"n": MOST_LINES})
        found.lines = [line for line in lines if line["text"].strip()]
        found.version, found.changed_at = found.version + 1, clock.now()
        found.save(update_fields=["lines", "version", "changed_at"])
    return found


def enter_sheet(*, sheet: Sheet, by: people.Account) -> list[Matter]:
    """Make a matter of each line, in their order, all or none; a second call returns the same matters.

    Refusal while a line that was said before has not been decided: merge it, or keep it as one of its own.
    """
    with transaction.atomic():
        found = _taken(sheet, by, open_only=False)
        if found.entered_at is not None:
            return [
                opinion.matter for opinion in found.opinions.select_related("matter").order_by("sheet_line")
            ]
        _require_decided(found)
        matters: list[Matter] = []
        for place, line in enumerate(found.lines, start=1):
            matters.append(_enter_line(found, place, line, matters, by))
        found.entered_at, found.version = clock.now(), found.version + 1
        found.save(update_fields=["entered_at", "version"])
    return matters


def drop_sheet(*, sheet: Sheet, by: people.Account) -> None:
    """Throw a draft away, with its scan."""
    with transaction.atomic():
        found = _taken(sheet, by)
        scan = found.scan
        found.delete()
        if scan is not None:
            files.erase(file=scan, by=by)


def said_before(sheet: Sheet) -> list[list[Before]]:
    """Return for each line what says the same: earlier lines of the sheet, then opinions of the topic, the most alike first."""
    return [[*_on_sheet(sheet, place), *_on_topic(sheet, line)] for place, line in enumerate(sheet.lines)]


def _on_sheet(sheet: Sheet, place: int) -> list[Before]:
    text = rules.folded(sheet.lines[place]["text"])
    return [
        Before(f"line:{number}", _("line %(n)d") % {"n": number}, earlier["text"][:60], 1.0)
        for number, earlier in enumerate(sheet.lines[:place], start=1)
        if rules.folded(earlier["text"]) == text
    ]


def _on_topic(sheet: Sheet, line: Line) -> list[Before]:
    found = casework.similar_matters(line["text"], sheet.topic.ref, limit=3, least=LIKE)
    return [Before(matter.number, matter.number, matter.title, likeness) for matter, likeness in found]


def _require_decided(sheet: Sheet) -> None:
    if not sheet.lines:
        raise Refusal(_("Type in at least one line."))
    before = said_before(sheet)
    open_lines = [
        str(n)
        for n, line in enumerate(sheet.lines, start=1)
        if before[n - 1] and not _decided(line, before[n - 1])
    ]
    if open_lines:
        raise Refusal(
            _(
                "Decide about line %(lines)s first: it says what was said before. Merge it, or keep it as one of its own."
            )
            % {"lines": _("、").join(open_lines)}
        )


def _decided(line: Line, before: list[Before]) -> bool:
    return line.get("merge") == OWN or line.get("merge") in {b.choice for b in before}


def _enter_line(sheet: Sheet, place: int, line: Line, earlier: list[Matter], by: people.Account) -> Matter:
    words = Words(
        text=line["text"],
        display=line["display"],
        shown_name=line.get("name", ""),
        email=line.get("email", ""),
    )
    way = Way(
        channel=sheet.channel,
        received_at=noon_of(sheet.received_on),
        sheet=sheet,
        line=place,
        key=f"sheet:{sheet.public_id}:{place}",
    )
    try:
        matter = receive_opinion(topic=sheet.topic, words=words, way=way, by=by)
    except Refusal as refusal:
        raise Refusal(_("Line %(n)d: %(problem)s") % {"n": place, "problem": refusal.message})
    target = _target(sheet, line.get("merge", ""), earlier)
    # by None: merging at receipt is what the person's words ask for, and a front-line helper may not answer matters
    return casework.merge(matter=matter, into=target, by=None) if target is not None else matter


def _target(sheet: Sheet, choice: str, earlier: list[Matter]) -> Matter | None:
    if not choice or choice == OWN:
        return None
    if choice.startswith("line:") and choice[5:].isdigit() and 0 < int(choice[5:]) <= len(earlier):
        found: Matter | None = earlier[int(choice[5:]) - 1]
    else:
        found = Matter.objects.filter(number=choice, topic=str(sheet.topic.ref)).first()
    if found is None:
        raise Refusal(_("There is no opinion %(number)s on this topic.") % {"number": choice})
    return found.merged_into or found


def noon_of(day: date) -> datetime:
    """Noon of a past day, and never later than now: a sheet says the day, not the hour."""
    noon = datetime.combine(day, time(12), tzinfo=clock.TAIPEI)
    return min(noon, clock.now())


def _taken(sheet: Sheet, by: people.Account, *, open_only: bool = True) -> Sheet:
    found = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("topic", "topic__unit", "scan")
        .get(pk=sheet.pk)
    )
    people.require(by, "casework.receive", unit=found.topic.unit)
    if open_only and found.entered_at is not None:
        raise Refusal(_("This sheet has been entered already; its lines have their numbers."))
    return found
