from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Related(AppConfig):
    name = "lightwell.bridges.related"
    label = "related"

    def ready(self) -> None:
        from lightwell.bridges.related import parts
        from lightwell.kernel import slots
        from lightwell.record import public as record

        record.name_acts(
            {
                "link.made": _("Linked with another page"),
                "link.removed": _("Link with another page taken back"),
            }
        )
        record.name_facts({"way": _("How they are related"), "target": _("The other page")})
        slots.fill("related", parts.related)
        slots.fill("desk_matter", parts.link_of_matter)
        slots.fill("desk:topics.edit", parts.desk_entry)
