from django.apps import AppConfig
from django.urls import reverse


class Casework(AppConfig):
    name = "lightwell.casework"
    label = "casework"

    def ready(self) -> None:
        from lightwell.casework.proving import join_record
        from lightwell.casework.recomputing import recompute_clocks
        from lightwell.kernel import slots
        from lightwell.people import public as people

        people.on_calendar_change(recompute_clocks)
        join_record()
        slots.lead_to("matter", lambda number: reverse("casework:matter", args=[number]))
