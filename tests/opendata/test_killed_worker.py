"""A worker killed for real, at the two places where it matters, loses nothing and doubles nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from databases import url_of_the_test_database
from lightwell.files import blobs
from lightwell.opendata.publishing import actions, folders, reading, rules
from opendata.tables import PARKING, make_dataset, named

DIE = """
import os, signal, sys
import django
django.setup()
from lightwell.opendata.publishing import folders, reading
def die(*args): os.kill(os.getpid(), signal.SIGKILL)
module, name = sys.argv[1].split(".")
setattr({"folders": folders, "reading": reading}[module], name, die)
reading.read(int(sys.argv[2]))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("where", "left"), [("folders._seal", ".part"), ("reading._settle", "-1")])
def test_what_a_killed_worker_left_is_finished_by_the_next_one(home, where, left):
    blobs.key.cache_clear()  # the other process reads the key of this test's home
    draft = actions.upload(dataset=make_dataset(), upload=named(PARKING.encode("cp950"), "a.csv"), by=None)
    told = os.environ | {
        "DATABASE_URL": url_of_the_test_database(), "DJANGO_SETTINGS_MODULE": "lightwell.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", DIE, where, str(draft.pk)], env=told, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert [name.endswith(left) for name in os.listdir(folders.root())] == [True]
    draft.refresh_from_db()
    assert draft.state == rules.READING and home == django_settings.HOME
    draft = reading.read(draft.pk)
    assert draft.state == rules.READY
    version = actions.publish(draft=draft, by=None)
    assert folders.verify(version.folder) == version.contents
    reading.sweep(hours=-1)
    assert os.listdir(folders.root()) == [version.folder]
    blobs.key.cache_clear()
