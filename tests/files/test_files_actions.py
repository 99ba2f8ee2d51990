"""A file's way: received, in quarantine, checked, read by those who may, erased."""

from __future__ import annotations

import os
import threading
import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from files import specimens
from lightwell.files import actions, blobs, checks, purposes, sweeping
from lightwell.files import public as files
from lightwell.files.models import State, StoredFile
from lightwell.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db
CSV = "行政區,件數\n中正區,12\n".encode()


@pytest.fixture(autouse=True)
def own_home(home):
    blobs.key.cache_clear()
    yield home
    blobs.key.cache_clear()


def upload(content: bytes = CSV, name: str = "table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def receive(content: bytes = CSV, name: str = "table.csv", **more) -> StoredFile:
    return files.receive(upload(content, name), **{"purpose": "test", "by": None, **more})


def received_and_checked(content: bytes = CSV, name: str = "table.csv", **more) -> StoredFile:
    return files.check_now(receive(content, name, **more))


def test_a_file_is_unreadable_until_it_is_checked():
    file = receive()
    assert file.state == State.QUARANTINED
    with pytest.raises(Refusal, match="檢查"):
        files.open_file(file)
    assert files.open_file(files.check_now(file)).read() == CSV


def test_the_check_is_a_job_of_the_same_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        receive()
        assert ProcrastinateJob.objects.filter(task_name="files.check").count() == 1
        raise ZeroDivisionError
    assert not ProcrastinateJob.objects.exists() and not StoredFile.objects.exists()


def test_a_private_file_does_not_lie_on_disk_in_the_clear(home):
    received_and_checked()
    stored = [path for path in (home / "files").rglob("*") if path.is_file()]
    assert len(stored) == 1 and "件數".encode() not in stored[0].read_bytes()
    assert stored[0].stat().st_mode & 0o077 == 0


def test_a_public_file_is_readable_by_path_and_a_private_one_is_not():
    public = received_and_checked(public=True)
    assert files.path_of(public).read_bytes() == CSV
    with pytest.raises(ValueError):
        files.path_of(received_and_checked())


def test_the_same_content_is_kept_once(home):
    first, second = receive(), receive(name="again.csv")
    assert first.sha256 == second.sha256 and first.public_id != second.public_id
    assert len([p for p in (home / "files").rglob("*") if p.is_file()]) == 1


def test_a_hidden_danger_is_refused_with_what_to_do():
    file = received_and_checked(specimens.pdf(b"<< /JavaScript (x) >>"), "form.pdf")
    assert (file.state, file.finding) == (State.REFUSED, "active")
    assert "PDF" in files.finding_text(file)
    with pytest.raises(Refusal):
        files.open_file(file)


def test_content_changed_on_disk_is_refused():
    file = receive()
    path = blobs.path_of_blob(file.sha256, public=False)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert files.check_now(file).finding == "changed"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.csv"), (b"MZ\x90\x00", "tool.exe"), (specimens.png(), "scan.pdf"), (CSV, "table.xlsx")],
)
def test_empty_unknown_and_misnamed_files_are_refused_and_leave_nothing(content, name, home):
    with pytest.raises(Refusal) as refused:
        receive(content, name)
    assert refused.value.field == "file"
    assert not StoredFile.objects.exists() and not list((home / "files").rglob("*"))


def test_the_limit_is_that_of_the_site_or_of_the_purpose(settings):
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(Refusal, match="MB"):
        receive()
    files.register(files.Purpose("roomy", limit=1000))
    assert receive(purpose="roomy").size == len(CSV)
    purposes._purposes.pop("roomy")


def test_a_purpose_takes_only_its_kinds():
    files.register(files.Purpose("scan", accepts=files.IMAGES))
    with pytest.raises(Refusal, match="PNG"):
        receive(purpose="scan")
    assert receive(specimens.png(), "scan.png", purpose="scan").media_type == "image/png"
    purposes._purposes.pop("scan")


def test_a_path_or_an_open_file_can_be_given_too(tmp_path):
    (tmp_path / "table.csv").write_bytes(CSV)
    by_path = files.receive(tmp_path / "table.csv", purpose="test", by=None)
    stream = BytesIO(CSV)
    by_stream = files.receive(stream, purpose="test", by=None, name="given.csv")
    assert (by_path.name, by_stream.name, by_path.sha256) == ("table.csv", "given.csv", by_stream.sha256)


