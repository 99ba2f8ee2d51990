"""Pages of signing: the button, the one answer that all get, one's own signature with its proof."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lightwell.kernel.refusal import Refusal
from lightwell.participation.petitions import queries, signing
from lightwell.participation.petitions.author_pages import account_of
from lightwell.participation.petitions.forms import SignForm
from lightwell.participation.petitions.models import Petition, Signature
from lightwell.participation.petitions.pages import shown
from lightwell.participation.petitions.queries import Inclusion
from lightwell.participation.petitions.rules import VERIFIED, sentence_of
from lightwell.participation.petitions.standing import standing_of
from lightwell.people import public as people
from lightwell.people.public import access
from lightwell.record import public as record


@access.signed_in
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one signs, how one appears, and the button; it looks the same to who has signed before."""
    return _form(request, shown(public_id))


def _form(request: HttpRequest, found: Petition, problem: str = "", display: str = "") -> HttpResponse:
    account = account_of(request)
    form = None
    if found.signable and people.assurance_of(account) >= VERIFIED:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        ticket = signing.ticket_for(found, account, session)
        form = SignForm(initial={"ticket": ticket, "display": display or "count"})
    context = {
        "petition": found,
        "standing": standing_of(found),
        "form": form,
        "problem": problem,
        "account_name": account.name,
        "held": people.assurance_of(account),
        "needed": people.Assurance(VERIFIED),
    }
    return render(request, "petitions/sign.html", context, status=409 if problem else 200)


@require_POST
@access.bearer("ticket of the form, for the session whose cookie comes with it")
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign. Reads no session and no page: ticket, cookie, CSRF token, one insertion."""
    display = request.POST.get("display", "")
    try:
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        ticket = signing.read_ticket(request.POST.get("ticket", ""), public_id, session)
        if signing.sign(ticket=ticket, display=display):
            return HttpResponseRedirect(request.path.removesuffix("sign/send/") + "signed/")
        problem = _(
            "This was not signed: the petition takes no more signatures, or your account may not sign."
        )
    except signing.BadTicket:
        problem = _("The page had been open for too long. Nothing was sent: press the button once more.")
    except Refusal as refusal:
        problem = refusal.message
    if not request.user.is_authenticated:
        return redirect("petitions:sign", public_id)
    return _form(request, shown(public_id), problem, display if display in ("name", "pseudonym") else "")


@access.public()
def signed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The answer to a signature, the first as the second time."""
    return render(request, "petitions/signed.html", {"petition": shown(public_id)})


@access.signed_in
def signature(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own signature: how it is shown, in which tally it is, and how to take it back."""
    found, own = _own(request, public_id)
    inclusion = queries.inclusion_of(found, own)
    context = {
        "petition": found,
        "signature": own,
        "inclusion": inclusion,
        "act_href": reverse("record:act", args=[inclusion.tally.act_id]) if inclusion else "",
        "act_state": record.state_of(inclusion.tally.act_id) if inclusion else None,
        "notices": messages.get_messages(request),
    }
    return render(request, "petitions/signature.html", context)


@access.signed_in
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """The proof as a file: ``lightwell log proof FILE`` checks it, and the tally's act holds the root it leads to."""
    found, own = _own(request, public_id)
    inclusion = queries.inclusion_of(found, own)
    if inclusion is None:
        raise Http404(_("Your signature is counted within seconds; then its proof is here."))
    response = JsonResponse(proof_file(found, own, inclusion), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="signature-{public_id}.json"'
    return response


def proof_file(petition: Petition, signature: Signature, inclusion: Inclusion) -> dict[str, Any]:
    """Return an RFC 6962 inclusion proof with what its leaf hashes: salt and sentence, one after the other."""
    tally = inclusion.tally
    return {
        "format": "lightwell-signature-proof/1",
        "petition": petition.public_id,
        "signature": signature.public_id,
        "salt": bytes(signature.salt).hex(),
        "sentence": sentence_of(petition.public_id, signature.public_id).decode(),
        "tally": tally.number,
        "act": record.act_url(tally.act_id),
        "leafIdx": inclusion.index,
        "treeSize": tally.added,
        "leafHash": _text(inclusion.leaf),
        "root": _text(bytes.fromhex(tally.root)),
        "proof": [_text(item) for item in inclusion.path],
    }


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


@require_POST
@access.signed_in
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's signature back."""
    found = shown(public_id)
    try:
        signing.take_back(petition=found, by=account_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("petitions:signature", public_id)
    return redirect("petitions:taken_back", public_id)


@access.public()
def taken_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happens with a signature that was taken back."""
    return render(request, "petitions/taken_back.html", {"petition": shown(public_id)})


def _own(request: HttpRequest, public_id: str) -> tuple[Petition, Signature]:
    found = shown(public_id)
    own = queries.signature_of(found, account_of(request))
    if own is None:
        raise Http404
    return found, own
