"""The government's calendar is read whole, or refused with every line that is wrong."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.kernel.workdays import WorkCalendar
from lightwell.people.calendar_files import WEEK, CalendarFileError, FileDay, read_calendar
from lightwell.people.calendar_grid import as_entries
from lightwell.people.calendar_seed import available_years, official_days

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "calendar"
HEAD = "西元日期,星期,是否放假,備註"
needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared calendars are not on this machine")


def csv(*rows: str) -> bytes:
    return "\r\n".join((HEAD, *rows)).encode()


def problems(content: bytes) -> list[str]:
    with pytest.raises(CalendarFileError) as wrong:
        read_calendar(content)
    return wrong.value.problems


def test_the_official_csv_is_read_in_each_encoding_that_offices_send():
    text = "\r\n".join((HEAD, "20240101,一,2,開國紀念日", "20240102,二,0,"))
    expected = [FileDay(date(2024, 1, 1), True, "開國紀念日"), FileDay(date(2024, 1, 2), False)]
    for encoding in ("utf-8", "utf-8-sig", "cp950"):
        assert read_calendar(text.encode(encoding)) == expected


def test_every_wrong_line_is_named_with_its_number_and_what_to_do():
    found = problems(csv("20240101,一,2,", "20240102,三,0,", "2024-13-01,一,0,", "20240104,四,1,"))
    assert found == [
        "line 3: 2024-01-02 is a 二, not a 三",
        "line 4: 2024-13-01 is not a date like 20240131",
        "line 5: 是否放假 must be 0 (working) or 2 (off), not 1",
    ]


def test_a_hole_is_not_read_as_a_working_day():
    assert problems(csv("20240101,一,2,", "20240103,三,0,")) == [
        "2024-01-02 is missing between 2024-01-01 and 2024-01-03"
    ]


def test_a_day_that_comes_twice_is_refused():
    assert problems(csv("20240101,一,2,", "20240101,一,0,")) == ["2024-01-01 comes twice"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the columns must be"),
        (b"a,b,c\n1,2,3", "the columns must be"),
        (b"\xff\xfe\x00\xff", "neither UTF-8 nor CP950"),
        (b"[1, 2", "JSON"),
        (b"{}", "must be a list"),
        (b"[]", "holds no days"),
        (b'[{"date": "20240101", "isHoliday": "yes"}]', "entry 1"),
        (b"[null]", "entry 1"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(content, said):
    assert said in problems(content)[0]


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content):
    try:
        assert read_calendar(content)
    except CalendarFileError as wrong:
        assert wrong.problems


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.lists(st.booleans(), min_size=1, max_size=40),
)
def test_what_is_written_as_csv_is_read_back(first, offs):
    days = [FileDay(first + timedelta(days=n), off) for n, off in enumerate(offs)]
    rows = [f"{d.day:%Y%m%d},{WEEK[d.day.weekday()]},{2 if d.off else 0}," for d in days]
    assert read_calendar(csv(*rows)) == days


def test_our_json_of_a_year_is_read_back_day_for_day():
    official = official_days(2025)
    work = WorkCalendar({d.day: not d.off for d in official})
    again = read_calendar(json.dumps(as_entries(work, 2025)).encode())
    assert [(d.day, d.off) for d in again] == [(d.day, d.off) for d in official]


def offs(days: list[FileDay]) -> dict[date, bool]:
    return {d.day: d.off for d in days}


@needs_data
@pytest.mark.parametrize(("year", "differing"), [(2023, []), (2024, []), (2025, ["09-29", "10-24", "12-25"])])
def test_the_packages_agree_with_the_shared_calendar_but_for_three_days_that_a_law_of_2025_added(
    year, differing
):
    """The Act on Memorial Days and Holidays of 28 May 2025 came after the shared file: see docs/decisions/calendar.md."""
    shared = offs(read_calendar((SHARED / f"{year}.json").read_bytes()))
    kept = offs(official_days(year))
    other = holidays.country_holidays("TW", years=year)
    assert [f"{d:%m-%d}" for d in shared if shared[d] != kept[d]] == differing
    assert [f"{d:%m-%d}" for d in shared if shared[d] == other.is_working_day(d)] == differing
    assert all(kept[date(year, int(d[:2]), int(d[3:]))] for d in differing)


def test_the_kept_package_knows_this_year_and_makes_saturdays_worked():
    assert {2023, 2024, 2025, 2026, 2027} <= set(available_years())
    assert offs(official_days(2023))[date(2023, 1, 7)] is False  # a Saturday, made up for the Lunar New Year
    with pytest.raises(LookupError, match="knows"):
        official_days(1999)
