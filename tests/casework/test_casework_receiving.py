"""Receipt: exactly once, with one number, whoever else comes at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from casework.conftest import MONDAY, mails, taipei
from lightwell.casework import contact
from lightwell.casework import public as casework
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal


@pytest.mark.django_db
def test_the_same_key_always_gives_the_same_matter(monday, send):
    first = send(idempotency_key="form-1")
    again = send(idempotency_key="form-1", title="改過的標題")
    assert first.pk == again.pk and again.title == "路燈不亮"
    assert Matter.objects.count() == 1


@pytest.mark.django_db
def test_numbers_of_a_private_kind_are_random(monday, send):
    numbers = {send(kind="whisper").number for _ in range(5)}
    assert len(numbers) == 5
    assert all(number.startswith("WH-115-") and len(number) == 17 for number in numbers)


@pytest.mark.django_db
def test_numbers_start_anew_with_the_year_of_receipt(monday, send):
    with clock.at(taipei(2026, 1, 2, 9)):
        late = send(received_at=taipei(2025, 12, 31, 17), channel="paper")
        assert late.number == "LN-114-000001"
        assert send().number == "LN-115-000001"


@pytest.mark.django_db
def test_a_sheet_typed_in_later_runs_from_the_day_the_office_got_it(monday, send, officer):
    matter = send(received_at=MONDAY - timedelta(days=50), channel="paper", by=officer, source_line=3)
    assert (matter.due_on, matter.clock_state) == (date(2026, 2, 10), "overdue")
    assert matter.entered_at == MONDAY


@pytest.mark.django_db
def test_only_staff_of_the_unit_write_down_what_came_another_way(monday, send, officer, outsider, person):
    assert send(channel="phone", by=officer).channel == "phone"
    for stranger in (outsider, person):
        with pytest.raises(PermissionDenied):
            send(channel="phone", by=stranger)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "長" * 201}, "title"),
        ({"body": "\x00 \n"}, "body"),
        ({"body": "長" * 20_001}, "body"),
        ({"channel": "pigeon"}, "channel"),
        ({"visibility": "private"}, "visibility"),
        ({"display": "mask"}, "display"),
        ({"visibility": "pseudonymous", "display": "name"}, "display"),
        ({"contact_email": "nobody at home"}, "contact_email"),
        ({"received_at": MONDAY + timedelta(minutes=1)}, "received_at"),
        ({"kind": "dragon"}, "kind"),
    ],
)
def test_wrong_input_is_refused_at_its_field_and_takes_no_number(monday, send, changes, field):
    with pytest.raises(Refusal) as refusal:
        send(**changes)
    assert refusal.value.field == field
    assert send().number == "LN-115-000001"


@pytest.mark.django_db
def test_a_closed_unit_takes_in_nothing(monday, send, office):
    office.active = False
    with pytest.raises(Refusal) as refusal:
        send()
    assert refusal.value.field == "unit"


@pytest.mark.django_db
def test_the_address_is_stored_sealed_and_the_secret_not_at_all(monday, send):
    matter = send(contact_email="somebody@home.example")
    stored = Matter.objects.get(pk=matter.pk)
    assert b"somebody" not in bytes(stored.sealed_contact)
    assert contact.address_of(stored) == "somebody@home.example"
    secret = contact.secret_of(matter.number)
    assert bytes(stored.token_digest) == contact.digest_of(secret) and secret not in str(stored.__dict__)
    assert mails() == [("casework/receipt", "somebody@home.example")]


@pytest.mark.django_db(transaction=True)
def test_receipts_that_come_at_once_get_numbers_without_gap_or_double(send):
    def one(number: int) -> str:
        try:
            return send(title=f"第{number}件").number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(one, range(24)))
    assert sorted(int(number[-6:]) for number in numbers) == list(range(1, 25))


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_makes_one_matter_and_one_mail(send):
    def one(_number: int) -> str:
        try:
            return send(idempotency_key="double-click", contact_email="me@home.example").number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(one, range(8)))
    assert len(numbers) == 1 and Matter.objects.count() == 1
    assert mails() == [("casework/receipt", "me@home.example")]


@pytest.mark.django_db(transaction=True)
def test_a_receipt_that_rolls_back_gives_its_number_to_the_next(send):
    class Fault(Exception):
        pass

    with pytest.raises(Fault), transaction.atomic():
        assert send().number.endswith("000001")
        raise Fault
    assert send().number.endswith("000001")
    assert mails() == [] and casework.register_page(casework.Filters()).rows[0].number.endswith("000001")
