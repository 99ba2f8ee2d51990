from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Disclosure(AppConfig):
    name = "lightwell.opendata.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Join record, publishing, search and the desk."""
        from lightwell.kernel import slots, things
        from lightwell.opendata.disclosure import actions, parts, showing
        from lightwell.opendata.publishing import public as publishing
        from lightwell.record import public as record

        record.name_acts(
            {
                "disclosure.not_open": _("Decided: not open"),
                "disclosure.open": _("Decided: open"),
                "dataset.withdrawn": _("Dataset withdrawn"),
                "unlock.promised": _("Day of opening promised"),
                "unlock.moved": _("Promised day moved"),
                "unlock.dropped": _("Promise of opening taken back"),
                "unlock.opened": _("Promised data opened"),
            }
        )
        record.name_facts(
            {
                "class": _("Open or not open"),
                "ground": _("Ground of the law"),
                "review": _("Review by"),
                "opens": _("Opens on"),
                "decision": _("Number of the decision"),
                "days": _("Days"),
                "dataset": _("Dataset"),
                "was": _("Was promised for"),
            }
        )
        for act in ("disclosure.not_open", "disclosure.open"):
            record.read_texts_with(act, decided_texts)
        publishing.before_publishing(actions.refuse_closed)
        publishing.after_publishing(actions.note_published)
        slots.fill("desk:data.publish", parts.desk_link)
        slots.fill("desk_dataset", parts.desk_dataset)
        slots.lead_to("disclosure", lambda slug: reverse("disclosure:subject", args=[slug]))
        label = pgettext_lazy("kind of thing", "Data that is not open")
        things.register(showing.source(label, pgettext_lazy("kinds of things", "Data that is not open")))


def decided_texts(act: Any, facts: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return a decision's texts as they are now, for the record's page of its act."""
    from lightwell.opendata.disclosure.actions import texts_of
    from lightwell.opendata.disclosure.models import Decision

    number = int(facts.get("decision", 0))
    decision = Decision.objects.filter(subject__slug=act.subject.id, number=number).first()
    return texts_of(decision) if decision else None
