"""Pages of the record: what it is, the acts in it, one act with its proof, a sealed act with its opening."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lightwell.prepared import prepared
from lightwell.record import proving, reading, rules, sequencing
from lightwell.record.forms import Filter, OpeningCheck, TextCheck, content_name
from lightwell.record.models import Content, Entry, SignedCheckpoint
from lightwell.record.pictures import qr_svg
from lightwell.record.sentences import sentence_of
from lightwell.record.serving import for_everybody
from lightwell.record.words import act_name, fact_name, office_names

PAGE = 20


@require_safe
@for_everybody(seconds=2)
def home(request: HttpRequest) -> HttpResponse:
    """What the record is, how to check it, and its newest acts."""
    form = Filter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    before = _number(request.GET.get("before", ""))
    values = {"act": chosen.get("kind"), "unit": chosen.get("unit"), "id__lt": before}
    rows = _listed(PAGE + 1, **{name: value for name, value in values.items() if value})
    names = office_names(row.office for row in rows)
    context = {
        "form": form,
        "acts": [(reading.to_act(row), act_name(row.act), names.get(row.office, "")) for row in rows[:PAGE]],
        "older": _older(chosen, rows) if len(rows) > PAGE else "",
        "newest": request.path if before else "",
        **_standing(),
    }
    return render(request, "record/home.html", context)


@prepared
def _listed(limit: int, **narrowed: Any) -> QuerySet[Entry]:
    return Entry.objects.filter(digest="", **narrowed).order_by("-id").defer("leaf")[:limit]


def _older(chosen: dict[str, Any], rows: list[Entry]) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return "?" + urlencode({**kept, "before": rows[PAGE - 1].pk})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _standing() -> dict[str, Any]:
    """Key, checkpoint and whether the record stands still."""
    origin = sequencing.current_origin()
    latest: SignedCheckpoint | None = sequencing.latest_of(origin) if origin else None
    return {
        "origin": origin,
        "checkpoint": latest,
        "root": bytes(latest.root).hex() if latest else "",
        "stands_still": bool(origin and sequencing.standstill(origin, latest)),
        "address": f"{settings.SITE_URL}/record",
    }


@require_safe
@for_everybody(seconds=2)
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """One act: a sentence, its proof, what stands in the log."""
    entry = _entry(public_id)
    contents = _contents(entry=entry.pk)
    proof = proving.proof_of(entry, published_salts(contents))
    context = {
        "entry": entry,
        "leaf": (leaf := reading.leaf_of(entry)),
        "facts": [(fact_name(name), str(value)) for name, value in leaf.get("facts", {}).items()],
        "proof": proof,
        "contents": [(content_name(item.name), item) for item in contents],
        "title": act_name(entry.act) if not entry.digest else _("Sealed act"),
        "office": office_names([entry.office]).get(entry.office, ""),
        "qr": qr_svg(reading.act_url(public_id)),
        "address": reading.act_url(public_id),
        **sentence_of(entry, contents, bool(proof)),
    }
    return render(request, "record/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody()
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compare a pasted text with what was entered. Stores nothing, so the answer comes at once, without a redirect."""
    entry = _entry(public_id)
    contents = {item.name: item for item in entry.contents.all()}
    if not contents:
        raise Http404(_("This act holds no text to compare."))
    form = TextCheck(sorted(contents), request.POST if request.method == "POST" else None)
    verdict = ""
    if form.is_valid():
        item = contents[form.cleaned_data["name"]]
        verdict = reading.verdict(item, reading.leaf_of(entry), form.cleaned_data["text"])
    context = {"entry": entry, "form": form, "verdict": verdict, "name": act_name(entry.act)}
    return render(request, "record/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody()
def opening(request: HttpRequest) -> HttpResponse:
    """Find the sealed entry that a pasted opening belongs to. Stores nothing."""
    form = OpeningCheck(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "asked": False, "entry": None}
    if form.is_valid():
        given = form.cleaned_data["opening"]
        digest = rules.salted_hash(bytes.fromhex(given["salt"]), given["text"].encode())
        context |= {
            "asked": True,
            "entry": Entry.objects.filter(digest=digest).first(),
            "text": given["text"],
        }
    return render(request, "record/opening.html", context)


def published_salts(contents: list[Content]) -> dict[str, str]:
    """Salts that go into the public proof: of published contents that were not erased."""
    return {item.name: bytes(item.salt).hex() for item in contents if item.salt and not item.withheld}


def _entry(public_id: str) -> Entry:
    found: Entry | None = _entries.first(public_id=public_id)
    if found is None:
        raise Http404
    return found


@prepared
def _entries(*, public_id: str) -> QuerySet[Entry]:
    return Entry.objects.filter(public_id=public_id)


@prepared
def _contents(*, entry: int) -> QuerySet[Content]:
    return Content.objects.filter(entry=entry).order_by("name")
