"""Keeps definition files by version, and gives their forms back."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.services.forms.definition import Form
from lightwell.services.forms.models import Definition
from lightwell.services.forms.reading import load_form_text


class NoForm(Refusal):
    """There is no such form, or not in this version."""


def keep_definition(*, form: Form, text: str) -> Definition:
    """Keep a definition's text under its version, inside the transaction of the act that publishes it.

    The same text again is the same row; another text under a version that is taken is refused, for drafts hang on it.
    """
    digest = sha256(text.encode()).hexdigest()
    found, made = Definition.objects.get_or_create(
        service=form.slug,
        version=form.version,
        defaults={"text": text, "sha256": digest, "kept_at": clock.now()},
    )
    if not made and found.sha256 != digest:
        words = _(
            "Version %(n)d of this form was published with other content and stays as it is. Give the file a higher version."
        )
        raise Refusal(words % {"n": form.version}, field="version")
    return found


def text_kept(service: str, version: int | None = None) -> str:
    """Return the definition file of a service in a version, the newest for None; one query. NoForm when there is none."""
    rows = Definition.objects.filter(service=service)
    text = (rows if version is None else rows.filter(version=version)).values_list("text", flat=True).first()
    if text is None:
        raise NoForm(_("This service has no form online."))
    return text


def versions_kept(service: str) -> list[Definition]:
    """Return the versions of a service's definition, the newest first, without their texts; one query."""
    return list(Definition.objects.filter(service=service).defer("text"))


def form_of(service: str, version: int | None = None) -> Form:
    """Return the form of a service in a version, the newest for None; one query. NoForm when there is none."""
    return _parsed(text_kept(service, version))


@lru_cache(maxsize=128)
def _parsed(text: str) -> Form:
    return load_form_text(text)
