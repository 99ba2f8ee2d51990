from django.apps import AppConfig


class Casework(AppConfig):
    name = "lightwell.casework"
    label = "casework"

    def ready(self) -> None:
        from lightwell.casework.proving import join_record
        from lightwell.casework.recomputing import recompute_clocks
        from lightwell.people import public as people

        people.on_calendar_change(recompute_clocks)
        join_record()
