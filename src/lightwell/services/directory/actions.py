"""Publish a service from its definition file, open it, close it. Each is an official act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.record import public as record
from lightwell.services.directory.models import Service, State
from lightwell.services.directory.reading import Definition, read_definition
from lightwell.services.forms import public as forms

PERMISSION = "services.edit"
LONGEST_REASON = 500


def load_definition(*, definition: str | Path, by: people.Account | None) -> Service:
    """Publish a service, or a new version of one, from a definition file (its path, or its text).

    The same file again changes nothing. DefinitionError names every problem of the file; Refusal when the unit is not there
    or the version is taken or older than the published one.
    """
    read = read_definition(definition)
    unit = _unit(read.unit)
    _require(by, unit)
    try:
        return _loaded(read, unit, by)
    except IntegrityError:  # somebody else published the same new service in this very moment
        raise Refusal(
            _("This service was published by somebody else just now. Send your file again."),
            field="definition",
        )


def _loaded(read: Definition, unit: people.Unit, by: people.Account | None) -> Service:
    with transaction.atomic():
        found = (
            Service.objects.select_for_update(of=("self",))
            .select_related("unit")
            .filter(slug=read.form.slug)
            .first()
        )
        if found is not None:
            _require(by, found.unit)
            _require_newer(found, read.form.version)
        kept = forms.keep_definition(form=read.form, text=read.text)
        if found is not None and found.form_version == kept.version:
            return found
        service = _written(found, read, unit)
        _enter(
            service,
            "service.published" if found is None else "service.changed",
            by,
            {"definition": read.text},
        )
    return service


def _written(found: Service | None, read: Definition, unit: people.Unit) -> Service:
    service, now = found or Service(published_at=clock.now()), clock.now()
    for name, value in read.columns.items():
        setattr(service, name, value)
    service.unit, service.changed_at = unit, now
    service.save()
    return service


def _unit(slug: str) -> people.Unit:
    unit = people.Unit.objects.filter(slug=slug).first()
    if unit is None:
        words = _(
            "There is no unit “%(slug)s”. Write the short name of the unit that answers for the service."
        )
        raise Refusal(words % {"slug": slug}, field="definition")
    return unit


def _require_newer(found: Service, version: int) -> None:
    if version < found.form_version:
        words = _("Version %(have)d of this service is published already. Give the file a version after it.")
        raise Refusal(words % {"have": found.form_version}, field="definition")


def close_service(
    *, service: Service, reason: str, reason_en: str = "", by: people.Account | None
) -> Service:
    """Take no applications any more; the page says why. Drafts stay, what was sent is decided."""
    words, words_en = reason.strip(), reason_en.strip()
    if not words:
        raise Refusal(_("Say why, and until when: people who need the service read it."), field="reason")
    if max(len(words), len(words_en)) > LONGEST_REASON:
        message = _("Write at most %(n)d characters.") % {"n": LONGEST_REASON}
        raise Refusal(message, field="reason" if len(words) > LONGEST_REASON else "reason_en")
    return _turned(service, State.CLOSED, by, words, words_en)


def open_service(*, service: Service, by: people.Account | None) -> Service:
    """Take applications again."""
    return _turned(service, State.OPEN, by)


def _turned(
    service: Service, state: State, by: people.Account | None, reason: str = "", reason_en: str = ""
) -> Service:
    with transaction.atomic():
        found = Service.objects.select_for_update(of=("self",)).select_related("unit").get(pk=service.pk)
        _require(by, found.unit)
        if found.state == state:
            return found
        found.state, found.closed_because, found.closed_because_en = state.value, reason, reason_en
        found.changed_at = clock.now()
        found.save(update_fields=["state", "closed_because", "closed_because_en", "changed_at"])
        act = "service.opened" if state == State.OPEN else "service.closed"
        _enter(found, act, by, {"reason": reason} if reason else {})
    return found


def _enter(service: Service, act: str, by: people.Account | None, content: dict[str, Any]) -> None:
    facts: dict[str, str | int] = {
        "version": service.form_version,
        "state": service.state,
        "fee": service.fee,
    }
    if service.working_days:
        facts["working_days"] = service.working_days
    record.enter(
        act=act,
        subject=service.ref,
        office=people.office_of(by, service.unit, PERMISSION),
        content=content,
        facts=facts,
    )


def _require(by: people.Account | None, unit: people.Unit) -> None:
    if by is not None:
        people.require(by, PERMISSION, unit=unit)
