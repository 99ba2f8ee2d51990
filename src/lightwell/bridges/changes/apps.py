from django.apps import AppConfig


class Changes(AppConfig):
    name = "lightwell.bridges.changes"
    label = "changes"

    def ready(self) -> None:
        from lightwell.bridges.changes import writing
        from lightwell.kernel import changes

        changes.listen(writing.write)
