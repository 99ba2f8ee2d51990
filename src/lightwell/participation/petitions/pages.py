"""Public pages of petitions. Caches keep them, so they read no session; the pages of author and signer do."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lightwell.casework import public as casework
from lightwell.kernel import clock
from lightwell.participation.petitions import policies, queries
from lightwell.participation.petitions.criteria import CRITERIA
from lightwell.participation.petitions.kind import PETITION
from lightwell.participation.petitions.models import STATE_LABELS, Petition, Policy
from lightwell.participation.petitions.standing import STEPS, standing_of, step_of
from lightwell.participation.petitions.story import story_of
from lightwell.people.public import access

ID = re.compile(r"[2-9a-z]{10}", re.ASCII)
KEY = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@access.public(seconds=2)
def petitions(request: HttpRequest) -> HttpResponse:
    """Petitions by where they stand, the newest first."""
    group = request.GET.get("state", "open")
    group = group if group in queries.GROUPS else ""
    after = request.GET.get("after", "")
    page = queries.listed(group, after=after if ID.fullmatch(after) else "")
    policy = policies.policy_on(clock.today())
    return render(request, "petitions/petitions.html", {"page": page, "group": group, "policy": policy})


@access.public(seconds=2)
def petition(request: HttpRequest, public_id: str) -> HttpResponse:
    """One petition: what it asks, where it stands, what happens next, and what came of it."""
    found = shown(public_id)
    context = {
        "petition": found,
        "standing": standing_of(found),
        "story": story_of(found),
        "outcome": PETITION.outcome_or_none(found.matter.outcome) if found.matter else None,
        **steps_of(found),
    }
    return render(request, "petitions/petition.html", context)


@access.public(seconds=2)
def signers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Those who chose to be shown; the others are counted."""
    found = shown(public_id)
    after = request.GET.get("after", "")
    rows, older = queries.signers(found, after=int(after) if KEY.fullmatch(after) else 0)
    context = {"petition": found, "signers": [] if found.hidden else rows, "older": older, "first": not after}
    return render(request, "petitions/signers.html", context)


@access.public(seconds=2)
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of page for who is writing: petitions that ask for the same."""
    found = queries.similar(request.GET.get("title", "")[:200])
    return render(request, "petitions/parts/similar.html", {"similar": found})


@access.public(seconds=60)
def criteria(request: HttpRequest) -> HttpResponse:
    """How a petition goes, the numbers of today's policy, and the criteria of moderation."""
    today = clock.today()
    context = {
        "criteria": CRITERIA,
        "policy": policies.policy_on(today),
        "answer": casework.policy_for(PETITION, today),
        "policies": Policy.objects.order_by("-starts_on")[:20],
    }
    return render(request, "petitions/criteria.html", context)


def shown(public_id: str) -> Petition:
    """Return a petition that everybody may see, or answer 404."""
    found = queries.public_petition(public_id)
    if found is None:
        raise Http404
    return found


def steps_of(petition: Petition) -> dict[str, Any]:
    """Return the way of a petition with where this one is on it."""
    return {"steps": [str(STATE_LABELS[state]) for state in STEPS], "step": step_of(petition)}
