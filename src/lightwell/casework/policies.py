"""Dated policies: the numbers of a kind's clock. A matter keeps the row that held on the day it was received."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework.clock import Measure, Terms
from lightwell.casework.kinds import Kind, kind_of
from lightwell.casework.models import Policy
from lightwell.kernel import clock
from lightwell.kernel.ref import Ref
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people
from lightwell.record import public as record

FROM_THE_START = date(1912, 1, 1)


def policy_for(kind: Kind, received: date, terms: Terms | None = None) -> Policy:
    """Return the policy of a kind on a day; the first is made from the kind's own registration.

    ``terms`` are numbers that a matter brings itself, such as the working time that a service promises: all matters of
    the kind with the same numbers share a row.
    """
    if terms is not None and terms != kind.terms:
        return _row(kind, terms, own="-".join(str(value) for value in _columns(terms).values()))
    found = (
        Policy.objects.filter(kind=kind.name, starts_on__lte=received, own="").order_by("-starts_on").first()
    )
    return found or _row(kind, kind.terms)


def _row(kind: Kind, terms: Terms, own: str = "") -> Policy:
    basis = {"basis": kind.basis.zh, "basis_en": kind.basis.en}
    defaults = {"made_at": clock.now(), **basis, **_columns(terms)}
    return Policy.objects.get_or_create(kind=kind.name, starts_on=FROM_THE_START, own=own, defaults=defaults)[
        0
    ]


def _columns(terms: Terms) -> dict[str, int | str]:
    return {
        "measure": str(terms.measure),
        "days": terms.days,
        "extension_days": terms.extension_days,
        "pause_cap_days": terms.pause_cap_days,
        "due_soon_days": terms.due_soon_days,
        "escalate_after_days": terms.escalate_after_days,
    }


@transaction.atomic
def add_policy(
    *,
    kind: str,
    starts_on: date,
    terms: Terms,
    by: people.Account | None,
    basis: str = "",
    basis_en: str = "",
) -> Policy:
    """Let new numbers hold from a day to come; an official act of who administers every unit, since it binds them all.

    Refusal for a day that has begun (matters received on it already have their promise), for a second policy of one day,
    and for numbers without sense.
    """
    if by is not None:
        _require_all(by)
    name = kind_of(kind).name
    _check(name, starts_on, terms)
    policy = Policy(
        kind=name,
        starts_on=starts_on,
        made_at=clock.now(),
        basis=basis.strip(),
        basis_en=basis_en.strip(),
        **_columns(terms),
    )
    policy.act_id = record.enter(
        act="policy.changed",
        subject=Ref("policy", f"{name}.{starts_on.isoformat()}"),
        office="system" if by is None else "administrator",
        facts={"kind": name, "starts_on": starts_on.isoformat(), **_columns(terms)},
    ).id
    policy.save()
    return policy


def _require_all(by: people.Account) -> None:
    for top in people.Unit.objects.filter(parent=None):
        people.require(by, "people.administer", unit=top)


def _check(kind: str, starts_on: date, terms: Terms) -> None:
    if starts_on <= clock.today():
        raise Refusal(
            _("A policy begins on a day to come: matters received until today keep their promise."),
            field="starts_on",
        )
    if Policy.objects.filter(kind=kind, starts_on=starts_on, own="").exists():
        raise Refusal(_("There is a policy from this day on already. Choose another day."), field="starts_on")
    if terms.measure not in Measure or not 1 <= terms.days <= 730:
        raise Refusal(_("The time to answer is between 1 and 730 days."), field="days")
    if min(terms.extension_days, terms.pause_cap_days, terms.due_soon_days, terms.escalate_after_days) < 0:
        raise Refusal(_("Days are whole numbers from 0."))
