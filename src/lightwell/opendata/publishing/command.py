"""``lightwell publish FILE --dataset SLUG``: what an editor does at the desk, from a shell."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lightwell.opendata.publishing.models import Dataset, Draft, Resource


def register(subparsers: Any) -> None:
    """Add the command ``publish``."""
    parser = subparsers.add_parser("publish", help="read a file and publish it as a version of a dataset")
    parser.add_argument("file", type=Path, help="CSV or TSV as the office sent it")
    parser.add_argument(
        "--dataset", required=True, metavar="SLUG", help="address of the dataset; made when new"
    )
    parser.add_argument("--title", default="", help="title of a new dataset")
    parser.add_argument("--title-en", default="", help="the same in English")
    parser.add_argument("--description", default="", help="description of a new dataset")
    parser.add_argument("--unit", metavar="SLUG", help="unit that answers for a new dataset")
    parser.add_argument("--table", default="", metavar="TITLE", help="a further table of the dataset")
    parser.add_argument("--notes", default="", help="what is new in this version")
    parser.add_argument(
        "--encoding", default="", help="utf-8, utf-16-le or cp950, when it is guessed wrongly"
    )
    parser.add_argument("--header-rows", default="", metavar="LINES", help="such as 3 or 3-4, 0 for none")
    parser.add_argument("--as", dest="account", metavar="EMAIL", help="act as this account, within its roles")
    parser.add_argument("--personal-checked", action="store_true", help="personal columns may be made public")
    parser.add_argument("--draft", action="store_true", help="only read the file; an editor publishes it")
    parser.set_defaults(func=run, needs_database=True)


def run(arguments: argparse.Namespace) -> int:
    """Read and publish; 0 when done, 2 when the file or the wish was refused."""
    from django.core.exceptions import PermissionDenied
    from django.db import OperationalError
    from django.utils import translation

    from lightwell.kernel.refusal import Refusal

    try:
        with translation.override("en"):
            return _publish(arguments)
    except (Refusal, PermissionDenied) as refused:
        return _say(str(refused))
    except OperationalError as error:
        return _say(
            f"The database does not answer ({str(error).splitlines()[0]}). Start it with `lightwell serve`."
        )


def _publish(arguments: argparse.Namespace) -> int:
    from lightwell.opendata.publishing import actions, reading, words
    from lightwell.opendata.publishing.models import Draft

    if not arguments.file.is_file():
        return _say(f"There is no file {arguments.file}. Check the path.")
    by = _account(arguments.account)
    dataset = _dataset(arguments, by)
    draft = actions.upload(
        dataset=dataset, upload=arguments.file, by=by, resource=_table(dataset, arguments.table),
        title=arguments.table, title_en=arguments.table, notes=arguments.notes, hints=_hints(arguments),
    )  # fmt: skip
    reading.read(draft.pk)  # here and now; the worker's job finds nothing left to do
    draft = Draft.objects.select_related("file", "dataset").get(pk=draft.pk)
    if draft.state != Draft.State.READY:
        return _say(
            words.why_not(draft) or f"The file is {draft.get_state_display()}; look again in a moment."
        )
    _tell(draft)
    if arguments.draft:
        print(f"Ready to publish: {_site()}/publish/{dataset.slug}/files/{draft.public_id}/")
        return 0
    version = actions.publish(draft=draft, by=by, personal_checked=arguments.personal_checked)
    print(f"Version {version.number} is public: {_site()}/datasets/{dataset.slug}/")
    return 0


def _account(email: str | None) -> Any:
    from lightwell.kernel.refusal import Refusal
    from lightwell.people import public as people

    if not email:
        return None
    found = people.Account.objects.filter(email=email.lower()).first()
    if found is None:
        raise Refusal(f"There is no account {email}.")
    return found


def _dataset(arguments: argparse.Namespace, by: Any) -> Dataset:
    from lightwell.kernel.refusal import Refusal
    from lightwell.opendata.publishing import actions, queries
    from lightwell.people import public as people

    found = queries.find_dataset(arguments.dataset)
    if found is not None:
        return found
    unit = people.Unit.objects.filter(slug=arguments.unit or "").first()
    if unit is None or not arguments.title:
        units = ", ".join(people.Unit.objects.values_list("slug", flat=True)[:30])
        raise Refusal(
            f"There is no dataset {arguments.dataset!r} yet: give --title and --unit, one of: {units}."
        )
    described = {"title": arguments.title, "title_en": arguments.title_en}
    described["description"] = arguments.description or arguments.title
    return actions.create_dataset(by=by, unit=unit, slug=arguments.dataset, **described)


def _table(dataset: Dataset, title: str) -> Resource | None:
    """Return the table that gets the version: the first one, or the one of this title; None makes it."""
    tables = dataset.resources.order_by("position", "id")
    return tables.filter(title=title).first() if title else tables.first()


def _hints(arguments: argparse.Namespace) -> dict[str, Any] | None:
    from django.forms import ValidationError

    from lightwell.kernel.refusal import Refusal
    from lightwell.opendata.publishing.forms import line_numbers

    try:
        lines = line_numbers(arguments.header_rows)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages))
    told = {"encoding": arguments.encoding} if arguments.encoding else {}
    told |= {"header_rows": lines} if lines is not None else {}
    return told or None


def _tell(draft: Draft) -> None:
    from lightwell.opendata.publishing import words

    report: dict[str, Any] = draft.report or {}
    print(f"{draft.file.name}: {report['rows']:,} rows, {len(report['columns'])} columns, {report['status']}")
    for sentence in words.what_was_done(report):
        print(f"  {sentence}")
    for told in words.warnings_told(report["warnings"]):
        print(f"  {told.count} × {told.sentence}")


def _site() -> str:
    from django.conf import settings

    return str(settings.SITE_URL)


def _say(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
