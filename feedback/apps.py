from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cycles.planners import also_plans
        from feedback import (
            emails,  # noqa: F401  registers who writes which message
            record,  # noqa: F401  adds what was asked and answered to a leader's record
            session_notes,  # noqa: F401  brings what is shared to a pair's next session
            standing,  # noqa: F401  tells homes and overviews where somebody stands
            target_notes,  # noqa: F401  says beside a target whom its owner has asked
        )
        from feedback.services.closing import close_of_leavers, hold_nothing
        from feedback.services.reminding import plan_reminders_here
        from teams.leaving import follows_leaving

        also_plans(plan_reminders_here)
        follows_leaving(hold=hold_nothing, follow=close_of_leavers)
