"""The officer's desk: My day, and the page on which one matter is worked. Everything works without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lightwell.casework import desk_drafts
from lightwell.casework.desk_forms import AnswerForm, StepForm, TransferForm
from lightwell.casework.desk_queries import matter_at_desk, my_day, open_beside
from lightwell.casework.desk_steps import Step, step_named, steps_of
from lightwell.casework.handling import Stale
from lightwell.casework.models import Event, Matter, Response
from lightwell.casework.prose import to_html
from lightwell.casework.queries import similar_matters
from lightwell.casework.reading import look
from lightwell.casework.statement import slugs_in, statement_of, timeline_of, unit_names
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access

ENTRIES = (
    "casework.receive",
    "casework.moderate",
    "topics.edit",
    "services.edit",
    "people.administer",
    "data.publish",
)  # rooms above fill the slot "desk:PERMISSION" for those who hold it
LIKE = 0.35  # likeness from which another matter is shown beside this one


@dataclass(frozen=True)
class Choice:
    """A step with the form that stands for it on the page."""

    step: Step
    form: StepForm


@access.may("desk.see")
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, late, new and waiting, each with its next step."""
    powers = access.powers_in(request)
    entries = [permission for permission in ENTRIES if powers.allow(permission)]
    return render(
        request,
        "casework/desk/day.html",
        _with_notices(request, sections=my_day(_account(request), powers), entries=entries),
    )


@require_safe
@access.may("desk.see")
def work(request: HttpRequest, number: str) -> HttpResponse:
    """One matter with everything that can be done to it."""
    return _show(request, _found(request, number))


@require_POST
@access.may("desk.see")
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Take one step; when it is refused, the page comes back with everything that was typed."""
    matter, account = _found(request, number), _account(request)
    chosen = step_named(matter, account, access.powers_in(request), verb)
    if chosen is None:
        return _too_late(request, matter, verb)
    form = chosen.form(matter, request.POST)
    if verb == "answer" and request.POST.get("do") in ("save", "preview"):
        return _keep_answer(request, matter, form, request.POST["do"])
    if not form.is_valid():
        return _show(request, matter, chosen, form)
    try:
        chosen.run(matter, form.cleaned_data, account)
    except Stale as stale:
        return _conflict(request, number, chosen, stale)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _show(request, matter, chosen, form)
    messages.success(request, _("Done: %(step)s.") % {"step": chosen.label})
    return redirect("casework:work", number)


@require_safe
@access.may("casework.answer")
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The answer as the citizen will see it: the same part of the page, from the officer's draft."""
    matter = _found(request, number)
    look(request, matter, "desk")
    draft = next((d for d in desk_drafts.drafts_of(matter) if d.by_id == _account(request).pk), None)
    if draft is None:
        return redirect("casework:work", number)
    form = AnswerForm(initial={"text": draft.text, "version": draft.seen_version}, verb="publish")
    form.fields["text"].widget = HiddenInput()
    shown = Response(
        matter=matter, text=draft.text, html=to_html(draft.text), at=clock.now(), unit=matter.unit
    )
    context = {"matter": matter, "draft": draft, "form": form, "response": shown}
    return render(request, "casework/desk/preview.html", context)


def _keep_answer(request: HttpRequest, matter: Matter, form: StepForm, do: str) -> HttpResponse:
    """Keep the draft whatever has happened to the matter meanwhile: keeping is never a conflict."""
    text, account = request.POST.get("text", ""), _account(request)
    seen = request.POST.get("version", "")
    try:
        version = int(seen) if seen.isdigit() and len(seen) < 9 else matter.version
        draft = desk_drafts.save_draft(matter=matter, text=text, version=version, by=account)
    except Refusal as refusal:
        form.is_valid()
        form.add_error("text", refusal.message)
        return _show(request, matter, step_named(matter, account, access.powers_in(request), "answer"), form)
    if do == "preview" and draft is not None:
        return redirect("casework:desk_preview", matter.number)
    messages.success(request, _("The draft is kept.") if draft else _("The draft is dropped."))
    return redirect(reverse("casework:work", args=[matter.number]) + "#answer")


