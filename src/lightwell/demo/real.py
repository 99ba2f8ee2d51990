"""``lightwell demo --with FOLDER``: real files beside the invented city, each published as it is or left out with a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.text import slugify

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import public as publishing
from lightwell.people import public as people

UNIT = ("real-files", "真實檔案（匯入）", "Real files (imported)")
TABLES = {".csv", ".tsv"}
CATALOGUE = ("提供機關名稱", "資料集名稱")  # a table with these columns describes datasets that lie elsewhere
TOLD_AT_MOST = 200  # characters of a reason


@dataclass(frozen=True)
class Taken:
    """What became of one file: ``state`` is loaded, same, skipped or described; ``told`` says how or why."""

    name: str
    state: str
    told: str
    seconds: float


def take_in(folder: Path) -> Iterator[Taken]:
    """Load every table below a folder; yields what became of each file. The same folder again loads nothing twice."""
    unit = _unit()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        began, name = time.monotonic(), path.relative_to(folder).as_posix()
        if not name.startswith(".") and "/." not in name:
            with translation.override("en"):
                state, told = _take(path, name, unit)
            yield Taken(name, state, told[:TOLD_AT_MOST], time.monotonic() - began)


def _take(path: Path, name: str, unit: people.Unit) -> tuple[str, str]:
    if path.suffix.lower() not in TABLES:
        return "skipped", "no table that Lightwell reads so far (it reads .csv and .tsv)"
    try:
        if _is_catalogue(path):
            return "described", _catalogue(path)
        return _publish(path, name, unit)
    except Refusal as refusal:
        return "skipped", refusal.message
    except OSError as trouble:
        return "skipped", f"cannot be read: {trouble.strerror}"


def _is_catalogue(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(4096).decode("utf-8-sig", "replace")
    first, _end, _rest = head.partition("\n")
    return all(column in first for column in CATALOGUE)


def _catalogue(path: Path) -> str:
    said = StringIO()
    try:
        call_command("import_catalogue", path, stdout=said)
    except CommandError as error:
        raise Refusal(str(error)) from error
    return said.getvalue().strip()


def _publish(path: Path, name: str, unit: people.Unit) -> tuple[str, str]:
    slug = slug_of(name)
    dataset = publishing.Dataset.objects.filter(slug=slug).first() or _describe(slug, path, name, unit)
    digest = _digest(path)
    known = publishing.Draft.objects.filter(dataset=dataset, file__sha256=digest)
    before = known.exclude(state=publishing.Draft.State.DISCARDED).order_by("pk").last()
    if before is not None and before.state == publishing.Draft.State.PUBLISHED:
        return "same", f"as it was: /datasets/{slug}/"
    draft = before or publishing.upload(
        dataset=dataset, upload=path, by=None, resource=dataset.resources.first()
    )
    read = publishing.read_draft(draft.pk) or publishing.Draft.objects.get(pk=draft.pk)
    if read.state != publishing.Draft.State.READY:
        return "skipped", _why(read)
    try:
        version = publishing.publish(draft=read, by=None)
    except Refusal as refusal:
        return "skipped", f"{refusal.message} It waits at the desk of the ministry's data editor."
    return "loaded", f"{version.rows:,} rows{_warnings(read)}: /datasets/{slug}/"


def _describe(slug: str, path: Path, name: str, unit: people.Unit) -> publishing.Dataset:
    return publishing.create_dataset(
        by=None, unit=unit, slug=slug, title=path.stem[:160], title_en=path.stem[:160],
        description=f"自資料夾匯入的真實檔案（{name}），供在本機試用；來源與授權以原提供機關所示為準。",
        description_en=f"A real file ({name}) imported from a folder for trying out on this machine; source and licence are those of whoever provides it.",
        frequency=publishing.Frequency.ONCE, keywords=[],
    )  # fmt: skip


def slug_of(name: str) -> str:
    """Return the address of a file's dataset: its name where Latin letters tell it, and what tells it from all others.

    >>> slug_of("tables/education-2018.csv")
    'real-education-2018-9761ee'
    """
    stem = slugify(Path(name).stem)[:40].strip("-")
    return "-".join(part for part in ("real", stem, sha256(name.encode()).hexdigest()[:6]) if part)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return sha256(file.read()).hexdigest()


def _why(draft: publishing.Draft) -> str:
    said = [warning["message"] for warning in (draft.report or {}).get("warnings", ())]
    return "; ".join(said) or draft.message or draft.get_state_display()


def _warnings(draft: publishing.Draft) -> str:
    count = len((draft.report or {}).get("warnings", ()))
    return f", {count} warnings in its report" if count else ""


def _unit() -> people.Unit:
    slug, name, name_en = UNIT
    found = people.Unit.objects.filter(slug=slug).first()
    ministry = people.Unit.objects.filter(slug="civic-affairs").first()
    return found or people.create_unit(slug=slug, name=name, name_en=name_en, parent=ministry, by=None)
