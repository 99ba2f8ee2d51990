"""allauth's mails in our own words: which of our letters stands for which of its templates, and the link each carries."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

# allauth's template prefix → (our letter, name of the link in allauth's context or of a page of ours)
LETTERS = {
    "account/email/email_confirmation_signup": ("people/welcome", "activate_url"),
    "account/email/email_confirmation": ("people/confirm_address", "activate_url"),
    "account/email/account_already_exists": ("people/account_exists", "password_reset_url"),
    "account/email/unknown_account": ("people/no_account", "signup_url"),
    "account/email/password_reset_key": ("people/password_reset", "password_reset_url"),
    "account/email/password_changed": ("people/password_changed", "account_reset_password"),
    "account/email/password_set": ("people/password_changed", "account_reset_password"),
    "account/email/password_reset": ("people/password_changed", "account_reset_password"),
    "account/email/email_changed": ("people/address_changed", "account_reset_password"),
    "account/email/email_confirm": ("people/address_changed", "account_reset_password"),
    "account/email/email_deleted": ("people/address_changed", "account_reset_password"),
    "socialaccount/email/account_connected": ("people/identity_verified", "people:account"),
}


def letter_for(prefix: str, context: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return our letter and its context; KeyError for a mail that we have not written."""
    letter, link = LETTERS[prefix]
    address = context[link] if link in context else reverse(link)
    return letter, {"link": site_address(str(address))}


def site_address(address: str) -> str:
    """Return an address on this site as people must type it: never with the Host header that a request brought."""
    parts = urlsplit(address)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")
