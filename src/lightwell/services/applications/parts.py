"""Small pieces that this room puts into pages of the storeys below, which know nothing of applications."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from lightwell.casework import public as casework
from lightwell.kernel.ref import Ref
from lightwell.services.applications import counts, queries, showing
from lightwell.services.applications.models import Application
from lightwell.services.applications.own_pages import Key


def _application(ref: Ref | None) -> Application | None:
    return queries.application_of(ref.id) if ref is not None and ref.kind == "matter" else None


def answers_at_desk(ref: Ref | None) -> str:
    """The answers with their files, what was asked for and given later, and the decision, for who handles it."""
    found = _application(ref)
    if found is None:
        return ""
    number = found.matter.number
    context = {
        **showing.story(found, lambda file: reverse("applications:desk_file", args=[number, file])),
        "letter_href": reverse("applications:own_letter", args=[number])
        if hasattr(found, "decision")
        else "",
    }
    return render_to_string("applications/parts/desk_matter.html", context)


def asked_of_owner(ref: Ref | None) -> str:
    """What the office waits for, at the head of the person's own page."""
    return _asked(ref, secret=False)


def asked_of_holder(ref: Ref | None) -> str:
    return _asked(ref, secret=True)


def answers_of_owner(ref: Ref | None) -> str:
    """What the person sent, and the way to the decision letter, on their own page."""
    return _own(ref, secret=False)


def answers_of_holder(ref: Ref | None) -> str:
    return _own(ref, secret=True)


def _key(found: Application, secret: bool) -> Key:
    """The right of the page that asks: the holder of a link came with its secret, which we can make again."""
    return Key(True, casework.secret_of(found.matter.number) if secret else "")


def _asked(ref: Ref | None, *, secret: bool) -> str:
    found = _application(ref)
    inquiry = queries.inquiry_of(found) if found is not None else None
    if found is None or inquiry is None:
        return ""
    labels = showing.labels_of(found)
    context = {
        "inquiry": inquiry,
        "until": found.matter.paused_until,
        "points": [(labels.get(question, question), words) for question, words in inquiry.missing.items()],
        "more_href": _key(found, secret).address("more", found),
    }
    return render_to_string("applications/parts/asked.html", context)


def _own(ref: Ref | None, *, secret: bool) -> str:
    found = _application(ref)
    if found is None:
        return ""
    key = _key(found, secret)

    def file_href(file: str) -> str:
        return key.address("file", found, file) if secret else reverse("file", args=[file])

    context = {
        **showing.story(found, file_href),
        "letter_href": key.address("letter", found) if hasattr(found, "decision") else "",
    }
    return render_to_string("applications/parts/own_matter.html", context)


def figures(ref: Ref | None) -> str:
    """How many of a service were begun, sent and decided, on the service's page; small numbers are not told."""
    if ref is None or ref.kind != "service":
        return ""
    context = {"figures": counts.figures_of(ref.id), "smallest": casework.SMALLEST}
    return render_to_string("applications/parts/figures.html", context)


FILLERS = {
    "desk_matter": answers_at_desk,
    "matter_own_first": asked_of_owner,
    "matter_tracked_first": asked_of_holder,
    "matter_own": answers_of_owner,
    "matter_tracked": answers_of_holder,
    "service_figures": figures,
}
