"""A unit works by its own calendar or the nearest above; a change is told, recorded and seen at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import calendars
from lightwell.people import public as people
from lightwell.people.calendar_seed import official_days
from lightwell.people.models import Calendar, CalendarDay, Role, RoleGrant
from lightwell.record import public as record

MAKE_UP = date(2023, 1, 7)  # a worked Saturday
NEW_YEAR = date(2024, 1, 1)  # a Monday off
TYPHOON = date(2026, 7, 9)  # a Thursday
SUMMER = datetime(2026, 7, 8, 20, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def national(tree) -> Calendar:
    made = Calendar.objects.create(slug="taiwan", name="行政機關辦公日曆", name_en="Government agencies")
    people.set_calendar(unit=tree["cabinet"], calendar=made, by=None)
    return made


@pytest.fixture
def listening(monkeypatch):
    """Somebody above the room that promised something by a calendar."""
    heard: list[str] = []
    monkeypatch.setattr(calendars, "_listeners", [])

    @people.on_calendar_change
    def listener(calendar):
        heard.append(calendar.slug)
        return ["OP-115-000001: 3 August → 4 August"]

    return heard


def seed(*years: int, **options) -> None:
    call_command("seed_calendar", *map(str, years), **options)


def test_seeding_knows_holidays_and_make_up_days_and_units_below_inherit(tree, national, capsys):
    seed(2023, 2024)
    for slug in ("cabinet", "buses"):
        work = people.work_calendar(tree[slug])
        assert work.is_working(MAKE_UP) and not work.is_working(NEW_YEAR)
        assert work.name_of(NEW_YEAR).in_language("en") == "Founding Day"
    assert "2023-01-07 works" in capsys.readouterr().out


def test_a_seeded_year_is_the_official_one_day_for_day(tree, national):
    seed(2025)
    work = people.work_calendar(tree["parks"])
    assert all(work.is_working(d.day) != d.off for d in official_days(2025))


def test_seeding_again_changes_nothing(tree, national, capsys):
    seed(2024)
    capsys.readouterr()
    seed(2024)
    assert "0 days changed" in capsys.readouterr().out


def test_a_unit_without_a_calendar_above_works_monday_to_friday(tree):
    work = people.work_calendar(tree["buses"])
    assert work.is_working(NEW_YEAR) and not work.is_working(MAKE_UP)


def test_a_day_off_holds_for_the_unit_and_below_and_the_rest_is_inherited(tree, national):
    seed(2026)
    with clock.at(SUMMER):
        people.declare_day_off(unit=tree["transport"], day=TYPHOON, reason="颱風停止上班", by=None)
    for slug, works in (("transport", False), ("buses", False), ("parks", True), ("city", True)):
        assert people.work_calendar(tree[slug]).is_working(TYPHOON) == works, slug
    assert not people.work_calendar(tree["buses"]).is_working(date(2026, 1, 1))


def test_a_later_import_keeps_declared_days(tree, national):
    with clock.at(SUMMER):
        people.declare_day_off(unit=tree["cabinet"], day=TYPHOON, reason="颱風停止上班", by=None)
    seed(2026)
    assert not people.work_calendar(tree["buses"]).is_working(TYPHOON)


def test_a_day_off_can_be_taken_back_but_no_other_day(tree, national):
    seed(2026)
    with clock.at(SUMMER):
        people.declare_day_off(unit=tree["cabinet"], day=TYPHOON, reason="颱風", by=None)
        people.withdraw_day_off(unit=tree["cabinet"], day=TYPHOON, by=None)
        assert people.work_calendar(tree["buses"]).is_working(TYPHOON)
        with pytest.raises(Refusal):
            people.withdraw_day_off(unit=tree["cabinet"], day=date(2026, 1, 1), by=None)
    assert CalendarDay.objects.filter(day=date(2026, 1, 1)).exists()


def test_only_an_administrator_of_the_unit_declares_a_day_off(account, tree, national):
    with clock.at(SUMMER):
        for somebody in (
            account(),
            account(Role.LEAD, tree["city"]),
            account(Role.ADMINISTRATOR, tree["parks"]),
        ):
            RoleGrant.objects.filter(account=somebody).update(starts_on=date(2026, 1, 1))
            with pytest.raises(PermissionDenied):
                people.declare_day_off(unit=tree["transport"], day=TYPHOON, reason="颱風", by=somebody)


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2028, 1, 1)])
def test_a_day_far_from_today_is_refused(tree, national, day):
    with clock.at(SUMMER), pytest.raises(Refusal):
        people.declare_day_off(unit=tree["cabinet"], day=day, reason="颱風", by=None)


def test_those_who_promised_by_a_calendar_are_told_and_the_record_has_it(tree, national, listening):
    with clock.at(SUMMER):
        moved = people.declare_day_off(unit=tree["cabinet"], day=TYPHOON, reason="颱風", by=None)
    assert moved == ["OP-115-000001: 3 August → 4 August"] and listening == ["taiwan"]
    [act] = record.acts_of(Ref("calendar", "taiwan"))
    assert act.act == "calendar.day_off" and act.office == "system"


def test_a_dry_run_says_all_and_changes_nothing(tree, national, listening, capsys):
    seed(2024, dry_run=True)
    said = capsys.readouterr().out
    assert "13 days would change" in said and "1 promised dates would move" in said
    assert not CalendarDay.objects.exists() and record.acts_of(Ref("calendar", "taiwan")) == []
    assert people.work_calendar(tree["buses"]).is_working(NEW_YEAR)


def test_units_on_a_calendar_are_those_that_inherit_it_too(tree, national):
    with clock.at(SUMMER):
        people.declare_day_off(unit=tree["transport"], day=TYPHOON, reason="颱風", by=None)
    own = Calendar.objects.get(units=tree["transport"])
    assert set(people.units_on(national)) == {unit.pk for unit in tree.values()}
    assert set(people.units_on(own)) == {tree["transport"].pk, tree["buses"].pk}


def test_a_moved_unit_follows_the_calendar_of_its_new_place(tree, national):
    seed(2026)
    with clock.at(SUMMER):
        people.declare_day_off(unit=tree["transport"], day=TYPHOON, reason="颱風", by=None)
    people.move_unit(unit=tree["parks"], parent=tree["transport"], by=None)
    assert not people.work_calendar(tree["parks"]).is_working(TYPHOON)


def test_a_list_of_units_costs_as_many_queries_as_one(tree, national, django_assert_num_queries):
    seed(2024)
    people.work_calendar(tree["buses"])
    with django_assert_num_queries(3):
        book = people.book()
        assert not any(book.of(unit).is_working(NEW_YEAR) for unit in tree.values())


def test_import_says_where_the_file_is_wrong_and_changes_nothing(tree, national, tmp_path):
    file = tmp_path / "115.csv"
    file.write_text("西元日期,星期,是否放假,備註\n20260101,五,2,開國紀念日\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 2: 2026-01-01 is a 四, not a 五"):
        call_command("import_calendar", str(file), calendar="taiwan")
    with pytest.raises(CommandError, match="Known: taiwan"):
        call_command("import_calendar", str(file), calendar="taipei")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_calendar", str(tmp_path / "none.csv"), calendar="taiwan")
    assert not CalendarDay.objects.exists()


def test_an_import_replaces_the_days_of_its_span_and_no_others(tree, national, tmp_path):
    seed(2024, 2025)
    file = tmp_path / "week.csv"
    rows = [f"{NEW_YEAR + timedelta(days=n):%Y%m%d},,0," for n in range(5)]
    file.write_text("西元日期,星期,是否放假,備註\n" + "\n".join(rows), encoding="utf-8")
    call_command("import_calendar", str(file), calendar="taiwan")
    work = people.work_calendar(tree["buses"])
    assert work.is_working(NEW_YEAR) and not work.is_working(date(2025, 1, 1))


def test_a_calendar_below_can_work_on_a_day_that_the_one_above_has_off(tree, national, tmp_path):
    seed(2024)
    own = Calendar.objects.create(slug="parks", name="公園", parent=national)
    people.set_calendar(unit=tree["parks"], calendar=own, by=None)
    file = tmp_path / "day.csv"
    file.write_text("西元日期,星期,是否放假,備註\n20240101,一,0,\n", encoding="utf-8")
    call_command("import_calendar", str(file), calendar="parks")
    assert people.work_calendar(tree["parks"]).is_working(NEW_YEAR)
    assert not people.work_calendar(tree["transport"]).is_working(NEW_YEAR)