# -- the address ----------------------------------------------------------------------------------------------------


def test_a_file_is_handed_out_as_a_download_and_never_inline(client):
    file = received_and_checked(name="報告 2026.csv", public=True)
    answer = client.get(f"/files/{file.public_id}")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == CSV
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "filename*=utf-8''" in answer["Content-Disposition"]
    )
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Length"] == str(len(CSV))


def test_a_stranger_learns_nothing_of_a_private_file(client):
    file = received_and_checked()
    assert client.get(f"/files/{file.public_id}").status_code == 404
    assert client.get("/files/" + "a" * 26).status_code == 404


def test_the_purpose_says_who_may_read(client):
    file = received_and_checked(purpose="letter")
    files.register(files.Purpose("letter", may_read=lambda account, f: f.public_id == file.public_id))
    try:
        answer = client.get(f"/files/{file.public_id}")
        assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
        assert b"".join(answer.streaming_content) == CSV
    finally:
        purposes._purposes.pop("letter")


def test_who_gave_a_file_reads_it_when_no_room_says_otherwise(client, django_user_model):
    giver = django_user_model.objects.create_user("giver@example.org", "long-enough-password")
    other = django_user_model.objects.create_user("other@example.org", "long-enough-password")
    file = received_and_checked(by=giver)
    client.force_login(other)
    assert client.get(f"/files/{file.public_id}").status_code == 404
    client.force_login(giver)
    assert client.get(f"/files/{file.public_id}").status_code == 200


def test_a_file_in_quarantine_says_to_wait(client):
    file = receive(public=True)
    answer = client.get(f"/files/{file.public_id}")
    assert answer.status_code == 409 and "檢查" in answer.content.decode()


# -- going away -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_erased_file_is_gone_from_disk_and_leaves_a_tombstone(client):
    file = received_and_checked(public=True)
    files.erase(file=file, by=None)
    file.refresh_from_db()
    assert (file.state, file.name) == (State.ERASED, "")
    assert not blobs.path_of_blob(file.sha256, public=True).exists()
    assert client.get(f"/files/{file.public_id}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_content_that_somebody_else_gave_too_outlives_an_erasure():
    first, second = received_and_checked(), received_and_checked()
    files.erase(file=first, by=None)
    assert files.open_file(second).read() == CSV


@pytest.mark.django_db(transaction=True)
def test_the_sweep_takes_what_no_row_needs_and_nothing_else():
    kept = received_and_checked()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        left = receive(b"a,b\n1,2\n")
        raise ZeroDivisionError
    orphan, long_ago = blobs.path_of_blob(left.sha256, public=False), time.time() - 100_000
    draft = orphan.with_name(".draft.123")
    draft.write_bytes(b"half")
    assert sweeping.sweep() == 0, "young files may belong to a running transaction"
    for path in (orphan, draft, blobs.path_of_blob(kept.sha256, public=False)):
        os.utime(path, (long_ago, long_ago))
    assert sweeping.sweep() == 2
    assert not orphan.exists() and files.open_file(kept).read() == CSV


@pytest.mark.django_db(transaction=True)
def test_the_sweep_leaves_a_blob_that_is_being_received_again():
    content = b"x,y\n1,2\n"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        left = receive(content)
        raise ZeroDivisionError
    path = blobs.path_of_blob(left.sha256, public=False)
    received, go = threading.Event(), threading.Event()

    def receive_slowly() -> None:
        with transaction.atomic():
            receive(content)
            received.set()
            go.wait(10)
        connection.close()

    other = threading.Thread(target=receive_slowly)
    other.start()
    assert received.wait(10)
    os.utime(path, (0, 0))
    assert sweeping.sweep() == 0
    go.set()
    other.join()
    assert files.check_now(StoredFile.objects.get()).state == State.CLEAN


@pytest.mark.django_db(transaction=True)
def test_whoever_needs_a_file_now_waits_for_the_check_that_is_under_way(monkeypatch):
    file = receive()
    begun, go = threading.Event(), threading.Event()
    examine = checks.examine

    def slowly(*what):
        begun.set()
        go.wait(10)
        return examine(*what)

    def job() -> None:
        actions.check([file.pk])
        connection.close()

    monkeypatch.setattr(checks, "examine", slowly)
    other = threading.Thread(target=job)
    other.start()
    assert begun.wait(10)
    threading.Timer(0.3, go.set).start()
    assert files.check_now(file).state == State.CLEAN
    other.join()
