"""Pages on which a unit drafts, changes, publishes and concludes its topics."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import queries, topics
from lightwell.participation.opinions.forms import ConcludeForm, NewTopicForm, PhaseFormSet, TopicForm
from lightwell.participation.opinions.models import Topic
from lightwell.participation.opinions.topics import PhasePlan
from lightwell.people import public as people
from lightwell.people.public import access


@access.may("topics.edit")
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics of the units for which this person may open topics."""
    rows = queries.topics_to_edit(_account(request))[:200]
    return render(
        request, "opinions/desk/topics.html", {"topics": rows, "notices": messages.get_messages(request)}
    )


@access.may("topics.edit")
def new_topic(request: HttpRequest) -> HttpResponse:
    """Draft a topic."""
    account = _account(request)
    form = NewTopicForm(
        request.POST or None,
        units=people.units_of(account, "topics.edit"),
        initial={"displays": ["name", "pseudonym", "count"]},
    )
    phases = PhaseFormSet(request.POST or None, prefix="phase")
    if request.method == "POST" and form.is_valid() and phases.is_valid():
        try:
            topic = topics.draft_topic(
                slug=form.cleaned_data["slug"],
                unit=form.cleaned_data["unit"],
                fields=form.columns(),
                phases=_plans(phases),
                themes=form.theme_lines(),
                by=account,
            )
            return redirect("opinions:edit_topic", topic.slug)
        except Refusal as refusal:
            _tell(form, refusal)
    return _form(request, form, phases)


@access.may("topics.edit")
def edit_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a topic; on one that is published every change is an official act."""
    found = _mine(request, slug)
    form = TopicForm(request.POST or None, instance=found)
    phases = PhaseFormSet(request.POST, prefix="phase") if request.method == "POST" else _phases_of(found)
    if request.method == "POST" and form.is_valid() and phases.is_valid():
        try:
            topics.edit_topic(
                topic=found,
                fields=form.columns(),
                phases=_plans(phases),
                themes=form.theme_lines(),
                version=form.cleaned_data["version"] or 0,
                by=_account(request),
            )
            messages.success(request, _("The topic is saved."))
            return redirect("opinions:edit_topic", slug)
        except Refusal as refusal:
            _tell(form, refusal)
    return _form(request, form, phases, found)


@require_POST
@access.may("topics.edit")
def publish_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Open it to the public."""
    found = _mine(request, slug)
    try:
        topics.publish_topic(topic=found, by=_account(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("opinions:edit_topic", slug)
    return redirect("opinions:topic", slug)


@access.may("topics.edit")
def conclude_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what came of it; no opinions come in any more."""
    found = _mine(request, slug)
    form = ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            topics.conclude_topic(topic=found, by=_account(request), **form.cleaned_data)
            return redirect("opinions:results", slug)
        except Refusal as refusal:
            _tell(form, refusal)
    return render(
        request,
        "opinions/desk/conclude.html",
        {"topic": found, "form": form},
        status=422 if form.errors else 200,
    )


def _form(request: HttpRequest, form: Any, phases: Any, topic: Topic | None = None) -> HttpResponse:
    context = {"form": form, "phases": phases, "topic": topic, "notices": messages.get_messages(request)}
    return render(
        request,
        "opinions/desk/topic.html",
        context,
        status=422 if form.errors or phases.total_error_count() else 200,
    )


def _plans(phases: Any) -> list[PhasePlan]:
    return [plan for plan in (form.plan() for form in phases) if plan is not None]


def _phases_of(topic: Topic) -> Any:
    names = ("name", "name_en", "starts_on", "ends_on", "takes_opinions")
    rows = [{name: getattr(phase, name) for name in names} for phase in topic.phases.all()]
    return PhaseFormSet(prefix="phase", initial=rows)


def _tell(form: Any, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _mine(request: HttpRequest, slug: str) -> Topic:
    found = queries.any_topic(slug)
    if found is None:
        raise Http404
    if not access.powers_in(request).allow("topics.edit", found.unit.path):
        raise PermissionDenied(_("This topic belongs to another unit."))
    return found


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
