from django.apps import AppConfig


class AwaydayConfig(AppConfig):
    name = "awayday"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from awayday import (
            access,  # noqa: F401  says who is a guest at a board
            doors,  # noqa: F401  says whether a team's doors are open
            drafts,  # noqa: F401  says what goes with a draft that is deleted
            emails,  # noqa: F401  registers who writes which message
            home_notes,  # noqa: F401  says at home that an Awayday is on
        )
        from awayday.views.live_reader import read_room
        from coachingpairs.live.protocol import register_reader

        register_reader(read_room)
