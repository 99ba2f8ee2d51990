"""What ``lightwell demo``, ``serve`` and ``worker`` do, step by step."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from lightwell.kernel import environment
from lightwell.operations import embedded, ports, stamps, web
from lightwell.operations.supervisor import Service, Stopped, Supervisor, say
from lightwell.operations.trouble import OperatorError, require_writable

WORKER = [sys.executable, "-m", "lightwell.cli", "worker"]
PREPARE = [sys.executable, "-m", "lightwell.operations.prepare"]


def demo(folder: Path | None = None) -> int:
    """Run everything on this machine with an invented city in it, and real files from a folder beside it when one is named."""
    if folder is not None and not folder.is_dir():
        raise OperatorError(
            f"There is no folder {folder}.", "Name one that holds files: lightwell demo --with FOLDER"
        )
    os.environ["LIGHTWELL_DEMO"] = "1"
    if not environment.read("DATABASE_URL"):
        os.environ["LIGHTWELL_DATABASE"] = "embedded"
    besides = [[sys.executable, "-m", "django", "demo_with", str(folder)]] if folder is not None else []
    return _run(
        ["web", "worker"], prepare=["migrate", "static", "demo"], quiet=True, ready=_welcome, besides=besides
    )


def serve(*, with_worker: bool) -> int:
    """Run the web server, and the worker beside it when asked; the tables must be those of this code."""
    embedded.require_choice()
    names = ["web", "worker"] if with_worker else ["web"]
    return _run(names, prepare=["check", "static"], quiet=False, ready=_serving)


def work() -> int:
    """Run the worker in this process."""
    embedded.require_choice()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.config.settings")
    import django

    from lightwell.operations import worker

    with embedded.in_use():
        django.setup()
        worker.run()
    return 0


def _run(
    names: Iterable[str],
    *,
    prepare: list[str],
    quiet: bool,
    ready: object,
    besides: Iterable[list[str]] = (),
) -> int:
    home = environment.home()
    require_writable(home)
    supervisor = Supervisor(home, _services(home, names), quiet=quiet)
    try:
        with ExitStack() as stack:
            stack.enter_context(supervisor.listening_to_signals())
            stack.enter_context(supervisor.alone())
            ports.require_free(web.host(), web.port())
            if embedded.wanted():
                supervisor.cluster = embedded.cluster()
                stack.enter_context(embedded.shared(supervisor.cluster, tied=True))
            stack.callback(supervisor.end)
            supervisor.environment = dict(os.environ)
            _prepare(supervisor, prepare)
            for command in besides:
                _do(supervisor, command)
            for service in supervisor.services:
                supervisor.launch(service)
            supervisor.wait_ready()
            ready(supervisor)  # type: ignore[operator]
            supervisor.watch()
            say("Stopping…")
    except Stopped:
        say("Stopped.")
    return 0


def _services(home: Path, names: Iterable[str]) -> list[Service]:
    note = home / "run" / "worker.ready"
    known = {
        "web": Service(
            "web", web.command(home / "static"), lambda pid: web.answers(), grace=web.KEEP_OPEN + 2
        ),
        "worker": Service("worker", WORKER, lambda pid: _says(note, pid), grace=20),
    }
    return [known[name] for name in names]


def _says(note: Path, pid: int) -> bool:
    try:
        return note.read_text() == str(pid)
    except OSError:
        return False


def _prepare(supervisor: Supervisor, steps: list[str]) -> None:
    """Do the steps that are due. Tables of a served database are always compared: others may have changed them."""
    marks = {"static": stamps.of_static(), "migrate": stamps.of_migrations()}
    marks["demo"] = (
        f"{marks['migrate']} {web.local_address()}"  # its issuer of identities is registered by address
    )
    kept = stamps.kept(supervisor.home)
    trusted = {"static", *(["migrate", "demo"] if supervisor.cluster else [])}
    due = [step for step in steps if step not in trusted or kept.get(step) != marks[step]]
    if not due:
        return
    if "demo" in due and not kept:
        say("Preparing the database, the pages and the demo city; this takes a minute the first time.")
    code = supervisor.do([*PREPARE, *due])
    if code:
        raise OperatorError(
            f"Preparing failed ({', '.join(due)}).", "The reason stands above. Nothing was lost."
        )
    stamps.keep(supervisor.home, **{step: marks[step] for step in due if step in marks})


def _do(supervisor: Supervisor, command: list[str]) -> None:
    """Run a step that is asked for at every start; what it says stands above."""
    supervisor.environment = {
        **(supervisor.environment or os.environ),
        "DJANGO_SETTINGS_MODULE": "lightwell.config.settings",
    }
    if supervisor.do(command):
        raise OperatorError(f"{command[-2]} failed.", "The reason stands above. Nothing was lost.")


def _welcome(supervisor: Supervisor) -> None:
    say(f"\n天井 Lightwell is ready:  {environment.read('LIGHTWELL_SITE_URL', web.local_address())}/")
    note = supervisor.home / "run" / "welcome.txt"
    if note.exists():
        say(note.read_text(encoding="utf-8"))
    say(f"Everything it keeps is in {supervisor.home}; logs in {supervisor.home / 'log'}.")
    say("Ctrl-C stops it.")


def _serving(supervisor: Supervisor) -> None:
    say(f"Lightwell answers at {web.local_address()}.")
