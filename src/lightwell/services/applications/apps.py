from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Applications(AppConfig):
    name = "lightwell.services.applications"
    label = "applications"

    def ready(self) -> None:
        from lightwell.casework import public as casework
        from lightwell.files import public as files
        from lightwell.kernel import mine as mines
        from lightwell.kernel import slots
        from lightwell.record import public as record
        from lightwell.services.applications import mine, parts, uploads
        from lightwell.services.applications.actions.erasing import erase_answers
        from lightwell.services.applications.kind import APPLICATION

        casework.register_kind(APPLICATION)
        casework.on_erase(erase_answers)
        record.name_acts(
            {
                "application.sent": _("Answers sent"),
                "application.supplied": _("Missing answers sent"),
            }
        )
        record.name_facts({"sending": _("Sending, counted"), "form_version": _("Version of the form")})
        files.register(uploads.purpose())
        for section in mine.SECTIONS:
            mines.register(section)
        for name, filler in parts.FILLERS.items():
            slots.fill(name, filler)
