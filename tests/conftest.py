"""What every test stands on: a database, a home folder of its own, and the clock.

Settings are read from the environment when Django is first touched, so the environment comes first here: the database
that DATABASE_URL names, else a cluster of our own in a folder that the database's user may enter.
"""

from __future__ import annotations

import os

import databases

databases.choose()  # before anything imports Django's settings

os.environ["DJANGO_SETTINGS_MODULE"] = "lightwell.config.settings"

import django  # noqa: E402

django.setup()

from collections.abc import Iterator  # noqa: E402
from datetime import datetime  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from django.db import connection  # noqa: E402

from lightwell.kernel import clock  # noqa: E402

pytest_plugins = ["journeys"]
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=clock.TAIPEI)


TOGETHER = ("walks", "operations")  # folders that share a running site; the longest of all, so they begin


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """With several processes (`-n auto`): what shares fixtures goes to one of them, and the longest work begins."""
    if config.getoption("dist", "no") == "no":
        return (yield)
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder in TOGETHER else item.path.stem))
    found = yield
    items.sort(key=lambda item: (*(item.path.parent.name != folder for folder in TOGETHER), item.path.name))
    return found


def pytest_unconfigure(config: pytest.Config) -> None:
    databases.give_back()


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {databases.described()}"


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests(request) -> Iterator[None]:
    """Django empties its own tables after a test with real transactions, but not those of the queue."""
    marker = request.node.get_closest_marker("django_db")
    if not marker or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def home(settings, tmp_path, monkeypatch) -> Path:
    """A home folder for this test alone: files, mail, record and keys."""
    monkeypatch.setenv("LIGHTWELL_HOME", str(tmp_path))
    monkeypatch.setenv("LIGHTWELL_KEYS", str(tmp_path / "keys"))
    settings.HOME = tmp_path
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.RECORD_FOLDER = tmp_path / "record"
    return tmp_path


@pytest.fixture
def frozen_clock() -> Iterator[datetime]:
    """Ten in the morning of Monday, 2 March 2026, in Taipei."""
    with clock.at(MONDAY):
        yield MONDAY
