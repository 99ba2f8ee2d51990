from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Opinions(AppConfig):
    name = "lightwell.participation.opinions"
    label = "opinions"

    def ready(self) -> None:
        from lightwell.casework import public as casework
        from lightwell.files import public as files
        from lightwell.kernel import slots, things
        from lightwell.participation.opinions import parts, sheets
        from lightwell.participation.opinions.kind import OPINION
        from lightwell.participation.opinions.things import SOURCE
        from lightwell.record import public as record

        casework.register_kind(OPINION)
        record.name_acts(
            {
                "topic.published": _("Topic opened to the public"),
                "topic.changed": _("Topic changed"),
                "topic.concluded": _("Topic concluded"),
            }
        )
        accepts = sheets.PICTURES | {"application/pdf"}
        files.register(
            files.Purpose(sheets.PURPOSE, may_read=may_read_scan, accepts=accepts, limit=sheets.SCAN_LIMIT)
        )
        slots.fill("desk:casework.receive", parts.sheet_links)
        slots.fill("desk:topics.edit", parts.topic_links)
        slots.fill("desk_matter", parts.topic_of_matter)
        slots.fill("matter", parts.topic_of_matter)
        things.register(SOURCE)
        slots.lead_to("topic", lambda slug: reverse("opinions:topic", args=[slug]))


def may_read_scan(account: Any, file: Any) -> bool:
    """Staff who may type in sheets of the topic's unit read its scans, nobody else."""
    from lightwell.participation.opinions.models import Sheet
    from lightwell.people import public as people

    sheet = Sheet.objects.select_related("topic__unit").filter(scan=file).first()
    return sheet is not None and people.can(account, "casework.receive", unit=sheet.topic.unit)
