"""The mail itself, as RFC 5322 wants it: plain text, no reply loops, an identity that stays the same when sent twice."""

from __future__ import annotations

from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from lightwell.kernel import clock
from lightwell.post.models import Message
from lightwell.post.seal import unseal


def mail_of(message: Message) -> EmailMessage:
    """Return the mail of a message; SealBroken when its text can no longer be read."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{message.public_id}@{host}>",
        "Date": format_datetime(clock.local(message.created_at)),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "en" if message.language == "en" else "zh-Hant-TW",
    }
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    body = unseal(bytes(message.sealed_body or b""))
    return EmailMessage(message.subject, body, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)
