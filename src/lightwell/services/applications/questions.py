"""What a form asks of one draft or application: all that this room wants of the room of forms, beside drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from lightwell.services.applications.models import Application, Draft
from lightwell.services.applications.sealing import Answers
from lightwell.services.forms import public as forms


def form_of(thing: Draft | Application) -> forms.Form:
    """Return the form in the version that a draft or application was begun under."""
    return forms.form_of(thing.service, thing.form_version)


def asked(form: forms.Form, answers: Answers) -> list[forms.Question]:
    """Return the questions that apply."""
    return [question for page in forms.asked(form, answers) for question in page.questions]


def parted(page: forms.PageForm) -> tuple[Answers, dict[str, Any]]:
    """Return the answers of a page that was filled in rightly, and apart from them the files that came with it."""
    found = page.values()
    uploads = {name: value for name, value in found.items() if isinstance(value, UploadedFile)}
    return {name: value for name, value in found.items() if name not in uploads}, uploads


def page_with(form: forms.Form, ids: Iterable[str]) -> forms.Page:
    """Return a page of just these questions of a form, none of them required: what the office asks for again."""
    wanted = set(ids)
    found = [replace(one, required=False, when=None) for one in form.questions() if one.id in wanted]
    return replace(form.pages[0], id="missing", questions=tuple(found), when=None)
