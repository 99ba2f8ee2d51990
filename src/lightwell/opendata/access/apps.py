from django.apps import AppConfig


class Access(AppConfig):
    name = "lightwell.opendata.access"
    label = "access"

    def ready(self) -> None:
        from django.urls import reverse

        from lightwell.kernel import slots, things
        from lightwell.opendata.access.things import SOURCE

        things.register(SOURCE)
        slots.lead_to("dataset", lambda slug: reverse("access:dataset", args=[slug]))
