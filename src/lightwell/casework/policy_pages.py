"""The policies that the clocks run by: a public list, and a form for a new dated one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lightwell.casework.clock import Measure, Terms
from lightwell.casework.kinds import Kind, kinds
from lightwell.casework.models import Policy
from lightwell.casework.policies import add_policy
from lightwell.kernel import clock
from lightwell.kernel.bilingual import Bilingual
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people.public import access

MEASURES = (
    (Measure.WORKING.value, gettext_lazy("working days")),
    (Measure.CALENDAR.value, gettext_lazy("calendar days")),
)


class PolicyForm(forms.Form):
    """The numbers of a clock and the day from which they hold."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    starts_on = forms.DateField(
        label=gettext_lazy("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("A day to come. What was received before keeps the policy it began under."),
    )
    measure = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=MEASURES)
    days = forms.IntegerField(label=gettext_lazy("Days to answer"), min_value=1, max_value=730)
    extension_days = forms.IntegerField(
        label=gettext_lazy("Days of the one extension"), min_value=0, max_value=730
    )
    pause_cap_days = forms.IntegerField(
        label=gettext_lazy("Longest pause in all, in calendar days"), min_value=0, max_value=730
    )
    due_soon_days = forms.IntegerField(
        label=gettext_lazy("Warn this many working days before"), min_value=0, max_value=60
    )
    escalate_after_days = forms.IntegerField(
        label=gettext_lazy("Escalate this many working days after"), min_value=1, max_value=60
    )
    basis = forms.CharField(label=gettext_lazy("Legal basis, in Chinese"), max_length=200)
    basis_en = forms.CharField(label=gettext_lazy("Legal basis, in English"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds()]  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        found = self.cleaned_data
        return Terms(
            Measure(found["measure"]), found["days"], found["extension_days"], found["pause_cap_days"],
            found["due_soon_days"], found["escalate_after_days"],
        )  # fmt: skip


@access.public(seconds=60)
def policies(request: HttpRequest) -> HttpResponse:
    """All policies of all kinds, those to come first."""
    stored: dict[str, list[Policy]] = {}
    for policy in Policy.objects.filter(own="").order_by("-starts_on"):
        stored.setdefault(policy.kind, []).append(policy)
    tables = [_table(kind, stored.get(kind.name, [])) for kind in kinds()]
    return render(request, "casework/policies.html", {"tables": tables})


def _table(kind: Kind, stored: list[Policy]) -> dict[str, Any]:
    today = clock.today()
    holding = next((policy for policy in stored if policy.starts_on <= today), None)
    rows = [_row(policy, policy is holding, today) for policy in stored]
    if holding is None:  # nothing of the kind was received yet: its own terms hold
        rows.append(_terms_row(kind.terms, None, _("holds now"), kind.basis.in_language(get_language()), ""))
    return {"label": kind.plural, "rows": rows}


def _row(policy: Policy, holds: bool, today: Any) -> dict[str, Any]:
    words = _("holds now") if holds else _("to come") if policy.starts_on > today else _("ended")
    basis = Bilingual(policy.basis, policy.basis_en).in_language(get_language())
    first = policy.starts_on.year < 1913
    return _terms_row(policy.terms, None if first else policy.starts_on, words, basis, policy.act_id)


def _terms_row(terms: Terms, starts_on: Any, words: str, basis: str, act_id: str) -> dict[str, Any]:
    measure = dict(MEASURES)[terms.measure.value]
    return {
        "starts_on": starts_on or None,
        "words": words,
        "days": f"{terms.days} {measure}",
        "extension": terms.extension_days,
        "pause": terms.pause_cap_days,
        "escalate": terms.escalate_after_days,
        "basis": basis,
        "act_id": act_id,
    }


@access.may("people.administer")
def new_policy(request: HttpRequest) -> HttpResponse:
    """Let new numbers hold from a day to come."""
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            add_policy(
                kind=found["kind"], starts_on=found["starts_on"], terms=form.terms(), by=request.user,  # type: ignore[arg-type]
                basis=found["basis"], basis_en=found["basis_en"],
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The policy is in the record and will hold from its day on."))
            return redirect("casework:policies")
    return render(request, "casework/new_policy.html", {"form": form})


def links(_ref: Ref | None) -> str:
    """Where those who set the times to answer go, on their desk and on the page of their account."""
    return render_to_string("casework/desk/policy_links.html")
