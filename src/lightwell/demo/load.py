"""Loads the demo into an empty house: six months of an invented city, told through the same actions that people use."""

from __future__ import annotations

from datetime import time, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from lightwell.casework import public as casework
from lightwell.demo import city, data
from lightwell.demo.content import people as persons
from lightwell.demo.opinions import Participation
from lightwell.demo.story import Story
from lightwell.kernel import clock
from lightwell.people.public import Unit
from lightwell.record import public as record

BEGINNING = 178  # days ago


def load_when_empty() -> list[str]:
    """Load once; return what the start prints: the demo's accounts."""
    if not Unit.objects.exists():
        load()
    call_command("demo_issuer", stdout=StringIO())  # the port may be another one than last time
    return welcome()


def load() -> None:
    """Tell the whole story in one transaction, so that a start that was cut off leaves nothing half told."""
    with transaction.atomic():
        story = Story(clock.today())
        with clock.at(story.office_hour(story.today - timedelta(days=BEGINNING + 1))):
            city.calendar()
            units, accounts = city.build()
        Participation(story, units, accounts).plan()
        data.plan(story, units, accounts)
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
