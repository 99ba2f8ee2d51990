"""Mail about a matter: a number, a day and a link, never what somebody wrote."""

from __future__ import annotations

from django.utils import translation

from lightwell.casework import contact
from lightwell.casework.links import matter_url, tracking_url
from lightwell.casework.models import Matter
from lightwell.design.public import day_text
from lightwell.people import public as people
from lightwell.post import public as post


def receipt(matter: Matter) -> None:
    """Tell the person the number and by when they get an answer."""
    _tell(matter, "receipt", "receipt", due=True)


def answered(matter: Matter) -> None:
    """Tell the person, and those whose matter was merged into this one, that there is an answer."""
    _tell_all(matter, "answered", f"answered/{matter.version}")


def closed(matter: Matter) -> None:
    """Tell them what came of it."""
    _tell_all(matter, "closed", f"closed/{matter.version}")


def ended(matter: Matter) -> None:
    """Tell the person that the matter ended without an answer, and that the page says why."""
    _tell(matter, "ended", f"ended/{matter.version}")


def merged(matter: Matter) -> None:
    """Tell the person that another matter speaks for theirs."""
    _tell(matter, "merged", f"merged/{matter.version}")


def paused(matter: Matter) -> None:
    _tell(matter, "paused", f"paused/{matter.version}")


def resumed(matter: Matter) -> None:
    _tell(matter, "resumed", f"resumed/{matter.version}", due=True)


def extended(matter: Matter) -> None:
    _tell(matter, "extended", f"extended/{matter.version}", due=True)


def recomputed(matter: Matter) -> None:
    """Tell the person that a changed calendar moved the day."""
    _tell(matter, "recomputed", f"recomputed/{matter.version}", due=True)


def escalated(matter: Matter, unit: people.Unit, leads: list[people.Account]) -> list[post.Letter]:
    """Return the mails that tell the leads of the unit above; the sweep sends those of many matters at once."""
    return [_to_official(matter, unit, lead) for lead in leads]


def _to_official(matter: Matter, unit: people.Unit, lead: people.Account) -> post.Letter:
    with translation.override(lead.language):
        context = {
            "number": matter.number,
            "unit": str(matter.unit),
            "above": str(unit),
            "due": day_text(matter.due_on),
            "link": matter_url(matter, absolute=True, language=lead.language),
        }
    return post.Letter(
        to=lead.email, template="casework/escalated", language=lead.language, context=context, ref=matter.ref, account=lead,
        key=f"escalated/{matter.number}/{unit.slug}/{lead.pk}",
    )  # fmt: skip


def _tell_all(matter: Matter, template: str, key: str) -> None:
    _tell(matter, template, key)
    for follower in matter.merged.select_related("person", "unit").order_by("pk"):
        _tell(follower, template, f"{key}/{matter.number}", into=matter)


def _tell(matter: Matter, template: str, key: str, *, due: bool = False, into: Matter | None = None) -> None:
    address = contact.address_of(matter)
    if not address:
        return
    with translation.override(matter.language):
        context = {"number": matter.number, "unit": str((into or matter).unit), "link": tracking_url(matter)}
        if due:
            context["due"] = day_text(matter.due_on)
    post.send(
        to=address, template=f"casework/{template}", language=matter.language, context=context, ref=matter.ref,
        account=matter.person, key=f"casework/{matter.number}/{key}",
    )  # fmt: skip
