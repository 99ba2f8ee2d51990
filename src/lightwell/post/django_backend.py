"""Django's own mails (sign-up, password reset) go the same way as ours: a message row in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from lightwell.post.actions import send_written


class Backend(BaseEmailBackend):
    """``EMAIL_BACKEND``: queues instead of sending; the worker delivers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each mail for each of its recipients; returns the number of mails, as Django expects."""
        for mail in email_messages:
            for address in mail.recipients():
                send_written(
                    to=address,
                    subject=" ".join(str(mail.subject).split()),
                    body=str(mail.body),
                    language=get_language() or "zh-hant",
                    key=f"mail/{uuid4()}",
                )
        return len(email_messages)
