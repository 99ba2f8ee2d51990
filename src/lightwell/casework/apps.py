from django.apps import AppConfig
from django.urls import reverse


class Casework(AppConfig):
    name = "lightwell.casework"
    label = "casework"

    def ready(self) -> None:
        from lightwell.casework.mine_section import SECTION
        from lightwell.casework.policy_pages import links
        from lightwell.casework.proving import join_record
        from lightwell.casework.recomputing import recompute_clocks
        from lightwell.casework.things import SOURCE
        from lightwell.kernel import mine, slots, things
        from lightwell.people import public as people

        people.on_calendar_change(recompute_clocks)
        join_record()
        things.register(SOURCE)
        mine.register(SECTION)
        slots.fill("desk:people.administer", links)
        slots.lead_to("matter", lambda number: reverse("casework:matter", args=[number]))
