"""The page of one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lightwell.kernel.refusal import Refusal
from lightwell.people import access, queries
from lightwell.people.actions.accounts import edit_account
from lightwell.people.forms import AccountForm, refuse
from lightwell.people.models import Account, Assurance
from lightwell.people.pseudonyms import in_language
from lightwell.people.roles import roles_with
from lightwell.people.sign_in.pages import identity_available

ADMINISTERING = frozenset(roles_with("people.administer"))
LANGUAGES = {"zh-hant": "中文", "en": "English"}


@access.signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show what we know of somebody, to that person only."""
    me = _me(request)
    grants = queries.grants_of(me)
    found = {
        "me": me,
        "assurance": Assurance(me.assurance).label,
        "verified": me.assurance >= Assurance.IDENTITY,
        "identity_available": identity_available(),
        "language": LANGUAGES.get(me.language, me.language),
        "has_password": me.has_usable_password(),
        "pseudonyms": [(p.process, in_language(p.name)) for p in queries.pseudonyms_of(me)],
        "grants": grants,
        "administered": list(dict.fromkeys(g.unit for g in grants if g.role in ADMINISTERING)),
    }
    return render(request, "people/account.html", found)


@access.signed_in
def edit(request: HttpRequest) -> HttpResponse:
    """Change name and language."""
    me = _me(request)
    form = AccountForm(request.POST or None, initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        try:
            edit_account(account=me, by=me, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Your details are saved."))
            return HttpResponseRedirect(reverse("people:account"))
    return render(request, "people/edit_account.html", {"form": form})


def _me(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
