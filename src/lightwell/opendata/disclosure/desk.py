"""The editors' pages: close data, look at a decision again, promise a day, move it, keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lightwell.kernel.refusal import Refusal
from lightwell.opendata.disclosure import actions, forms, queries, statement
from lightwell.opendata.disclosure.models import Subject, Unlock
from lightwell.opendata.disclosure.pages import planned_of
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record

Data = dict[str, Any]


@require_safe
@access.may("data.publish")
def home(request: HttpRequest) -> HttpResponse:
    """What of the editor's units is closed or promised, what waits longest first."""
    subjects = queries.at_desk(_account(request))
    lines = [(subject, planned_of(subject)) for subject in subjects]
    slips = {unlock.pk: statement.slip_words(unlock) for _subject, unlock in lines if unlock}
    context = {"lines": lines, "slips": slips, "notices": messages.get_messages(request)}
    return render(request, "disclosure/desk/home.html", context)


@access.may("data.publish")
def register(request: HttpRequest) -> HttpResponse:
    """Say for the first time that data is not open."""
    account = _account(request)
    units = people.units_of(account, actions.PUBLISH)
    initial = {"about": request.GET.get("dataset", "new")}
    form = forms.RegisterForm(
        request.POST or None, units=units, datasets=queries.datasets_to_close(units), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.close_data(
                unit=form.chosen_unit, words=form.words, closing=form.closing, dataset=form.dataset,
                promise=form.promise, by=account,
            )  # fmt: skip
        except Refusal as refusal:
            show(form, refusal, dataset="about")
        else:
            messages.success(request, _("The decision is public now."))
            return redirect("disclosure:work", found.slug)
    status = 422 if form.errors else 200
    return render(request, "disclosure/desk/register.html", {"form": form}, status=status)


@dataclass(frozen=True)
class Step:
    """One thing that can be done with a subject: when, its form, and what it does with the cleaned form."""

    name: str
    label: Any
    possible: Callable[[Subject, Unlock | None], bool]
    make_form: Callable[..., forms.VersionedForm]
    run: Callable[[Subject, Unlock | None, Any, people.Account], object]

    def form(self, subject: Subject, data: Any = None) -> forms.VersionedForm:
        """Return the form, empty or bound to what was sent."""
        more: Data = {"initial": {"version": subject.version}, "verb": self.name}
        if self.make_form is forms.KeepForm:
            more["datasets"] = queries.datasets_to_keep_with(subject.unit)
        return self.make_form(data, **more)


def _keep_closed(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    version = form.cleaned_data["version"]
    return actions.decide_not_open(subject=subject, closing=form.closing, version=version, by=by)


def _open(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    return actions.decide_open(subject=subject, **form.cleaned_data, by=by)


def _promise(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    promise = forms.promise_of(form.cleaned_data)
    assert promise is not None  # the form demands the day
    return actions.promise_day(subject=subject, promise=promise, version=form.cleaned_data["version"], by=by)


def _move(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    data = dict(form.cleaned_data)
    return actions.move_day(unlock=_required(unlock), to=data.pop("opens_on"), **data, by=by)


def _drop(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    return actions.drop_promise(unlock=_required(unlock), **form.cleaned_data, by=by)


def _keep(subject: Subject, unlock: Unlock | None, form: Any, by: people.Account) -> object:
    return actions.keep_promise(subject=subject, **form.cleaned_data, by=by)


def _required(unlock: Unlock | None) -> Unlock:
    if unlock is None:
        raise Refusal(_("This promise has ended. Load the page again."))
    return unlock


STEPS = (
    Step(
        "move",
        gettext_lazy("Move the promised day"),
        lambda s, unlock: unlock is not None,
        forms.MoveForm,
        _move,
    ),
    Step(
        "keep",
        gettext_lazy("It is published: link the dataset"),
        lambda s, unlock: not s.closed,
        forms.KeepForm,
        _keep,
    ),
    Step(
        "review",
        gettext_lazy("Looked at again: it stays closed"),
        lambda s, unlock: s.closed,
        forms.KeepClosedForm,
        _keep_closed,
    ),
    Step(
        "open",
        gettext_lazy("Looked at again: it may open"),
        lambda s, unlock: s.closed,
        forms.OpenForm,
        _open,
    ),
    Step(
        "promise",
        gettext_lazy("Promise a day"),
        lambda s, unlock: unlock is None,
        forms.PromiseForm,
        _promise,
    ),
    Step(
        "close",
        gettext_lazy("Decide that it is not open"),
        lambda s, unlock: not s.closed,
        forms.KeepClosedForm,
        _keep_closed,
    ),
    Step(
        "drop",
        gettext_lazy("Take the promise back"),
        lambda s, unlock: s.closed and unlock is not None,
        forms.DropForm,
        _drop,
    ),
)


@require_safe
@access.may("data.publish")
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """One subject with everything that can be done to it."""
    return _show(request, _mine(request, slug))


@require_POST
@access.may("data.publish")
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Take one step; when it is refused, the page comes back with everything that was typed."""
    found = _mine(request, slug)
    unlock = planned_of(found)
    chosen = next((s for s in STEPS if s.name == step and s.possible(found, unlock)), None)
    if chosen is None:
        messages.error(request, _("This step is not possible any more. See below what is."))
        return redirect("disclosure:work", slug)
    form = chosen.form(found, request.POST)
    if form.is_valid():
        try:
            chosen.run(found, unlock, form, _account(request))
        except Refusal as refusal:
            show(form, refusal)
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": chosen.label})
            return redirect("disclosure:work", slug)
    return _show(request, _mine(request, slug), chosen, form, status=422)


def _show(
    request: HttpRequest, found: Subject, chosen: Step | None = None, form: Any = None, *, status: int = 200
) -> HttpResponse:
    unlock = planned_of(found)
    steps = [s for s in STEPS if s.possible(found, unlock)]
    if (
        chosen is not None and form is not None
    ):  # typed under an older version: the next try is under this one
        form.data = form.data.copy()
        form.data["version"] = str(found.version)
    context = {
        "subject": found,
        "statement": statement.statement_of(found, unlock),
        "story": statement.story_of(found, {act.id: act.href for act in record.acts_of(found.ref)}),
        "choices": [(s, form if s is chosen else s.form(found)) for s in steps],
        "bound": form,
        "notices": messages.get_messages(request),
    }
    return render(request, "disclosure/desk/work.html", context, status=status)


def show(form: Any, refusal: Refusal, **renamed: str) -> None:
    """Put a refusal beside the field that it is about; ``renamed``: fields that are called otherwise in the form."""
    field = renamed.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, refusal.message)


def _mine(request: HttpRequest, slug: str) -> Subject:
    found = queries.find(slug)
    if found is None or not access.powers_in(request).allow(actions.PUBLISH, found.unit.path):
        raise Http404
    return found


def _account(request: HttpRequest) -> people.Account:
    assert isinstance(request.user, people.Account)  # access.may has let only accounts in
    return request.user
