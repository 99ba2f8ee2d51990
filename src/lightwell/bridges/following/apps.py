from django.apps import AppConfig


class Following(AppConfig):
    name = "lightwell.bridges.following"
    label = "following"

    def ready(self) -> None:
        from lightwell.bridges.following import mine_section, parts
        from lightwell.kernel import mine, slots

        slots.fill("follow", parts.follow_links)
        mine.register(mine_section.SECTION)
