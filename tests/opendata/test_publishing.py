"""A file becomes a version: read, looked at, published, replaced, withdrawn; nothing is lost or changed."""

from __future__ import annotations

import stat

import pytest
from django.core.exceptions import PermissionDenied

from lightwell.files import public as files
from lightwell.files.purposes import may_read
from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import actions, folders, reading, rules, words
from lightwell.opendata.publishing.models import Draft, Tally, Version
from lightwell.record import public as record
from opendata.tables import PARKING, make_dataset, make_editor, named, publish_file, read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def identity_number(n: int) -> str:
    """A made-up number of Taipei whose check digit is right."""
    body = f"1{2345000 + n * 37:07d}"
    total = 1 + 0 * 9 + sum(int(digit) * weight for digit, weight in zip(body, range(8, 0, -1), strict=True))
    return f"A{body}{(10 - total % 10) % 10}"


def test_a_cp950_file_with_title_rows_and_roc_dates_becomes_a_typed_version():
    version = publish_file(make_dataset())
    assert version.rows == 4 and version.number == 1 and version.report["encoding"] == "cp950"
    types = {column["name"]: column["type"] for column in version.columns}
    assert types["編號"] == "code" and types["車位數"] == "integer" and types["啟用日期"] == "date"
    assert version.report["header_rows"] == [2] and set(version.report["skipped_rows"]) == {1, 7}


@pytest.mark.parametrize(
    "content",
    [
        PARKING.encode("utf-16"),
        PARKING.encode("utf-8").replace("光明路".encode(), b"\xe5\x85\xff\xe6\x98\x8e"),  # broken bytes
        PARKING.encode("cp950").replace(
            "光明路".encode("cp950"), b"\xfa\x40\xa9\xfa"
        ),  # private use, cut character
        PARKING.replace("光明路", "光\x05明路").encode(),  # a glyph code
    ],
    ids=["utf-16", "broken utf-8", "private use in cp950", "glyph code"],
)
def test_a_table_with_faulty_text_is_taken_and_its_faults_are_named(content):
    draft = read_file(make_dataset(), content)
    assert draft.state == rules.READY and draft.report["rows"] == 4
    faulty = b"\x00" not in content
    assert bool(words.warnings_told(draft.report["warnings"])) >= faulty


def test_utf_16_without_its_mark_is_taken():
    rows = "".join(f"{n:05d},里{n % 7},{n * 3}\r\n" for n in range(300))
    draft = read_file(make_dataset(), ("編號,里,車位數\r\n" + rows).encode("utf-16-le"))
    assert draft.state == rules.READY and draft.report["rows"] == 300


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b"<html><body>\xff\x05</body></html>", b"MZ" + bytes(500)]
)
def test_what_is_no_text_is_refused_whatever_its_name(content):
    with pytest.raises(Refusal):
        read_file(make_dataset(), content)


def test_publishing_enters_the_record_with_the_hash_of_the_original():
    dataset = make_dataset()
    version = publish_file(dataset)
    (act,) = record.acts_of(dataset.ref)
    assert act.act == "dataset.version_published"
    original = folders.path(version.folder) / "original"
    assert original.read_bytes() == PARKING.encode("cp950")
    assert version.sha256 == folders.measure(original)["sha256"]
    assert record.check(act.id, "report", actions.texts_of(version)["report"]) == "unchanged"
    assert record.check(act.id, "report", "another") == "changed"


def test_a_second_version_keeps_the_first_as_it_was():
    dataset = make_dataset()
    first = publish_file(dataset)
    before = folders.verify(first.folder)
    second = publish_file(dataset, PARKING.replace("86", "87"), resource=first.resource)
    dataset.refresh_from_db()
    first.resource.refresh_from_db()
    assert (second.number, first.resource.current_id, dataset.versions_count) == (2, second.pk, 2)
    assert folders.verify(first.folder) == before and first.folder != second.folder


def test_a_folder_of_a_version_is_read_only_and_names_the_file_that_changed():
    version = publish_file(make_dataset())
    folder = folders.path(version.folder)
    assert not folder.stat().st_mode & stat.S_IWUSR
    assert all(not file.stat().st_mode & 0o277 for file in folder.iterdir())
    csv = folder / "table.csv"
    csv.chmod(0o600)
    csv.write_bytes(csv.read_bytes() + b"x")
    with pytest.raises(folders.DamagedFolder, match="table.csv"):
        folders.verify(version.folder)


