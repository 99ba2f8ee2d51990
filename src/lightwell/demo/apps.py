from django.apps import AppConfig


class Demo(AppConfig):
    name = "lightwell.demo"
    label = "demo"

    def ready(self) -> None:
        from lightwell.demo import bar, timeshift
        from lightwell.kernel import clock, slots

        clock.move_by(timeshift.offset)
        slots.fill("demo_bar", bar.render)
