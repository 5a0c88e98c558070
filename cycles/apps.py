from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "cycles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cycles import (
            emails,  # noqa: F401  registers who writes which message
            next_things,  # noqa: F401  says what comes next on an organisation's page
            reminders_page,  # noqa: F401  says where somebody chooses their reminders
        )
