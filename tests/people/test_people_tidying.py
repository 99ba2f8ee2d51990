"""Ended sessions go, running ones stay, however far the demo has moved its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from lightwell.kernel import clock
from lightwell.kernel.rounds import all_rounds
from lightwell.people.jobs import tidy


@pytest.mark.django_db
def test_ended_sessions_go_and_a_moved_clock_signs_nobody_out():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        real = cursor.fetchone()[0]
    for key, days in (("ended", -1), ("running", 14)):
        Session.objects.create(session_key=key, session_data="", expire_date=real + timedelta(days=days))
    with clock.at(datetime(2040, 1, 1, tzinfo=UTC)):
        tidy()
    assert list(Session.objects.values_list("pk", flat=True)) == ["running"]
    assert "people.tidy" in {found.name for found in all_rounds()}
