"""All links of a thing, for everybody; and the desk's page where offices make links."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lightwell.bridges.related import actions, queries
from lightwell.bridges.related.forms import RelateForm
from lightwell.bridges.related.models import Link
from lightwell.bridges.related.rules import LISTED, WAYS, heading
from lightwell.kernel import things
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.people.public import access

MADE = 30


@access.public(seconds=2)
def all_of(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    """Every link of one public thing, with who made it and the proof of that."""
    ref = _ref(f"{kind}/{id}")
    thing = things.find([ref]).get(ref) if ref else None
    source = things.source_of(kind)
    if ref is None or thing is None or source is None:
        raise Http404
    context = {
        "ref": ref,
        "title": thing.title.in_language(get_language()) or ref.id,
        "kind": str(source.label),
        "href": source.address(ref.id),
        "groups": queries.groups_of(ref, LISTED),
    }
    return render(request, "related/all.html", context)


@access.signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """Relate two pages, one of them of a unit that one acts for, and take back what was related."""
    assert isinstance(request.user, people.Account)
    powers = access.powers_in(request)
    if not any(powers.allow(permission) for permission in actions.PERMISSIONS):
        raise PermissionDenied(
            _("Your roles do not include this. An administrator can give you one that does.")
        )
    if request.method == "POST" and "part" in request.POST:
        return _part(request, request.user)
    given = request.POST if request.method == "POST" else None
    form = RelateForm(given, initial={"source": _address(request.GET.get("source", ""))})
    if given is not None and form.is_valid():
        try:
            actions.relate(**form.cleaned_data, by=request.user)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The two are related now. Both pages show it within seconds."))
            return redirect(f"{reverse('related:desk')}?source={form.cleaned_data['source']}")
    return _show(request, request.user, form)


def _address(text: str) -> str:
    """Return what people know a thing by, the address of its page; another text as it is."""
    ref = _ref(text)
    source = things.source_of(ref.kind) if ref else None
    return source.address(ref.id) if ref and source else text[:300]


def _part(request: HttpRequest, account: people.Account) -> HttpResponse:
    links = Link.objects.select_related("source", "target")
    link = links.filter(public_id=request.POST["part"][:12]).first()
    if link is None:
        raise Http404(_("This link is gone already."))
    try:
        actions.part(link=link, by=account)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The link is taken back. The record keeps that it was made."))
    return redirect(request.get_full_path())


def _show(request: HttpRequest, account: people.Account, form: RelateForm) -> HttpResponse:
    ref = _ref(request.GET.get("source", ""))
    context = {
        "form": form,
        "hints": {code: way.when for code, way in WAYS.items()},
        "links": [_made(link) for link in queries.made_by(account, ref, MADE)],
        "notices": [(m.level_tag, str(m)) for m in messages.get_messages(request)],
    }
    return render(request, "related/desk.html", context, status=422 if form.errors else 200)


def _made(link: Link) -> dict[str, Any]:
    return {
        "source": _end(link.source),
        "target": _end(link.target),
        "way": heading(link.way, True),
        "note": link.note,
        "at": link.at,
        "id": link.public_id,
    }


def _end(end: Any) -> dict[str, str]:
    source = things.source_of(end.kind)
    shown = source is not None and end.public
    title = end.name.in_language(get_language()) or str(end)
    return {"title": title, "href": source.address(end.target) if source and shown else ""}


def _ref(text: str) -> Ref | None:
    try:
        return Ref.parse(text)
    except ValueError:
        return None