def test_a_worker_killed_before_it_wrote_its_finding_leaves_a_folder_that_the_next_one_uses(monkeypatch):
    dataset = make_dataset()
    draft = actions.upload(dataset=dataset, upload=named(PARKING.encode("cp950"), "a.csv"), by=None)

    class Killed(BaseException):
        pass

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(reading, "_settle", die)
        with pytest.raises(Killed):
            reading.read(draft.pk)
    draft.refresh_from_db()
    assert draft.state == rules.READING
    folder = folders.path(reading.folder_name(draft))
    made = folder.stat().st_ctime_ns
    assert reading.read(draft.pk).state == rules.READY
    assert folder.stat().st_ctime_ns == made


def test_a_half_made_folder_is_swept_and_a_published_one_is_not():
    version = publish_file(make_dataset())
    part = folders.root() / "0123456789abcdef-1.99.part"
    part.mkdir()
    (part / "original").write_bytes(b"half")
    part.chmod(0o500)
    assert reading.sweep(hours=-1) == [part.name]
    assert folders.verify(version.folder) == version.contents


def test_a_file_that_kills_the_worker_each_time_is_given_up_and_kept():
    draft = actions.upload(dataset=make_dataset(), upload=named(PARKING.encode("cp950"), "a.csv"), by=None)
    Draft.objects.filter(pk=draft.pk).update(tries=reading.TRIES, state=rules.READING)
    found = reading.read(draft.pk)
    assert found.state == rules.FAILED
    again = actions.give_hints(draft=found, hints={}, by=None)
    assert reading.read(again.pk).state == rules.READY
    again.file.refresh_from_db()
    assert files.open_file(again.file).read() == PARKING.encode("cp950")


def test_a_picture_named_csv_is_refused_at_the_door_with_what_it_is():
    with pytest.raises(Refusal) as refused:
        read_file(make_dataset(), b"\x89PNG\r\n\x1a\n" + bytes(200), "picture.csv")
    assert "PNG" in refused.value.message and refused.value.field == "file"


def test_a_file_without_text_is_refused_by_the_engine_with_words_and_a_way_on():
    draft = read_file(make_dataset(), b'{"a": [1, 2], "b": "c"}\n', "table.csv")
    assert draft.state == rules.REFUSED and draft.report["status"] == "refused"
    with pytest.raises(Refusal):
        actions.publish(draft=draft, by=None)
    assert actions.discard(draft=draft, by=None).state == rules.DISCARDED


def test_hints_correct_what_the_machine_guessed():
    draft = read_file(make_dataset(), PARKING)
    hints = {"types": {"編號": "integer"}, "titles": {"地點": "停車場地址"}}
    draft = actions.give_hints(draft=draft, hints=hints, by=None)
    draft = reading.read(draft.pk)
    told = {column["name"]: column for column in draft.report["columns"]}
    assert told["編號"]["type"] == "integer" and told["地點"]["title"] == "停車場地址"
    version = actions.publish(draft=draft, by=None)
    later = actions.upload(
        dataset=version.dataset,
        upload=named(PARKING.encode("cp950"), "b.csv"),
        by=None,
        resource=version.resource,
    )
    assert later.hints == hints


def test_hints_for_a_column_that_is_not_there_are_refused_and_can_be_taken_back():
    draft = actions.give_hints(
        draft=read_file(make_dataset(), PARKING), hints={"types": {"無": "date"}}, by=None
    )
    draft = reading.read(draft.pk)
    assert draft.state == rules.REFUSED
    actions.give_hints(draft=draft, hints={}, by=None)
    assert reading.read(draft.pk).state == rules.READY


def test_publishing_twice_gives_one_version():
    draft = read_file(make_dataset(), PARKING)
    assert actions.publish(draft=draft, by=None) == actions.publish(draft=draft, by=None)
    assert Version.objects.count() == 1


