"""Public pages of topics and opinions. Those that are kept by caches read no session; the form and what follows it do."""

from __future__ import annotations

import re
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lightwell.casework import public as casework
from lightwell.casework.public import Matter
from lightwell.kernel.refusal import Refusal
from lightwell.participation.opinions import queries
from lightwell.participation.opinions.actions import Words, write_opinion
from lightwell.participation.opinions.brakes import knock
from lightwell.participation.opinions.forms import WriteForm
from lightwell.participation.opinions.kind import OPINION, REJECTIONS
from lightwell.participation.opinions.models import Topic, TopicState
from lightwell.participation.opinions.rules import may_write
from lightwell.participation.opinions.topics import door_of
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record

NUMBER = re.compile(r"[A-Z]{1,6}-[0-9A-Z-]{1,18}", re.ASCII)
SENT = "lightwell.opinions.sent"
SENT_FOR = 30 * 86400  # seconds for which the page after sending can be opened


@access.public(seconds=2)
def topics(request: HttpRequest) -> HttpResponse:
    """What is open now, what is coming, what is being answered, and what came of what ended."""
    return render(request, "opinions/topics.html", {"topics": queries.listed_topics()})


@access.public(seconds=2)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The promises of a topic, its phases, counts and opinions."""
    found = _public(slug)
    chosen = _chosen(request, found)
    page = queries.opinions_of(found, after=chosen["after"], theme=chosen["theme"], outcome=chosen["outcome"])
    context = {
        **_frame(found),
        "page": page,
        "chosen": chosen,
        "acts": record.acts_of(found.ref),
        "rejections": _rejections(),
    }
    return render(request, "opinions/topic.html", context)


@access.public(seconds=2)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of it, opinion by opinion."""
    found = _public(slug)
    page = queries.results_of(found, after=_chosen(request, found)["after"])
    html = casework.to_html(found.said("result")) if found.result else ""
    return render(request, "opinions/results.html", {**_frame(found), "page": page, "result_html": html})


@access.public()
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an opinion: the form, then "is this right?" with what others said, then it is sent."""
    found = _public(slug)
    account = request.user if isinstance(request.user, people.Account) else None
    enough = may_write(found.assurance, int(people.assurance_of(account)))
    if request.method != "POST" or not enough or not door_of(found).open:
        form = WriteForm(topic=found, account=account) if enough else None
        return _form(request, found, form, account)
    form = WriteForm(request.POST, topic=found, account=account)
    step = "send" if request.POST.get("supports") else request.POST.get("step", "check")
    if not form.is_valid() or step == "change":
        return _form(request, found, form, account)
    try:
        return (
            _send(request, found, form, account) if step == "send" else _check(request, found, form, account)
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _form(request, found, form, account)


def _check(
    request: HttpRequest, found: Topic, form: WriteForm, account: people.Account | None
) -> HttpResponse:
    _brake(request, account, "check")
    data = form.cleaned_data
    similar = casework.similar_matters(
        f"{data.get('title', '')} {data['text']}", found.ref, limit=5, least=0.3
    )
    shown = (
        people.display_name(account, found.ref, data["display"]) if account else data.get("shown_name", "")
    )
    hidden = WriteForm({**request.POST.dict(), "nonce": data["nonce"]}, topic=found, account=account).hide()
    context = {
        **_frame(found),
        "form": hidden,
        "data": data,
        "similar": similar,
        "shown": shown if data["display"] != "count" else "",
    }
    return render(request, "opinions/check.html", context)


def _send(
    request: HttpRequest, found: Topic, form: WriteForm, account: people.Account | None
) -> HttpResponse:
    _brake(request, account, "account" if account else "anonymous")
    data = form.cleaned_data
    supports = None
    if request.POST.get("supports"):
        supports = _supported(request.POST["supports"])
    words = Words(
        text=data["text"],
        title=data["title"],
        display=data["display"],
        shown_name=data.get("shown_name", ""),
        email=data.get("email", ""),
        language=get_language() or "zh-hant",
        theme=found.themes.filter(pk=data["theme"]).first() if data.get("theme") else None,
    )
    matter = write_opinion(topic=found, words=words, nonce=data["nonce"], supports=supports, by=account)
    return redirect("opinions:sent", found.slug, signing.dumps(matter.number, salt=SENT))


@access.bearer("signed number of the opinion just sent")
def sent(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The number, by when there is an answer, and the link to follow it; only who sent it has this address."""
    try:
        number = signing.loads(token, salt=SENT, max_age=SENT_FOR)
    except signing.BadSignature:
        raise Http404
    rows = Matter.objects.select_related("unit", "escalated_to", "policy", "merged_into")
    matter = rows.filter(number=number, topic=f"topic/{slug}").first()
    if matter is None:
        raise Http404
    statement = casework.statement_of(matter)
    context = {
        **_frame(_public(slug)),
        "matter": matter,
        "statement": statement,
        "tracking_url": casework.tracking_url(matter),
    }
    return render(request, "opinions/sent.html", context)


def _supported(number: str) -> Matter:
    found = casework.find_public(number) if NUMBER.fullmatch(number) else None
    if found is None:
        raise Refusal(_("That opinion is not there any more. Send yours by itself."))
    return found


def _chosen(request: HttpRequest, found: Topic) -> dict[str, str]:
    """Return the filters of the address that name something; whatever else stands there narrows nothing."""
    after, theme, outcome = (request.GET.get(name, "") for name in ("after", "theme", "outcome"))
    return {
        "after": after if NUMBER.fullmatch(after) else "",
        "theme": theme if theme in {str(part.pk) for part in found.themes.all()} else "",
        "outcome": outcome if OPINION.outcome_or_none(outcome) else "",
    }


def _public(slug: str) -> Topic:
    found = queries.public_topic(slug)
    if found is None:
        raise Http404
    return found


def _frame(found: Topic) -> dict[str, Any]:
    return {
        "topic": found,
        "door": door_of(found),
        "tally": getattr(found, "tally", None),
        "outcomes": OPINION.outcomes,
        "concluded": found.state == TopicState.CONCLUDED,
    }


def _rejections() -> list[str]:
    reasons = (OPINION.reason_or_none(code) for code in REJECTIONS)
    return [str(reason.label) for reason in reasons if reason]


def _form(
    request: HttpRequest, found: Topic, form: WriteForm | None, account: people.Account | None
) -> HttpResponse:
    held, needed = people.assurance_of(account), people.Assurance(found.assurance)
    kept = request.POST.get("text", "")  # shown again even where the form cannot be
    context = {**_frame(found), "form": form, "writer": account, "held": held, "needed": needed, "kept": kept}
    return render(
        request, "opinions/write.html", context, status=200 if form is None or not form.errors else 422
    )


def _brake(request: HttpRequest, account: people.Account | None, kind: str) -> None:
    knock(f"account {account.pk}" if account else request.META.get("REMOTE_ADDR", ""), kind)