def _conflict(request: HttpRequest, number: str, chosen: Step, stale: Stale) -> HttpResponse:
    """Somebody was faster: show the matter as it is now, with what was typed in the form and the new version under it."""
    matter, account = _found(request, number), _account(request)
    again = step_named(matter, account, access.powers_in(request), chosen.verb)
    if again is None:
        return _too_late(request, matter, chosen.verb)
    typed = request.POST.copy()
    typed["version"] = str(matter.version)
    form = again.form(matter, typed)
    form.is_valid()
    form.add_error(None, stale.message)
    return _show(request, matter, again, form, status=409)


def _too_late(request: HttpRequest, matter: Matter, verb: str) -> HttpResponse:
    """The step is no longer possible. Long text is kept as a draft, and shown to be copied."""
    typed = request.POST.get("text") or request.POST.get("reason") or request.POST.get("note") or ""
    if (
        typed.strip()
        and verb == "answer"
        and access.powers_in(request).allow("casework.answer", matter.unit.path)
    ):
        desk_drafts.save_draft(
            matter=matter, text=typed[:40_000], version=matter.version, by=_account(request)
        )
    return _show(
        request,
        matter,
        kept=typed,
        refused=_("This step is not possible any more, or not yours to take."),
        status=409,
    )


def _show(
    request: HttpRequest,
    matter: Matter,
    chosen: Step | None = None,
    form: StepForm | None = None,
    *,
    kept: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    account = _account(request)
    look(request, matter, "desk")
    drafts = desk_drafts.drafts_of(matter)
    choices = [
        _choice(step, matter, drafts, account, chosen, form)
        for step in steps_of(matter, account, access.powers_in(request))
    ]
    events = list(matter.events.all())
    context = {
        "matter": matter,
        "statement": statement_of(matter),
        "timeline": timeline_of(matter, events, _names(matter, events, choices)),
        "choices": choices,
        "bound": form,
        "others_writing": [draft for draft in drafts if draft.by_id != account.pk],
        "similar": similar_matters(
            f"{matter.title} {matter.body}", matter.topic_ref, least=LIKE, exclude=matter.number
        ),
        "responses": list(matter.responses.select_related("unit")) if matter.answered_at else [],
        "beside": open_beside(matter),
        "kept": kept,
        "refused": refused,
    }
    return render(request, "casework/desk/work.html", _with_notices(request, **context), status=status)


def _with_notices(request: HttpRequest, **context: Any) -> dict[str, Any]:
    return {**context, "notices": messages.get_messages(request)}


def _names(matter: Matter, events: list[Event], choices: list[Choice]) -> dict[str, str]:
    """Return the names of the units in a timeline; those that the form for passing on offers are loaded already."""
    loaded = [
        matter.unit,
        *(unit for c in choices if isinstance(c.form, TransferForm) for unit in c.form.units.values()),
    ]
    known = {unit.slug: str(unit) for unit in loaded}
    no_units = {"system", "public", *(state.code for state in matter.kind_data.states)}
    missing = slugs_in(events) - set(known) - no_units
    return {**known, **unit_names(missing)} if missing else known


def _choice(
    step: Step,
    matter: Matter,
    drafts: list[Any],
    account: people.Account,
    chosen: Step | None,
    form: StepForm | None,
) -> Choice:
    if chosen is not None and form is not None and step.verb == chosen.verb:
        return Choice(step, form)
    mine = next((draft for draft in drafts if draft.by_id == account.pk), None)
    blank = step.form(matter, text=mine.text if mine else "") if step.verb == "answer" else step.form(matter)
    if isinstance(blank, AnswerForm) and mine:
        blank.draft = mine  # type: ignore[attr-defined]
    return Choice(step, blank)


def _found(request: HttpRequest, number: str) -> Matter:
    matter = matter_at_desk(number)
    if matter is None:
        raise Http404
    above = matter.escalated_to
    powers = access.powers_in(request)
    if not powers.allow("desk.see", matter.unit.path) and not (
        above and powers.allow("desk.see", above.path)
    ):
        raise PermissionDenied(_("This matter belongs to another unit."))
    return matter


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
