"""Publishing, closing and opening a service: official acts, each in the record; a version stays as it was."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from service_files import LAMPS, demo_file

from lightwell.kernel import things
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.record import public as record
from lightwell.services.directory import public as directory
from lightwell.services.directory.models import Service
from lightwell.services.forms import public as forms

pytestmark = pytest.mark.django_db
SECOND = LAMPS.replace("version = 1", "version = 2").replace("Name of the park", "Which park?")


def acts_of(service) -> list[str]:
    return [act.act for act in record.acts_of(service.ref)]


def test_a_definition_file_makes_a_service_and_its_form(lamps):
    assert (lamps.slug, lamps.name_en, lamps.unit.slug, lamps.working_days) == (
        "lamps",
        "Adopt a lamp",
        "transport",
        7,
    )
    assert lamps.is_open and lamps.online and not lamps.has_check
    assert [page.id for page in forms.form_of("lamps").pages] == ["kind", "park", "end"]
    (act,) = record.acts_of(lamps.ref)
    assert (act.act, act.office) == ("service.published", "transport/lead")
    assert record.check(act.id, "definition", LAMPS) == "unchanged"


def test_the_same_file_again_changes_nothing(lamps, lead):
    again = directory.load_definition(definition=LAMPS, by=lead)
    assert again == lamps and acts_of(lamps) == ["service.published"]


def test_a_draft_begun_under_a_version_is_finished_under_it(lamps, lead):
    changed = directory.load_definition(definition=SECOND, by=lead)
    assert changed.pk == lamps.pk and changed.form_version == 2
    assert forms.form_of("lamps").question("name").label.en == "Which park?"
    assert forms.form_of("lamps", 1).question("name").label.en == "Name of the park"
    assert acts_of(lamps) == ["service.published", "service.changed"]


def test_a_published_version_cannot_be_changed_nor_an_older_one_come_after_it(lamps, lead):
    with pytest.raises(Refusal, match="1"):
        directory.load_definition(definition=LAMPS.replace("Anything else", "What else"), by=lead)
    directory.load_definition(definition=SECOND, by=lead)
    with pytest.raises(Refusal, match="2"):
        directory.load_definition(definition=LAMPS, by=lead)
    assert Service.objects.get().form_version == 2


def test_a_file_with_a_problem_changes_nothing(lamps, lead):
    with pytest.raises(forms.DefinitionError):
        directory.load_definition(definition=SECOND.replace('life_event = "home"', ""), by=lead)
    with pytest.raises(Refusal, match="moon"):
        directory.load_definition(definition=SECOND.replace('"transport"', '"moon"'), by=lead)
    assert Service.objects.get().form_version == 1 and acts_of(lamps) == ["service.published"]


def test_only_heads_of_the_unit_publish_close_and_open(lamps, officer, outsider):
    for account in (officer, outsider):
        with pytest.raises(PermissionDenied):
            directory.load_definition(definition=SECOND, by=account)
        with pytest.raises(PermissionDenied):
            directory.close_service(service=lamps, reason="整修", by=account)
    taken_over = SECOND.replace('unit = "transport"', 'unit = "social"')
    with pytest.raises(PermissionDenied):
        directory.load_definition(definition=taken_over, by=outsider)


def test_closing_says_why_and_opening_takes_it_back(lamps, lead):
    with pytest.raises(Refusal):
        directory.close_service(service=lamps, reason=" ", by=lead)
    closed = directory.close_service(service=lamps, reason="系統更新至五月", reason_en="Until May", by=lead)
    assert not closed.is_open and closed.closed_because == "系統更新至五月"
    directory.close_service(service=lamps, reason="再一次", by=lead)
    opened = directory.open_service(service=closed, by=lead)
    assert opened.is_open and opened.closed_because == ""
    assert acts_of(lamps) == ["service.published", "service.closed", "service.opened"]


def test_a_closed_service_keeps_its_state_when_a_new_version_is_published(lamps, lead):
    directory.close_service(service=lamps, reason="整修", by=lead)
    assert not directory.load_definition(definition=SECOND, by=lead).is_open


def test_services_are_things_that_can_be_found_and_followed(lamps, allowance, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = things.find([lamps.ref, allowance.ref, Ref("service", "gone")])
    assert set(found) == {lamps.ref, allowance.ref}
    thing = found[allowance.ref]
    assert thing.state == "open" and "津貼" in thing.text.zh and thing.unit == "social"
    source = things.source_of("service")
    assert source is not None and source.wing == "services" and source.address("lamps") == "/services/lamps/"


def test_the_command_publishes_files_and_tells_what_is_wrong(office, tmp_path):
    out = io.StringIO()
    call_command(
        "load_service", str(demo_file("resident_parking")), str(demo_file("ride_allowance")), stdout=out
    )
    assert "resident-parking, version 1, open" in out.getvalue() and Service.objects.count() == 2
    bad = tmp_path / "bad.toml"
    bad.write_text(LAMPS.replace("working_days = 7", "working_day = 7"), encoding="utf-8")
    with pytest.raises(CommandError, match="bad.toml: line 11, service › working_day"):
        call_command("load_service", str(bad))
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_service", str(bad))
    with pytest.raises(CommandError, match="no file"):
        call_command("load_service", str(tmp_path / "none.toml"))
    with pytest.raises(CommandError, match="no account"):
        call_command("load_service", str(bad), account="nobody@example.org")
