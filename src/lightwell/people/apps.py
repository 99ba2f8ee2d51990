from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class People(AppConfig):
    name = "lightwell.people"
    label = "people"

    def ready(self) -> None:
        from lightwell.kernel import slots, things
        from lightwell.people.offices import office_names
        from lightwell.people.things import SOURCE
        from lightwell.record import public as record

        record.name_offices_with(office_names)
        things.register(SOURCE)
        slots.lead_to("unit", lambda slug: reverse("people:unit", args=[slug]))
        record.name_acts(
            {
                "unit.created": _("Unit created"),
                "unit.renamed": _("Unit renamed"),
                "unit.moved": _("Unit moved"),
                "unit.closed": _("Unit closed"),
                "unit.calendar_set": _("Calendar of a unit set"),
                "unit.information_officer_named": _("Information officer named"),
                "role.granted": _("Role given"),
                "role.revoked": _("Role ended"),
                "calendar.day_off": _("Day off declared"),
                "calendar.day_off_withdrawn": _("Day off taken back"),
            }
        )
