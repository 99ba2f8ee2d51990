"""A real site with web server and worker, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running site: its address, home folder and the environment that its commands need."""

    url: str
    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``lightwell …`` against this site."""
        command = [sys.executable, "-m", "lightwell.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(home: Path, *, prepare: tuple[str, ...], **environment: str) -> Iterator[Site]:
    """A site with a home, an embedded database, a web server and a worker of its own, stopped at the end."""
    from lightwell.operations import embedded, web
    from lightwell.operations.postgres import Cluster
    from lightwell.operations.runs import PREPARE, WORKER
    from lightwell.operations.supervisor import Service, Supervisor

    port = str(free_port())
    given = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "LIGHTWELL_HOME": str(home), "LIGHTWELL_DATABASE": "embedded", "PORT": port, **environment,
    }  # fmt: skip
    note = home / "run" / "worker.ready"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORT", port)
        services = [
            Service("web", web.command(home / "static"), lambda pid: web.answers()),
            Service("worker", WORKER, lambda pid: note.exists() and note.read_text() == str(pid)),
        ]
        supervisor = Supervisor(home, services, environment=given, quiet=True)
        with embedded.shared(Cluster(home, durable=False), tied=True):
            try:
                assert supervisor.do([*PREPARE, *prepare]) == 0
                for service in services:
                    supervisor.launch(service)
                supervisor.wait_ready()
                yield Site(f"http://127.0.0.1:{port}", home, given)
            finally:
                supervisor.end()


@pytest.fixture(scope="session")
def demo_site() -> Iterator[Site]:
    """The demo city, running; its matters move on as tests use it."""
    home = Path(tempfile.mkdtemp(prefix="lightwell-journeys-"))
    home.chmod(0o711)
    try:
        with running_site(home, prepare=("migrate", "static", "demo"), LIGHTWELL_DEMO="1") as site:
            yield site
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(
    scope="module"
)  # an open Playwright leaves a running event loop behind: none for tests of other modules
def browser() -> Iterator[object]:
    """One Chromium for all journeys; without it they are skipped, and under CI=true they fail instead."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        missing = "Journeys need Chromium on PATH (Debian: apt install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # playwright keeps a loop in this thread; Django would refuse it
    )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, demo_site) -> Iterator[object]:
    """A fresh window on the demo city that fails the test when a page writes an error to its console."""
    context = browser.new_context(base_url=demo_site.url, locale="zh-TW", timezone_id="Asia/Taipei")
    window = context.new_page()
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: said.append(str(error)))
    yield window
    context.close()
    assert said == []
