"""Loads the demo into an empty house: six months of an invented city, told through the same actions that people use."""

from __future__ import annotations

from datetime import time, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from lightwell.casework import public as casework
from lightwell.demo import city, data, reading
from lightwell.demo.content import people as persons
from lightwell.demo.opinions import Participation
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.opendata.publishing import public as publishing
from lightwell.people.public import Unit
from lightwell.record import public as record

BEGINNING = 178  # days ago


def load_when_empty() -> list[str]:
    """Load once; return what the start prints: the demo's accounts."""
    story = Story(clock.today())
    if not Unit.objects.exists():
        found_city(story)
    if Unit.objects.filter(slug="chengchuan").exists() and not publishing.Version.objects.exists():
        tell(story)
    call_command("demo_issuer", stdout=StringIO())  # the port may be another one than last time
    return welcome()


@transaction.atomic
def found_city(story: Story) -> None:
    """Make offices and people, and take in the files that are published later, so that helpers may read them."""
    with clock.at(story.office_hour(story.today - timedelta(days=BEGINNING + 1))):
        city.calendar()
        city.build()
    units, accounts = city.inhabitants()
    data.send_in(data.plan(Story(story.today), accounts), units, accounts)


def tell(story: Story) -> None:
    """Tell the whole story in one transaction, so that a start that was cut off leaves nothing half told."""
    units, accounts = city.inhabitants()
    with reading.ahead(), transaction.atomic():
        data.plan(story, accounts)
        Participation(story, units, accounts).plan()
        for ago in range(BEGINNING, -1, -1):
            story.plan(ago, casework.sweep, at=time(23, 30))
        for _moment in story.tell():
            pass
    casework.sweep()
    record.integrate()


def welcome() -> list[str]:
    """Return the lines about who can sign in."""
    lines = [f"{p['email']:34}{p['label_en']}" for p in persons()]
    return [
        f"Every account of the demo has the password {city.PASSWORD}",
        *lines,
        f"Mail lands in {settings.MAIL_FOLDER}",
    ]
