"""Check whether you may: one question at a time, only those that can still matter, and the answer with its reasons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lightwell.people.public import access
from lightwell.services.directory import answer_seal, links, queries
from lightwell.services.directory.eligibility import Check, Finding, Verdict, verdict
from lightwell.services.directory.models import Service
from lightwell.services.directory.pages import found_or_404
from lightwell.services.forms import public as forms


class Carried(django_forms.Form):
    """What a question's page sends along: the answers before it, and which question it asked."""

    so = django_forms.CharField(widget=django_forms.HiddenInput)
    question = django_forms.CharField(widget=django_forms.HiddenInput)


@access.public()
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the next question, or say yes or no; answers travel sealed in the address and are kept nowhere."""
    service = found_or_404(slug)
    asked = queries.check_of(service)
    if asked is None:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    answers = _known(asked, answer_seal.unsealed(sent.get("so", "")))
    found = verdict(asked, answers)
    if found.next is None:
        return _answered(request, service, asked, found, answers)
    if request.method == "POST":
        return _taken(request, service, asked, found, answers)
    return _question(request, service, asked, found, answers, _form(found.next))


def _known(asked: Check, answers: dict[str, Any]) -> dict[str, Any]:
    """Return those of the answers that belong to questions of today's check and are still right."""
    told = {one.id: answers[one.id] for one in asked.questions if one.id in answers}
    return {id: value for id, value in told.items() if not forms.problem_of(_asked(asked, id), value)}


def _asked(asked: Check, id: str) -> forms.Question:
    found = asked.question(id)
    assert found is not None
    return found


def _form(question: forms.Question, data: Any = None) -> forms.PageForm:
    return forms.PageForm(forms.Page(question.id, question.label, (question,)), data)


def _taken(
    request: HttpRequest, service: Service, asked: Check, found: Verdict, answers: dict[str, Any]
) -> HttpResponse:
    """Take one answer and go on. A page that was sent twice asks another question by now: nothing is taken for it."""
    assert found.next is not None
    if request.POST.get("question") != found.next.id:
        return redirect(_address(service, answers))
    form = _form(found.next, request.POST)
    if not form.is_valid():
        return _question(request, service, asked, found, answers, form)
    return redirect(_address(service, answers | form.values()))


def _address(service: Service, answers: dict[str, Any]) -> str:
    token = answer_seal.sealed(answers)
    return reverse("directory:check", args=[service.slug]) + ("?" + urlencode({"so": token}) if token else "")


def _question(
    request: HttpRequest,
    service: Service,
    asked: Check,
    found: Verdict,
    answers: dict[str, Any],
    form: forms.PageForm,
) -> HttpResponse:
    context = {
        "service": service,
        "form": form,
        "left": found.left,
        "carried": Carried(
            initial={"so": answer_seal.sealed(answers), "question": found.next and found.next.id}
        ),
        "intro": forms.said(asked.intro) if not answers else "",
        "told": _told(service, asked, answers),
    }
    return render(request, "directory/check.html", context, status=422 if form.errors else 200)


def _answered(
    request: HttpRequest, service: Service, asked: Check, found: Verdict, answers: dict[str, Any]
) -> HttpResponse:
    context = {
        "service": service,
        "may": found.may,
        "findings": [_finding(one) for one in found.findings],
        "told": _told(service, asked, answers),
        "again_href": _address(service, {}),
        "begin_href": links.begin(service),
    }
    return render(request, "directory/verdict.html", context)


def _finding(found: Finding) -> dict[str, str]:
    one = found.condition
    return {
        "standing": found.standing,
        "text": forms.said(one.text),
        "legal": forms.said(one.legal),
        "otherwise": forms.said(one.otherwise),
    }


def _told(service: Service, asked: Check, answers: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the answers so far in words, each with the address at which it is asked again."""
    rows = []
    for question in asked.questions:
        if question.id in answers:
            others = {id: value for id, value in answers.items() if id != question.id}
            words = forms.text_of(question, answers[question.id])
            rows.append((forms.said(question.label), words, _address(service, others)))
    return rows
