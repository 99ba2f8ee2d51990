"""Pages of units, calendars, days off and roles: who sees what, what they cost, and what they leave to caches."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from lightwell.kernel import clock
from lightwell.people import public as people
from lightwell.people.calendar_files import read_calendar
from lightwell.people.models import Calendar, Role, RoleGrant

SUMMER = datetime(2026, 7, 8, 20, 0, tzinfo=clock.TAIPEI)


@pytest.fixture
def place(tree):
    calendar = Calendar.objects.create(slug="taiwan", name="行政機關辦公日曆", name_en="Government agencies")
    people.set_calendar(unit=tree["cabinet"], calendar=calendar, by=None)
    call_command("seed_calendar", "2026", verbosity=0)
    with clock.at(SUMMER):
        yield tree


PUBLIC = (
    ("/units/", 1),
    ("/units/buses/", 9),
    ("/units/buses/calendar/", 8),
    ("/units/buses/calendar/2027/", 8),
    ("/calendars/", 1),
    ("/calendars/taiwan/", 7),
    ("/calendars/taiwan/2026/", 7),
    ("/calendars/taiwan.ics", 4),
    ("/calendars/taiwan.json", 4),
)


@pytest.mark.parametrize(("path", "queries"), PUBLIC)
def test_public_pages_leave_no_cookie_may_be_kept_and_cost_few_queries(
    path, queries, place, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(queries):
        answer = client.get(path)
    assert answer.status_code == 200 and not answer.cookies
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    if not path.endswith((".ics", ".json")):
        english = client.get("/en" + path)
        assert english.status_code == 200 and 'lang="en"' in english.content.decode()


@pytest.mark.parametrize("path", ["/units/none/", "/units/none/calendar/", "/calendars/none/", "/calendars/none.ics",
                                  "/calendars/none.json", "/calendars/taiwan/1/", "/units/buses/calendar/9999/"])  # fmt: skip
def test_what_does_not_exist_is_404_and_never_500(path, place, client):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("year", ["", "abc", "-1", "99999999999999999999", "１１５", "2026"])
def test_any_year_asked_for_gets_an_answer_or_a_reason(year, place, client):
    answer = client.get("/calendars/taiwan.json", {"year": year})
    if year in ("", "2026"):
        assert len(read_calendar(answer.content)) == 365
    else:
        assert answer.status_code == 400 and json.loads(answer.content)["error"]["field"] == "year"


def test_a_calendar_file_has_lines_that_programs_read(place, client):
    people.declare_day_off(
        unit=place["transport"], day=SUMMER.date(), reason="颱風停止上班；請留在家中，" * 6, by=None
    )
    own = Calendar.objects.get(units=place["transport"])
    text = client.get(f"/calendars/{own.slug}.ics").content
    lines = text.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(
        len(line) <= 75 and line.decode() is not None for line in lines
    )  # RFC 5545 3.1, no split character
    unfolded = text.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260708" in unfolded and "颱風停止上班；請留在家中，颱風" in unfolded


def test_the_year_is_readable_with_holidays_and_the_next_days(place, client):
    chinese, english = (client.get(f"{p}/units/buses/calendar/").content.decode() for p in ("", "/en"))
    assert "中秋節" in chinese and "Mid-Autumn Festival" in english and "25休" in chinese
    unknown = client.get("/en/units/buses/calendar/2031/").content.decode()
    assert "has not announced this year" in unknown


def test_a_unit_shows_the_office_of_its_information_officer_and_not_the_person(place, account, client):
    officer = account(Role.OFFICER, place["buses"], name="王小明", email="wang@example.org")
    RoleGrant.objects.update(starts_on="2026-01-01")
    people.name_information_officer(unit=place["buses"], account=officer, by=None)
    page = client.get("/units/buses/").content.decode()
    assert "承辦人" in page and "王小明" not in page and "wang@" not in page


def administer(client, account, unit):
    somebody = account(Role.ADMINISTRATOR, unit, name="管理者甲")
    RoleGrant.objects.filter(account=somebody).update(starts_on="2026-01-01")
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return somebody


OFFICIAL = ("/units/buses/roles/", "/units/buses/day-off/")


@pytest.mark.parametrize("path", OFFICIAL)
def test_pages_of_administrators_open_for_those_of_the_unit_and_for_nobody_else(path, place, account, client):
    assert client.get(path).url.startswith("/account/login/?next=")
    for role in set(Role.values) - {Role.ADMINISTRATOR}:
        other = account(role, place["buses"])
        RoleGrant.objects.filter(account=other).update(starts_on="2026-01-01")
        client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(path).status_code == 403 and client.post(path).status_code == 403, role
    administer(client, account, place["parks"])
    assert client.get(path).status_code == 403 and client.post(path).status_code == 403
    administer(client, account, place["transport"])
    assert client.get(path).status_code == 200


def test_an_administrator_gives_and_ends_a_role(place, account, client):
    administer(client, account, place["city"])
    mei = account(email="mei@example.org", name="梅")
    data = {"email": "MEI@example.org", "role": "officer", "starts_on": "", "ends_on": ""}
    assert client.post("/units/buses/roles/", data).status_code == 302
    assert people.can(mei, "casework.answer", unit=place["buses"])
    page = client.get("/units/buses/roles/").content.decode()
    assert "mei@example.org" in page and "由上級賦予" in page
    grant = RoleGrant.objects.get(account=mei)
    path = reverse("people:revoke", args=["buses", grant.pk])
    assert client.get(path).status_code == 200 and people.can(mei, "casework.answer", unit=place["buses"])
    assert client.post(path).status_code == 302
    assert not people.can(mei, "casework.answer", unit=place["buses"])
    assert client.post(reverse("people:revoke", args=["parks", grant.pk])).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "nobody@example.org"}, "沒有帳號"),
        ({"email": "no address"}, "name@example.org"),
        ({"role": "king"}, "king"),
        ({"starts_on": "2026-08-01", "ends_on": "2026-07-01"}, "截止日不能早於起始日"),
        ({"starts_on": "yesterday"}, "error"),
    ],
)
def test_a_wrong_role_form_is_shown_again_with_what_was_typed(change, said, place, account, client):
    administer(client, account, place["city"])
    account(email="mei@example.org")
    data = {"email": "mei@example.org", "role": "officer", "starts_on": "", "ends_on": "", **change}
    answer = client.post("/units/buses/roles/", data)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert f'value="{data["email"]}"' in answer.content.decode()
    assert RoleGrant.objects.count() == 1


def test_an_administrator_declares_a_typhoon_day_and_takes_it_back(place, account, client):
    administer(client, account, place["transport"])
    path, day = (
        "/units/transport/day-off/",
        {"day": "2026-07-09", "reason": "颱風停止上班", "reason_en": "Typhoon"},
    )
    assert client.post(path, day).status_code == 302
    assert not people.work_calendar(place["buses"]).is_working(SUMMER.date().replace(day=9))
    assert "颱風停止上班" in client.get(path).content.decode()
    assert "Typhoon" in client.get("/en/units/buses/calendar/").content.decode()
    for wrong in ("", "nonsense", "2026-07-10"):
        assert client.post(path, {"withdraw": wrong}).status_code == 200
    assert client.post(path, {"withdraw": "2026-07-09"}).status_code == 302
    assert people.work_calendar(place["buses"]).is_working(SUMMER.date().replace(day=9))


def test_a_wrong_day_off_is_shown_again_with_the_reason_at_its_field(place, account, client):
    administer(client, account, place["transport"])
    answer = client.post("/units/transport/day-off/", {"day": "2030-01-01", "reason": "颱風"})
    assert answer.status_code == 200 and "30 天前到一年後" in answer.content.decode()
    assert not Calendar.objects.filter(units=place["transport"]).exists()


def test_the_account_page_shows_roles_and_pseudonyms_and_no_number_of_the_account(place, account, client):
    from lightwell.kernel.ref import Ref

    mei = administer(client, account, place["transport"])
    name = people.pseudonym(mei, Ref("topic", "river"))
    page = client.get("/account/").content.decode()
    assert name in page and "管理者" in page and f'"{mei.pk}"' not in page
    assert client.get("/account/").headers["Cache-Control"] == "private, no-store"


def test_an_administrator_gets_from_the_account_to_the_roles_of_each_unit_below(place, account, client):
    administer(client, account, place["city"])
    assert "/units/city/roles/" in client.get("/account/").content.decode()
    assert "/units/city/day-off/" in client.get("/account/").content.decode()
    assert "/units/transport/roles/" in client.get("/units/city/roles/").content.decode()
    assert "/units/buses/roles/" in client.get("/units/transport/roles/").content.decode()
