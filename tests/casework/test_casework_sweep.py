"""What time does to clocks, what a changed calendar does, and what the scoreboard counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from casework.conftest import mails, taipei
from lightwell.casework import public as casework
from lightwell.casework.models import Event, Matter, Tally
from lightwell.casework.recomputing import recompute_in_batches, units_by
from lightwell.casework.scoreboard import board
from lightwell.kernel import clock
from lightwell.people.models import Calendar, Unit
from lightwell.record import public as record

CHILDREN = date(2026, 4, 1)


def state_after(matter, *day):
    with clock.at(taipei(*day, 9)):
        casework.sweep()
    return Matter.objects.get(pk=matter.pk)


@pytest.mark.django_db
def test_a_clock_runs_warns_is_late_and_goes_up_as_days_pass(monday, send, mayor):
    matter = send()  # due on Wednesday, 1 April
    assert state_after(matter, 2026, 3, 26).clock_state == "running"
    assert state_after(matter, 2026, 3, 27).clock_state == "due_soon"
    assert state_after(matter, 2026, 4, 1).clock_state == "due_soon"
    assert state_after(matter, 2026, 4, 2).clock_state == "overdue"
    assert state_after(matter, 2026, 4, 9).clock_state == "overdue"
    up = state_after(matter, 2026, 4, 10)
    assert (up.clock_state, up.escalated_to.slug, up.unit.slug) == ("escalated", "city", "lamps")
    assert mails() == [("casework/escalated", "mayor@city.example")]
    assert [act.act for act in record.acts_of(matter.ref)] == ["matter.received", "matter.escalated"]


@pytest.mark.django_db
def test_a_sweep_after_a_long_silence_does_all_at_once_and_a_second_one_nothing(monday, send, mayor):
    matter = send()
    with clock.at(taipei(2026, 9, 1, 9)):
        first = casework.sweep()
        second = casework.sweep()
    assert (first["due_soon"], first["overdue"], first["escalated"]) == (1, 1, 1)
    assert [second[step] for step in ("resumed", "due_soon", "overdue", "escalated")] == [0, 0, 0, 0]
    assert Event.objects.filter(matter=matter, act="matter.escalated").count() == 1
    assert len(mails()) == 1


@pytest.mark.django_db
def test_a_matter_taken_up_again_starts_below_even_if_it_was_escalated_before(monday, send, mayor, officer):
    matter = state_after(send(), 2026, 9, 1)
    with clock.at(taipei(2026, 9, 2, 9)):
        matter = casework.move(matter=matter, to="refused", by=officer, reason_code="off_topic")
    with clock.at(taipei(2026, 9, 9, 9)):
        matter = casework.move(matter=matter, to="received", by=officer)
    assert (matter.phase, matter.clock_state, matter.escalated_to) == ("open", "overdue", None)


@pytest.mark.django_db
def test_where_nobody_stands_above_an_overdue_matter_stays_overdue(monday, city, send):
    assert state_after(send(unit=city), 2026, 9, 1).clock_state == "overdue"


@pytest.mark.django_db
def test_the_longest_pause_ends_by_itself(monday, send):
    matter = casework.pause(matter=send(), reason="等廠商。", by=None)
    assert state_after(matter, 2026, 3, 21).clock_state == "paused"
    resumed = state_after(matter, 2026, 3, 25)
    assert (resumed.phase, resumed.clock_state, resumed.due_on) == ("open", "running", date(2026, 4, 20))
    assert resumed.pauses.get().until == date(2026, 3, 22)


@pytest.mark.django_db
def test_an_answer_stops_the_clock_for_good(monday, send, officer, lead):
    matter = casework.assign(matter=send(), officer=officer, by=lead)
    casework.respond(matter=matter, text="好。", by=officer)
    assert state_after(matter, 2026, 9, 1).clock_state == "stopped"


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_escalate_each_matter_once(send, mayor):
    with clock.at(taipei(2026, 3, 2, 9)):
        matters = [send() for _ in range(12)]

    def one(_number):
        try:
            with clock.at(taipei(2026, 9, 1, 9)):
                return casework.sweep()["escalated"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(one, range(4)))
    assert done == len(matters) == Event.objects.filter(act="matter.escalated").count() == len(mails())


@pytest.mark.django_db
def test_a_new_holiday_on_the_due_day_moves_the_promise_and_says_so(monday, send, city, person):
    matter = send(person=person)
    city.calendar.days.create(day=date(2026, 4, 1), working=False, reason="颱風停班", reason_en="Typhoon day")
    lines = casework.recompute_clocks(city.calendar)
    moved = Matter.objects.get(pk=matter.pk)
    assert moved.due_on == date(2026, 4, 2)
    assert len(lines) == 1 and matter.number in lines[0]
    assert moved.events.last().act == "matter.recomputed"
    assert mails()[-1] == ("casework/recomputed", "someone@home.example")


@pytest.mark.django_db
def test_a_holiday_that_is_called_off_brings_no_promise_forward(monday, send, city):
    with clock.at(taipei(2026, 3, 4, 9)):
        matter = send()  # 30 days end on Friday, 3 April, a holiday; so Tuesday, 7 April
    assert matter.due_on == date(2026, 4, 7)
    city.calendar.days.all().delete()
    assert casework.recompute_clocks(city.calendar) == []
    kept = Matter.objects.get(pk=matter.pk)
    assert (kept.due_on, kept.how["kept_from"]) == (date(2026, 4, 7), "2026-04-03")


@pytest.mark.django_db
def test_a_paused_clock_is_recomputed_when_it_goes_on(monday, send, city):
    matter = casework.pause(matter=send(), reason="等。", by=None)
    city.calendar.days.create(day=date(2026, 4, 7), working=False, reason="颱風停班")
    assert casework.recompute_clocks(city.calendar) == []
    with clock.at(taipei(2026, 3, 9, 9)):
        assert casework.resume(matter=matter, by=None).due_on == date(2026, 4, 8)


@pytest.mark.django_db
def test_only_units_that_work_by_the_calendar_are_touched(monday, send, city, office, other_office):
    own = Calendar.objects.create(slug="bridges", name="橋樑課日曆", parent=city.calendar)
    apart = Calendar.objects.create(slug="apart", name="另一本日曆")
    other_office.calendar = own
    other_office.save()
    Unit.objects.create(slug="island", name="小島", path="/island/", calendar=apart)
    assert [unit.slug for unit in units_by(city.calendar)] == ["city", "bridges", "lamps"]
    assert [unit.slug for unit in units_by(own)] == ["bridges"]


@pytest.mark.django_db
def test_the_job_recomputes_in_batches_what_the_page_leaves_to_it(monday, send, city, monkeypatch):
    monkeypatch.setattr("lightwell.casework.recomputing.AT_ONCE", 2)
    monkeypatch.setattr("lightwell.casework.recomputing.BATCH", 2)
    matters = [send() for _ in range(5)]
    city.calendar.days.create(day=date(2026, 4, 1), working=False, reason="颱風停班")
    assert len(casework.recompute_clocks(city.calendar)) == 1
    assert Matter.objects.get(pk=matters[0].pk).due_on == date(2026, 4, 1)
    assert recompute_in_batches(city.calendar) == 5
    assert set(Matter.objects.values_list("due_on", flat=True)) == {date(2026, 4, 2)}
    assert recompute_in_batches(city.calendar) == 0


@pytest.mark.django_db
def test_the_scoreboard_counts_each_unit_with_those_below_it(monday, send, officer, lead, other_office):
    for number in range(4):
        matter = casework.assign(matter=send(), officer=officer, by=lead)
        with clock.at(taipei(2026, 3, 2 + 7 * number, 12)):
            casework.respond(matter=matter, text="好。", by=officer)
            if number < 2:
                casework.close(matter=matter, outcome="lit" if number else "half", reason="好。", by=officer)
    send(unit=other_office)
    with clock.at(taipei(2026, 5, 4, 9)):
        casework.sweep()
    rows = {score.unit.slug: score for score in board().public}
    assert (rows["lamps"].open, rows["lamps"].answered, rows["lamps"].on_time) == (0, 4, 1.0)
    assert (rows["lamps"].median_days, rows["lamps"].adopted) == (7.5, 0.75)
    assert (rows["bridges"].open, rows["bridges"].overdue) == (1, 1)
    assert (rows["city"].open, rows["city"].answered, rows["city"].overdue) == (1, 4, 1)


@pytest.mark.django_db
def test_few_private_matters_are_not_shown_on_the_scoreboard(monday, send, other_office):
    for _number in range(6):
        send(kind="whisper")
    send(kind="whisper", unit=other_office)
    casework.refresh_tallies(force=True)
    rows = {score.unit.slug: score.open for score in board().private}
    assert rows == {"city": 7, "lamps": None, "bridges": None}


@pytest.mark.django_db
def test_nothing_is_counted_anew_when_nothing_has_changed(monday, send):
    send()
    assert casework.refresh_tallies() == 2
    with clock.at(taipei(2026, 3, 2, 11)):
        assert casework.refresh_tallies() == 2  # whoever was just committing is counted now
        assert casework.refresh_tallies() == 0
        send()
        assert casework.refresh_tallies() == 2
    assert Tally.objects.get(unit__slug="city").open == 2
