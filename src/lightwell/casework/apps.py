from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Casework(AppConfig):
    name = "lightwell.casework"
    label = "casework"

    def ready(self) -> None:
        from lightwell.casework.recomputing import recompute_clocks
        from lightwell.people import public as people
        from lightwell.record import public as record

        people.on_calendar_change(recompute_clocks)
        record.name_acts(
            {
                "matter.supported": _("Another matter joined"),
                "matter.erased": _("Personal content erased"),
                "matter.recomputed": _("Deadline moved by a changed calendar"),
            }
        )
