"""The database of a test run: a served one, or an embedded cluster that is thrown away."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from lightwell.kernel.environment import VARIABLES

_state: dict[str, object] = {}
OTHERS = {"PORT", "HOST"}  # a developer's own settings must not reach the tests


def choose() -> None:
    """Set the environment of the run; safe to call twice."""
    if _state:
        return
    url = os.environ.get("DATABASE_URL", "")
    for variable in VARIABLES:
        os.environ.pop(variable.name, None)
    home = Path(tempfile.mkdtemp(prefix="lightwell-tests-"))
    home.chmod(0o711)  # the database's user passes through
    _state["home"] = home
    os.environ["LIGHTWELL_HOME"] = str(home)
    if url:
        os.environ["DATABASE_URL"] = url
    else:
        _start(home)


def _start(home: Path) -> None:
    from lightwell.operations.postgres import Cluster

    cluster = Cluster(home, durable=False)
    cluster.start(tied=True)
    _state["cluster"] = cluster
    os.environ["LIGHTWELL_DATABASE"] = "embedded"


def home() -> Path:
    """Return the home folder of the run."""
    found = _state["home"]
    assert isinstance(found, Path)
    return found


def described() -> str:
    return "embedded PostgreSQL" if "cluster" in _state else "served, by DATABASE_URL"


def give_back() -> None:
    """Stop the cluster and remove the home folder."""
    from lightwell.operations.postgres import Cluster

    cluster = _state.pop("cluster", None)
    if isinstance(cluster, Cluster):
        cluster.stop()
        shutil.rmtree(cluster.socket, ignore_errors=True)
    home = _state.pop("home", None)
    if isinstance(home, Path):
        shutil.rmtree(home, ignore_errors=True)


def url_of_the_test_database() -> str:
    """Return the address of the database that the running test uses, for processes that it starts."""
    from django.db import connection

    found = connection.settings_dict
    secret = f":{found['PASSWORD']}" if found.get("PASSWORD") else ""
    if str(found["HOST"]).startswith("/"):
        return f"postgresql://{found['USER']}{secret}@/{found['NAME']}?host={found['HOST']}"
    return f"postgresql://{found['USER']}{secret}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"
