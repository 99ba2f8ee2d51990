"""``lightwell manage import_opinions FILE``: opinions and how they were handled, out of a white paper's appendix or a CSV file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import importing
from lightwell.participation.opinions.import_csv import decoded
from lightwell.participation.opinions.import_outcomes import Proposal, propose_all
from lightwell.participation.opinions.import_rows import Unreadable, gaps
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.tallies import refresh_tally
from lightwell.people.public import Unit


class Command(BaseCommand):
    help = (
        "Import opinions with their handling from the appendix tables of a Markdown file, or from a CSV file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="Markdown with tables 編號, 議題, 處理情形; or CSV with 編號,議題,處理情形,管道,主題",
        )
        parser.add_argument("--topic", help="slug of the topic; without it one is made for the file")
        parser.add_argument(
            "--unit", help="slug of the unit of a topic that is made; needed when there are several roots"
        )
        parser.add_argument(
            "--received-on",
            type=_day,
            help="day on which the opinions were received, YYYY-MM-DD (default: today)",
        )
        parser.add_argument(
            "--leave-doubtful", action="store_true", help="leave the outcome of doubtful rows to the desk"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be imported, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):  # the program speaks English, whatever the site does
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        proposals = self._read(options["file"])
        topic = self._topic(options["topic"])
        self._report(proposals, importing.known_rows(topic or self._made_before(options["file"]), proposals))
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")
            return
        try:
            topic, done = self._import(topic, proposals, options)
        except Refusal as refusal:
            raise CommandError(f"Nothing was imported: {refusal.message}")
        refresh_tally(topic)
        self._done(topic, done)

    @transaction.atomic
    def _import(
        self, topic: Topic | None, proposals: list[Proposal], options: dict[str, Any]
    ) -> tuple[Topic, importing.Imported]:
        path = options["file"]
        topic = topic or importing.topic_for_file(
            path=path, title=_title_of(path), unit=_unit(options["unit"]), by=None
        )
        done = importing.import_opinions(
            topic=topic,
            proposals=proposals,
            by=None,
            received_on=options["received_on"],
            leave_doubtful=options["leave_doubtful"],
        )
        return topic, done

    def _read(self, path: Path) -> list[Proposal]:
        try:
            return propose_all(importing.read_rows(path))
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror}.", returncode=2)
        except Unreadable as unreadable:
            faults = "\n".join(f"{path}: {fault}" for fault in unreadable.faults)
            raise CommandError(
                f"{faults}\nNothing was imported. Put these lines right and try again.", returncode=2
            )

    def _topic(self, slug: str | None) -> Topic | None:
        if slug is None:
            return None
        found = Topic.objects.select_related("unit").filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no topic {slug!r}.", returncode=2)
        return found

    def _made_before(self, path: Path) -> Topic | None:
        return Topic.objects.filter(slug=importing.slug_of(path)).first()

    def _report(self, proposals: Sequence[Proposal], known: int) -> None:
        self.stdout.write(f"{len(proposals)} opinions, {known} of them imported before.")
        self._counts("By channel", (p.row.channel for p in proposals))
        self._counts(
            "By theme, counting those that only the handling names", (p.theme or "(none)" for p in proposals)
        )
        self._counts(
            "By channel and theme", (f"{p.row.channel}, {p.row.theme or '(none)'}" for p in proposals)
        )
        self._counts("By proposed outcome", (p.outcome or "(to be decided)" for p in proposals))
        doubtful = [p for p in proposals if p.doubts]
        self.stdout.write(f"\n{len(doubtful)} doubtful:")
        for proposal in doubtful:
            row = proposal.row
            place = f"line {row.line}, {row.channel} {row.theme} {row.number}".replace("  ", " ")
            self.stdout.write(
                f"  {place} -> {proposal.outcome or '(to be decided)'}: {'; '.join(proposal.doubts)}"
            )
        for gap in gaps([p.row for p in proposals]):
            self.stdout.write(f"  {gap}")

    def _counts(self, title: str, values: Iterable[str]) -> None:
        self.stdout.write(f"\n{title}:")
        for value, number in sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])):
            self.stdout.write(f"  {number:4d}  {value}")

    def _done(self, topic: Topic, done: importing.Imported) -> None:
        self.stdout.write(
            f"\n{len(done.added)} added to topic {topic.slug}, {len(done.present)} were there already."
        )
        if done.added:
            self.stdout.write(f"Numbers {done.added[0]} to {done.added[-1]}.")
        for number in done.changed:
            self.stdout.write(
                f"  {number}: the text in the file differs from the one imported; it was left as it is."
            )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a day; write YYYY-MM-DD.", returncode=2)
    if day > clock.today():
        raise CommandError(f"{text} lies in the future.", returncode=2)
    return day


def _title_of(path: Path) -> str:
    """Return the first heading of a Markdown file, else the file's name."""
    found = (
        re.search(r"^#\s+(\S.*)$", decoded(path.read_bytes()), re.M) if path.suffix.lower() == ".md" else None
    )
    return f"{found[1].strip()}：意見與處理情形" if found else path.name


def _unit(slug: str | None) -> Unit:
    units = (
        Unit.objects.filter(active=True, slug=slug) if slug else Unit.objects.filter(active=True, parent=None)
    )
    found = list(units[:2])
    if len(found) == 1:
        return found[0]
    if slug:
        raise CommandError(f"There is no unit {slug!r}.", returncode=2)
    if not found:
        raise CommandError("There is no unit yet. Make one first, or load the demo.", returncode=2)
    raise CommandError(
        "Say with --topic where the opinions belong, or with --unit which unit answers for them.",
        returncode=2,
    )
