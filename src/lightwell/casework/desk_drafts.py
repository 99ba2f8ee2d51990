"""Keep and drop what an officer has typed. No official act: nobody but the unit's staff sees a draft."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lightwell.casework.actions.answering import LONGEST_ANSWER
from lightwell.casework.desk_models import AnswerDraft
from lightwell.casework.models import Matter
from lightwell.kernel import clock
from lightwell.kernel.refusal import Refusal
from lightwell.people import public as people


@transaction.atomic
def save_draft(*, matter: Matter, text: str, version: int, by: people.Account) -> AnswerDraft | None:
    """Keep an unfinished answer; an empty one is dropped and None returned. It says which version its writer had seen."""
    people.require(by, "casework.answer", unit=matter.unit)
    clean = text.replace("\x00", "").replace("\r\n", "\n")
    if len(clean) > LONGEST_ANSWER:
        raise Refusal(_("Write at most %(n)d characters.") % {"n": LONGEST_ANSWER}, field="text")
    if not clean.strip():
        drop_draft(matter=matter, by=by)
        return None
    kept = {"text": clean, "seen_version": version, "saved_at": clock.now()}
    return AnswerDraft.objects.update_or_create(matter=matter, by=by, defaults=kept)[0]


def drop_draft(*, matter: Matter, by: people.Account) -> None:
    """Forget an officer's draft, as when the answer is published."""
    AnswerDraft.objects.filter(matter=matter, by=by).delete()


def drafts_of(matter: Matter) -> list[AnswerDraft]:
    """Return all drafts for a matter, so that two officers see that both are writing."""
    return list(AnswerDraft.objects.filter(matter=matter).select_related("by").order_by("saved_at"))
