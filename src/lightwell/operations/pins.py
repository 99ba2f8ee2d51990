"""``python -m lightwell.operations.pins``: requirements/*.txt hold what pyproject.toml asks for, pinned, with hashes.

Needs no network: it compares. ``make pins`` resolves anew.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[3]
PIN = re.compile(
    r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([^\s;\\]+)[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)*)",
    re.M,
)


def pins_of(text: str) -> tuple[dict[str, str], list[str]]:
    """Return versions by name, and the names that lack a hash."""
    found = [(canonicalize_name(name), version, hashes) for name, version, hashes in PIN.findall(text)]
    return {name: version for name, version, _ in found}, [name for name, _, hashes in found if not hashes]


def faults(project: Path = PROJECT) -> list[str]:
    """Return one sentence for each thing that is wrong."""
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev, build = (_read(project, name) for name in ("run", "dev", "build"))
    needed = settings["project"]["dependencies"]
    wrong = [
        f"requirements/{n}.txt has no hash for {x}"
        for n, (_, bare) in zip(["run", "dev", "build"], (run, dev, build), strict=True)
        for x in bare
    ]
    wrong += _unmet("run", needed, run[0])
    wrong += _unmet("dev", [*needed, *settings["dependency-groups"]["dev"]], dev[0])
    wrong += _unmet("build", settings["build-system"]["requires"], build[0])
    wrong += [
        f"{name} is {run[0][name]} in run.txt and {dev[0].get(name)} in dev.txt"
        for name in run[0]
        if dev[0].get(name) != run[0][name]
    ]
    return wrong


def _read(project: Path, name: str) -> tuple[dict[str, str], list[str]]:
    return pins_of((project / "requirements" / f"{name}.txt").read_text(encoding="utf-8"))


def _unmet(name: str, needed: list[str], pinned: dict[str, str]) -> list[str]:
    wrong = []
    for line in needed:
        wanted = Requirement(line)
        version = pinned.get(canonicalize_name(wanted.name))
        if version is None or not wanted.specifier.contains(version, prereleases=True):
            wrong.append(
                f"requirements/{name}.txt has {version or 'nothing'} where pyproject.toml asks for {line}"
            )
    return wrong


if __name__ == "__main__":
    found = faults()
    print("\n".join(found) or "The pins are those of pyproject.toml.")
    sys.exit(f"{len(found)} faults: run `make pins`." if found else 0)
