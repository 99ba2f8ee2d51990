"""Loads the demo into an empty house: six months of an invented city, told through the same actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from lightwell.bridges.related import public as related
from lightwell.casework import public as casework
from lightwell.demo import asking, city, data, doors, opinions, petitions, reading
from lightwell.demo.content import people as persons
from lightwell.demo.models import Telling
from lightwell.demo.story import Moment, Story
from lightwell.kernel import clock
from lightwell.opendata.disclosure import public as disclosure
from lightwell.participation.petitions import public as petitions_room
from lightwell.people.public import Unit
from lightwell.record import public as record

BEGINNING = 178  # days ago
SWEEPS = 3  # days between two looks at every clock: a story needs no daily one


def load_when_empty() -> list[str]:
    """Load once, or go on where a start was cut off; return what the start prints: the demo's accounts."""
    if not Unit.objects.exists():
        found_city()
    telling = Telling.objects.first()
    if telling is not None and telling.told_until < telling.today:
        tell(telling)
    call_command("demo_issuer", stdout=StringIO())  # the port may be another one than last time
    return welcome()


@transaction.atomic
def found_city() -> None:
    """Make offices and people, and take in the files that are published later, so that helpers may read them."""
    story = Story(clock.today())
    beginning = story.day(BEGINNING + 1)
    with clock.at(story.office_hour(beginning)):
        city.calendar()
        city.build()
        petitions.found(beginning)
    units, accounts = city.inhabitants()
    data.send_in(data.plan(Story(story.today), accounts), units, accounts)
    Telling.objects.create(today=story.today, told_until=beginning)


def tell(telling: Telling) -> None:
    """Tell the story day by day; each day is one transaction that also notes that it was told."""
    story = Story(telling.today)
    units, accounts = city.inhabitants()
    data.plan(story, accounts)
    for room in (opinions, petitions, asking, doors):
        room.plan(story, units, accounts)
    with reading.ahead():
        for number, (day, happening) in enumerate(story.days(telling.told_until)):
            _tell_day(telling, day, happening)
            _night(day, [petitions_room.count_all, *(SWEEPING if number % SWEEPS == 0 else ())])
    Telling.objects.filter(pk=telling.pk).update(told_until=telling.today)
    casework.sweep()
    related.rebuild()
    record.integrate()


SWEEPING = (casework.sweep, petitions_room.sweep, disclosure.remind)


@transaction.atomic
def _tell_day(telling: Telling, day: date, happening: list[Moment]) -> None:
    for moment in happening:
        with clock.at(moment.at):
            moment.happen()
    Telling.objects.filter(pk=telling.pk).update(told_until=day)


def _night(day: date, works: list[Callable[[], object]]) -> None:
    """Do what the worker does by itself, at the end of a day: signatures can be counted only once they are committed."""
    late = datetime.combine(day, time(23, 30), clock.TAIPEI)
    if late > clock.now():
        return
    with clock.at(late):
        for work in works:
            work()


def welcome() -> list[str]:
    """Return the lines about who can sign in."""
    lines = [f"{p['email']:34}{p['label_en']}" for p in persons()]
    return [
        f"Every account of the demo has the password {city.PASSWORD}",
        *lines,
        f"Mail lands in {settings.MAIL_FOLDER}",
    ]