def test_columns_about_persons_are_published_only_when_somebody_says_that_they_were_checked():
    rows = "".join(f"某{n},{identity_number(n)}\r\n" for n in range(20))
    draft = read_file(make_dataset(), "姓名,身分證字號\r\n" + rows)
    assert rules.personal_columns(draft.report) == ["身分證字號"]
    with pytest.raises(Refusal) as refused:
        actions.publish(draft=draft, by=None)
    assert refused.value.field == "personal" and "身分證字號" in refused.value.message
    assert actions.publish(draft=draft, by=None, personal_checked=True).number == 1


def test_a_withdrawn_version_leaves_its_number_hash_and_reason_and_the_one_before_is_current_again():
    dataset = make_dataset()
    first = publish_file(dataset)
    second = publish_file(dataset, PARKING.replace("86", "87"), resource=first.resource)
    actions.withdraw(version=second, reason="含個人資料", by=None)
    first.resource.refresh_from_db()
    assert first.resource.current_id == first.pk
    actions.withdraw(version=first, reason="亦同", by=None)
    dataset.refresh_from_db()
    assert dataset.state == "withdrawn" and Version.objects.count() == 2
    acts = [act.act for act in record.acts_of(dataset.ref)]
    assert acts == ["dataset.version_published"] * 2 + ["dataset.version_withdrawn"] * 2
    with pytest.raises(Refusal):
        actions.withdraw(version=second, reason="  ", by=None)


def test_tallies_follow_what_is_public():
    dataset = make_dataset()
    assert not Tally.objects.filter(datasets__gt=0).exists()
    version = publish_file(dataset)
    assert Tally.objects.get(facet="unit", value="transport").datasets == 1
    assert Tally.objects.get(facet="format", value="CSV").datasets == 1
    actions.withdraw(version=version, reason="誤植", by=None)
    assert Tally.objects.get(facet="all").datasets == 0


def test_an_editor_acts_for_their_own_unit_only():
    editor, unit = make_editor("transport")
    stranger, _other = make_editor("environment")
    dataset = make_dataset(unit=unit, by=editor)
    with pytest.raises(PermissionDenied):
        actions.upload(dataset=dataset, upload=named(b"a,b\n1,2\n", "a.csv"), by=stranger)
    draft = read_file(dataset, PARKING, by=editor)
    with pytest.raises(PermissionDenied):
        actions.publish(draft=draft, by=stranger)
    with pytest.raises(PermissionDenied):
        actions.describe_dataset(dataset=dataset, by=stranger, title="x")
    assert actions.publish(draft=draft, by=editor).published_by == editor


def test_the_record_names_the_office_and_never_the_person():
    editor, unit = make_editor("transport")
    dataset = make_dataset(unit=unit, by=editor)
    actions.publish(draft=read_file(dataset, PARKING, by=editor), by=editor)
    (act,) = record.acts_of(dataset.ref)
    assert act.office == "transport/editor" and editor.email not in str(act)


@pytest.mark.parametrize("slug", ["", "New", "停車場", "a--b", "-a", "new", "a" * 61])
def test_an_address_that_is_none_is_refused(slug):
    with pytest.raises(Refusal):
        make_dataset(slug)


def test_an_address_is_given_once():
    make_dataset("parking")
    with pytest.raises(Refusal) as refused:
        make_dataset("parking")
    assert refused.value.field == "slug"


def test_a_chart_is_drawn_without_anything_that_a_policy_must_allow():
    lines = "".join(f"2024-{m:02d}-01,{m * 10}\r\n" for m in range(1, 13))
    version = publish_file(make_dataset(), "日期,人次\r\n" + lines)
    svg = (folders.path(version.folder) / "chart.svg").read_text("utf-8")
    assert svg.startswith("<svg") and len(svg) < 300_000
    for forbidden in ("style", "<script", "href", "onload", "url(", "<image", "foreignObject"):
        assert forbidden not in svg


def test_nobody_reads_an_original_before_it_is_published_but_its_editors():
    editor, unit = make_editor("transport")
    stranger, _other = make_editor("environment")
    draft = read_file(make_dataset(unit=unit, by=editor), PARKING, by=editor)
    assert (
        may_read(editor, draft.file) and not may_read(stranger, draft.file) and not may_read(None, draft.file)
    )
