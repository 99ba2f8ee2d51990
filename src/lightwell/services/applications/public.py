"""The door of the room: applications from draft to decision."""

from __future__ import annotations

from lightwell.services.applications.actions.deciding import ask, decide
from lightwell.services.applications.actions.drafting import begin, claim, drop, expire, mail_link, save_page
from lightwell.services.applications.actions.sending import send, supply
from lightwell.services.applications.counts import figures_of
from lightwell.services.applications.kind import APPLICATION
from lightwell.services.applications.models import Application, Decision, Draft, Inquiry, Result
from lightwell.services.applications.offers import Offer, offer_of
from lightwell.services.applications.queries import application_of, applications_of, drafts_of

__all__ = [
    "APPLICATION",
    "Application",
    "Decision",
    "Draft",
    "Inquiry",
    "Offer",
    "Result",
    "application_of",
    "applications_of",
    "ask",
    "begin",
    "claim",
    "decide",
    "drafts_of",
    "drop",
    "expire",
    "figures_of",
    "mail_link",
    "offer_of",
    "save_page",
    "send",
    "supply",
]
