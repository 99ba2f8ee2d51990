"""Pages of following: begin, confirm, stop, choose. The pages of things link here and stay free of cookies themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from lightwell.bridges.following import actions, addresses, queries, sealing
from lightwell.bridges.following.forms import FollowForm
from lightwell.bridges.following.models import Follow, Follower, Often
from lightwell.kernel import things
from lightwell.kernel.refusal import Refusal
from lightwell.kernel.things import Thing
from lightwell.people import public as people
from lightwell.people.public import access


@access.public()
def begin(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Follow one thing: at once with a confirmed account, else by a letter that asks for confirmation."""
    thing = queries.thing_at(kind, id)
    if thing is None:
        raise Http404
    account = request.user if isinstance(request.user, people.Account) else None
    known = people.assurance_of(account) >= people.Assurance.CONTACT
    given = request.POST if request.method == "POST" else None
    form = FollowForm(given, known=known, initial=_initial(thing, account))
    if given is not None and form.is_valid():
        try:
            return _begin(request, thing, form, account if known else None)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    held = queries.follow_of(account, thing.ref) if account and known else None
    if held is not None and given is None:
        form.initial["often"] = held.often
    context = {**_about(thing), "form": form, "known": account if known else None, "held": held}
    return render(request, "following/begin.html", context, status=422 if form.errors else 200)


def _initial(thing: Thing, account: people.Account | None) -> dict[str, str]:
    """A unit does much: its news are better read once a day."""
    often = Often.DAILY if thing.ref.kind == "unit" else Often.NOW
    return {"email": account.email if account else "", "often": often}


def _begin(
    request: HttpRequest, thing: Thing, form: FollowForm, account: people.Account | None
) -> HttpResponse:
    data = form.cleaned_data
    if account is not None:
        actions.follow(ref=thing.ref, often=data["often"], by=account)
        messages.success(request, _("You follow this now: %(title)s") % {"title": _about(thing)["title"]})
        return redirect("following:follows")
    actions.ask(
        ref=thing.ref, address=data["email"], often=data["often"], language=get_language() or "zh-hant",
        client=request.META.get("REMOTE_ADDR", ""),
    )  # fmt: skip
    return redirect("following:asked")


def _about(thing: Thing) -> dict[str, Any]:
    source = things.source_of(thing.ref.kind)
    return {
        "thing": thing,
        "title": thing.title.in_language(get_language()) or thing.ref.id,
        "kind": str(source.label) if source else "",
        "href": source.address(thing.ref.id) if source else "/",
        "feed": addresses.feed_of(thing.ref),
        "unit_too": thing.ref.kind == "unit",
    }


@access.public()
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now; the same whether or not the address follows it already, so that nobody can find out."""
    return render(request, "following/asked.html")


@access.bearer("signed link of the letter that asks to confirm")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button: programs that open the links of letters to look for viruses press none."""
    follow = _follow_by(sealing.CONFIRM, token)
    if follow is None:
        return _unlinked(render(request, "following/too_late.html", status=410))
    thing = queries.thing_at(follow.kind, follow.target)
    if thing is None:
        return _unlinked(render(request, "following/too_late.html", status=410))
    if request.method == "POST":
        actions.confirm(follow=follow)
        return _unlinked(redirect(request.path))
    language = get_language() or "zh-hant"
    context = {
        **_about(thing),
        "follow": follow,
        "list_href": addresses.list_link(follow.follower, language) if follow.confirmed_at else "",
    }
    return _unlinked(render(request, "following/confirm.html", context))


ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058: what a mail program posts, without cookies


@csrf_exempt
@access.bearer("signed link of a letter, which stops one follow")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop what one letter was about: with a button for people, at once for their mail program."""
    if not sealing.read_token(sealing.STOP, token):
        raise Http404
    follow = _follow_by(sealing.STOP, token)
    return _stop(request, lambda: actions.stop(follow=follow) if follow else None, follow is None, False)


@csrf_exempt
@access.bearer("signed link of a letter, which stops all letters to its reader")
def stop_all(request: HttpRequest, token: str) -> HttpResponse:
    """The same for everything that a reader follows."""
    public_id = sealing.read_token(sealing.STOP_ALL, token)
    if public_id is None:
        raise Http404
    follower = Follower.objects.filter(public_id=public_id).first()
    return _stop(
        request, lambda: actions.stop_all(follower=follower) if follower else None, follower is None, True
    )


def _stop(request: HttpRequest, act: Any, done: bool, everything: bool) -> HttpResponse:
    name, value = ONE_CLICK
    if request.method == "POST" and request.POST.get(name) == value:
        act()
        return _unlinked(
            HttpResponse(_("You get no more letters about this."), content_type="text/plain; charset=utf-8")
        )
    return _unlinked(_stop_by_button(request, act, done, everything))


@csrf_protect
def _stop_by_button(request: HttpRequest, act: Any, done: bool, everything: bool) -> HttpResponse:
    if request.method == "POST":
        act()
        return redirect(request.path)
    return render(request, "following/stop.html", {"done": done, "everything": everything})


@access.signed_in
def follows(request: HttpRequest) -> HttpResponse:
    """What somebody who is signed in follows."""
    assert isinstance(request.user, people.Account)
    return _list(request, queries.follower_of(request.user))


@access.bearer("signed link of a letter, which shows what its reader follows")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the link of a letter."""
    public_id = sealing.read_token(sealing.LIST, token)
    if public_id is None:
        raise Http404
    return _unlinked(_list(request, Follower.objects.filter(public_id=public_id).first()))


def _list(request: HttpRequest, follower: Follower | None) -> HttpResponse:
    if request.method == "POST":
        if follower is not None:
            _chosen(request, follower)
        return redirect(request.path)
    context = {
        "lines": queries.lines_of(follower) if follower else [],
        "notices": [str(message) for message in messages.get_messages(request)],
    }
    return render(request, "following/follows.html", context)


def _chosen(request: HttpRequest, follower: Follower) -> None:
    """Do what the pressed button says: its name is the verb, its value the follow."""
    if "stop_all" in request.POST:
        actions.stop_all(follower=follower)
        messages.success(request, _("You follow nothing any more. We keep nothing of it."))
        return
    for verb in ("stop", "now", "daily"):
        found = follower.follows.filter(public_id=request.POST.get(verb, "")[:12]).first()
        if found is not None and verb == "stop":
            actions.stop(follow=found)
            messages.success(request, _("You no longer follow this."))
        elif found is not None:
            actions.change(follow=found, often=verb)
            messages.success(
                request, _("Letters about this now come: %(often)s") % {"often": found.get_often_display()}
            )


def _follow_by(purpose: str, token: str) -> Follow | None:
    public_id = sealing.read_token(purpose, token)
    if public_id is None:
        return None
    return Follow.objects.select_related("follower__account").filter(public_id=public_id).first()


def _unlinked(response: HttpResponse) -> HttpResponse:
    """Let neither search engines nor the next site learn the address: it is a key."""
    response.headers["X-Robots-Tag"] = "noindex"
    # With "no-referrer" browsers send their own forms with "Origin: null", which the CSRF check must refuse.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
