from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pairing import (
            emails,  # noqa: F401  registers the writers of its messages
            home_note,  # noqa: F401  says what comes first at home for somebody without a partner
            record,  # noqa: F401  adds what is of pairing to a leader's record
        )
        from pairing.services.leavers import free_the_partners, hold_rooms
        from teams.leaving import follows_leaving

        follows_leaving(hold=hold_rooms, follow=free_the_partners)
