"""Who of the staff read a private matter is written down, and the person reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lightwell.casework import public as casework
from lightwell.casework.models import Policy, Read
from lightwell.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def whisper(monday, send, person):
    return send(kind="whisper", person=person, by=person)


@pytest.mark.parametrize(
    ("address", "purpose"),
    [("/desk/{}/", "desk"), ("/matters/{}/", "page"), ("/matters/{}/receipt/", "page")],
)
def test_every_look_of_staff_at_a_private_matter_is_noted_with_office_and_purpose(
    client, whisper, officer, address, purpose
):
    client.force_login(officer)
    assert client.get(address.format(whisper.number)).status_code == 200
    read = Read.objects.get()
    assert (read.matter, read.account, read.office, read.purpose) == (
        whisper,
        officer,
        "lamps/officer",
        purpose,
    )


def test_the_person_sees_offices_and_never_a_name(client, whisper, officer, person):
    client.force_login(officer)
    client.get(f"/desk/{whisper.number}/")
    client.force_login(person)
    page = client.get(f"/en/matters/{whisper.number}/").content.decode()
    assert "Lamp Office · officer" in page and "To handle the matter" in page
    assert officer.name not in page and officer.email not in page


def test_looks_in_a_row_are_one_line_with_a_count_and_later_ones_another(whisper, officer):
    for minutes in (0, 5, 9, 60):
        with clock.at(clock.now() + timedelta(minutes=minutes)):
            casework.note_read(matter=whisper, account=officer, purpose="desk")
    assert sorted(Read.objects.values_list("times", flat=True)) == [1, 3]


def test_neither_the_person_nor_a_public_matter_is_noted(client, whisper, send, officer, person):
    public = send()
    client.force_login(person)
    client.get(f"/matters/{whisper.number}/")
    client.force_login(officer)
    client.get(f"/desk/{public.number}/")
    assert not Read.objects.exists()


def test_a_head_request_shows_nothing_and_is_not_noted(client, whisper, officer):
    client.force_login(officer)
    client.head(f"/desk/{whisper.number}/")
    assert not Read.objects.exists()


def test_who_may_not_read_is_refused_and_leaves_no_line(client, whisper, outsider):
    client.force_login(outsider)
    assert client.get(f"/desk/{whisper.number}/").status_code == 403
    assert client.get(f"/matters/{whisper.number}/").status_code == 404
    assert not Read.objects.exists()


def test_a_person_sees_the_looks_at_all_their_matters_newest_first(whisper, send, officer, person):
    other = send(kind="whisper", person=person, by=person)
    casework.note_read(matter=whisper, account=officer, purpose="desk")
    with clock.at(clock.now() + timedelta(hours=1)):
        casework.note_read(matter=other, account=officer, purpose="file", detail="photo.png")
    assert [(look.number, look.detail) for look in casework.reads_about(person)] == [
        (other.number, "photo.png"),
        (whisper.number, ""),
    ]


def test_a_matter_that_brings_its_own_terms_keeps_them_and_leaves_the_kind_alone(monday, send):
    kind = casework.kind_of("lantern")
    terms = casework.clock.Terms(casework.clock.Measure.WORKING, 5, 5)
    own = send(policy=casework.policy_for(kind, clock.today(), terms))
    usual = send()
    assert own.policy.terms == terms and usual.policy.terms == kind.terms
    assert own.due_on < usual.due_on
    assert casework.policy_for(kind, clock.today(), terms) == own.policy
    assert Policy.objects.filter(kind="lantern", own="").count() == 1
