from django.apps import AppConfig


class Record(AppConfig):
    name = "lightwell.record"
    label = "record"

    def ready(self) -> None:
        """Offer the record's piece of pages to whichever page has a place for it."""
        from lightwell.kernel import slots
        from lightwell.record.pictures import proof_slot

        slots.fill("proof", proof_slot)
