"""Jobs and rounds: every job is done, none blocks another, what a killed worker held is done by the next."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from lightwell.operations import worker
from lightwell.post import actions, seal
from lightwell.post.models import Message, State

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_home(home):
    seal._fernet.cache_clear()
    yield home
    seal._fernet.cache_clear()


@pytest.fixture
def task():
    """Register a task for one test."""
    names = []

    def register(function, name: str, **options):
        names.append(name)
        return app.task(name=name, queue="people", **options)(function)

    yield register
    for name in names:
        app.tasks.pop(name)


def work_off() -> None:
    """Do all waiting jobs, as the worker does them."""

    async def run() -> None:
        fetching = worker.fetching_app()
        async with fetching.open_async():
            for queues in (worker.QUICK, worker.SLOW):
                one = worker._worker(fetching, queues, 2)
                one.wait = False
                await one.run()

    asyncio.run(run())


def write(key: str) -> Message:
    return actions.send_written(to="chen@example.org", subject="s", body="b", language="en", key=key)


def test_the_worker_delivers_what_pages_have_written_and_keeps_no_finished_jobs(home):
    write("k1")
    work_off()
    assert Message.objects.get().state == State.DELIVERED and len(list((home / "mail").glob("*.eml"))) == 1
    assert not ProcrastinateJob.objects.exists()


def test_a_job_writes_rows_and_defers_jobs_in_one_transaction(task):
    def half_done() -> None:
        with transaction.atomic():
            write("inside a job")
            raise RuntimeError("halfway")

    task(half_done, "test.half_done").defer()
    work_off()
    assert not Message.objects.exists()
    assert list(ProcrastinateJob.objects.values_list("task_name", "status")) == [("test.half_done", "failed")]


def test_what_a_killed_worker_was_doing_is_done_by_the_next():
    write("k1")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    assert worker.return_lost_jobs() == 1
    work_off()
    assert Message.objects.get().state == State.DELIVERED


def test_a_job_of_a_living_worker_is_left_to_it():
    write("k1")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    assert worker.return_lost_jobs() == 0


def test_a_round_that_fails_is_logged_and_tried_again(caplog):
    calls = []

    def fail() -> None:
        calls.append(1)
        raise ValueError("nothing left")

    assert worker.once("test.fails", fail) is False
    assert worker.once("test.fails", fail) is False and len(calls) == 2
    assert "test.fails" in caplog.text and "nothing left" in caplog.text


def test_a_round_runs_on_one_host_at_a_time():
    running, go, ran = threading.Event(), threading.Event(), []

    def slow() -> None:
        running.set()
        go.wait(10)

    def first() -> None:
        worker.once("test.alone", slow)
        connection.close()

    other_host = threading.Thread(target=first)
    other_host.start()
    assert running.wait(10)
    assert worker.once("test.alone", lambda: ran.append(1)) and not ran
    go.set()
    other_host.join()
    assert worker.once("test.alone", lambda: ran.append(1)) and ran == [1]


def test_rounds_go_on_until_told_to_stop():
    stop, ran = threading.Event(), []

    def turns() -> None:
        worker._turns(worker.rounds.Round("test.turns", 0.01, lambda: ran.append(1)), stop)
        connection.close()

    thread = threading.Thread(target=turns)
    thread.start()
    until = time.monotonic() + 10
    while len(ran) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    thread.join(10)
    assert len(ran) >= 3 and not thread.is_alive()
