"""The publishing desk: describe a dataset, send a file, read the report, publish."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.publishing import actions, queries, rules, words
from lightwell.opendata.publishing.forms import DatasetForm, HintsForm, PublishForm, UploadForm, WithdrawForm
from lightwell.opendata.publishing.models import Dataset, Draft, Version
from lightwell.opendata.publishing.preview import first_rows
from lightwell.people import public as people
from lightwell.people.public import access


@access.may("data.edit")
def home(request: HttpRequest) -> HttpResponse:
    """What the editor's units publish, and which files wait for them."""
    datasets = queries.datasets_of(request.user)
    context = {"datasets": datasets, "drafts": queries.drafts_of(datasets)}
    return render(request, "publishing/home.html", context)


@access.may("data.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a dataset: its title, unit, licence and address."""
    units = people.units_of(request.user, "data.edit")
    form = DatasetForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        unit = form.units[form.cleaned_data["unit"]]
        slug = form.cleaned_data["slug"]
        try:
            dataset = actions.create_dataset(by=request.user, unit=unit, slug=slug, **form.described)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            return redirect("publishing:upload", dataset.slug)
    return render(request, "publishing/describe.html", {"form": form, "dataset": None})


@access.may("data.edit")
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One dataset as its editors see it: every file that came in, every version that went out."""
    found = _editable(request, slug)
    context = {
        "dataset": found,
        "files": queries.files_of(found),
        "may_publish": people.can(request.user, "data.publish", unit=found.unit),
    }
    return render(request, "publishing/dataset.html", context)


@access.may("data.edit")
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said about a dataset."""
    found = _editable(request, slug)
    form = DatasetForm(request.POST or None, initial=DatasetForm.initial_of(found), units=[], fixed=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_dataset(dataset=found, by=request.user, **form.described)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("The description is saved."))
            return redirect("publishing:dataset", found.slug)
    return render(request, "publishing/describe.html", {"form": form, "dataset": found})


@access.may("data.edit")
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a file; the worker reads it while the editor watches."""
    found = _editable(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None, resources=list(found.resources.all()))
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data.get(name, "") for name in ("title", "title_en", "notes")}
        file = form.cleaned_data["file"]
        try:
            draft = actions.upload(dataset=found, upload=file, by=request.user, resource=form.chosen, **told)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            return redirect("publishing:draft", found.slug, draft.public_id)
    return render(request, "publishing/upload.html", {"form": form, "dataset": found})


@access.may("data.edit")
def draft(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The report on a file, and what can be done: publish, have it read again, put it aside."""
    found = _draft(request, slug, public_id)
    return _draft_page(request, found, _hints_form(found), PublishForm(initial={"notes": found.notes}))


@access.may("data.edit")
def hints(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Have a file read once more, told better how."""
    found = _draft(request, slug, public_id)
    form = HintsForm(request.POST or None, report=found.report)
    if request.method != "POST":
        return redirect("publishing:draft", slug, public_id)
    if form.is_valid():
        try:
            actions.give_hints(draft=found, hints=form.hints, by=request.user)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            return redirect("publishing:draft", slug, public_id)
    return _draft_page(request, found, form, PublishForm(initial={"notes": found.notes}), status=422)


@access.may("data.publish")
def publish(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Make the version public."""
    found = _draft(request, slug, public_id)
    form = PublishForm(request.POST or None)
    if request.method != "POST":
        return redirect("publishing:draft", slug, public_id)
    if form.is_valid():
        notes, checked = form.cleaned_data["notes"], form.cleaned_data["personal"]
        try:
            version = actions.publish(draft=found, by=request.user, notes=notes, personal_checked=checked)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Version %(n)s is public.") % {"n": version.number})
            return redirect("publishing:dataset", slug)
    return _draft_page(request, found, _hints_form(found), form, status=422)


@access.may("data.edit")
def discard(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put a file aside."""
    found = _draft(request, slug, public_id)
    if request.method == "POST":
        try:
            actions.discard(draft=found, by=request.user)
            messages.success(request, _("The file was put aside. It is kept with its report."))
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("publishing:draft", slug, public_id)
    return redirect("publishing:dataset", slug)


@access.may("data.publish")
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a version back, with a reason."""
    found = _editable(request, slug)
    version = _version(found, number)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(version=version, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("Version %(n)s is withdrawn.") % {"n": number})
            return redirect("publishing:dataset", slug)
    return render(request, "publishing/withdraw.html", {"form": form, "dataset": found, "version": version})


def _draft_page(
    request: HttpRequest, draft: Draft, hints: HintsForm, publishing: PublishForm, status: int = 200
) -> HttpResponse:
    report = draft.report or {}
    ready = draft.state == rules.READY
    context: dict[str, Any] = {
        "draft": draft,
        "dataset": draft.dataset,
        "report": report,
        "why_not": words.why_not(draft),
        "done": words.what_was_done(report) if ready else [],
        "warned": words.warnings_told(report["warnings"]) if ready else [],
        "columns": [_column(column) for column in report.get("columns", [])] if ready else [],
        "preview": first_rows(draft.folder) if ready else None,
        "personal": rules.personal_columns(report),
        "hints_form": hints if draft.state in rules.OPEN_TO_HINTS else None,
        "publish_form": publishing,
        "may_publish": people.can(request.user, "data.publish", unit=draft.dataset.unit),
        "version": getattr(draft, "version", None),
    }
    return render(request, "publishing/draft.html", context, status=status)


def _column(column: dict[str, Any]) -> dict[str, Any]:
    return column | {"type_name": words.type_name(column["type"]), "rule_text": words.rule_text(column)}


def _hints_form(draft: Draft) -> HintsForm:
    return HintsForm(initial=HintsForm.initial_of(draft.hints, draft.report), report=draft.report)


def _show(form: django_forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field that it is about."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _editable(request: HttpRequest, slug: str) -> Dataset:
    found = queries.find_dataset(slug)
    if found is None or not people.can(request.user, "data.edit", unit=found.unit):
        raise Http404
    return found


def _draft(request: HttpRequest, slug: str, public_id: str) -> Draft:
    found = queries.find_draft(slug, public_id)
    if found is None or not people.can(request.user, "data.edit", unit=found.dataset.unit):
        raise Http404
    return found


def _version(dataset: Dataset, number: int) -> Version:
    found = queries.find_version(dataset.slug, number)
    if found is None:
        raise Http404
    return found
