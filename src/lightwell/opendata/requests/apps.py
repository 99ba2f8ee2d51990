from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Requests(AppConfig):
    name = "lightwell.opendata.requests"
    label = "requests"

    def ready(self) -> None:
        """Join casework, record and disclosure."""
        from lightwell.casework import public as casework
        from lightwell.kernel import slots
        from lightwell.opendata.disclosure import public as disclosure
        from lightwell.opendata.requests import actions, parts
        from lightwell.opendata.requests.kind import DATA_REQUEST
        from lightwell.record import public as record

        casework.register_kind(DATA_REQUEST)
        record.name_acts({"request.fulfilled": _("Dataset linked to a request")})
        disclosure.on_opened(actions.note_opened)
        slots.fill("matter", parts.of_matter)
        slots.fill("desk_matter", parts.of_matter)
        slots.fill("chain", parts.of_other)
        slots.fill("catalogue", parts.ways_on)
