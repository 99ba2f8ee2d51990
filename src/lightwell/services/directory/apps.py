from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Directory(AppConfig):
    name = "lightwell.services.directory"
    label = "directory"

    def ready(self) -> None:
        from lightwell.kernel import slots, things
        from lightwell.record import public as record
        from lightwell.services.directory import parts
        from lightwell.services.directory.proofs import published_texts
        from lightwell.services.directory.things import SOURCE

        things.register(SOURCE)
        record.name_acts(
            {
                "service.published": _("Service published"),
                "service.changed": _("Service changed"),
                "service.opened": _("Service opened"),
                "service.closed": _("Service closed"),
            }
        )
        for act in ("service.published", "service.changed"):
            record.read_texts_with(act, published_texts)
        slots.fill("desk:services.edit", parts.desk_link)
        slots.lead_to("service", lambda slug: reverse("directory:service", args=[slug]))
