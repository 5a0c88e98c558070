"""The worker and its clock. Due times are columns; beat only asks, in UTC, what is due."""

from __future__ import annotations

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")

app = Celery("coachingpairs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A page that wakes the worker does not wait for a broker that is down: the sweep finds what was written.
app.conf.broker_transport_options = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}

MINUTE = 60.0


def every(seconds: float, task: str) -> dict[str, Any]:
    """A question nobody answered in time is not worth answering later: the next one asks the same."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "say that a worker is there": every(MINUTE / 2, "coachingpairs.celery.heartbeat"),
    "send due mail": every(MINUTE, "coachingpairs.mail.tasks.send_due_mail"),
    "begin last weeks": every(10 * MINUTE, "cycles.tasks.begin_wrapping_up"),
    "plan reminders": every(10 * MINUTE, "cycles.tasks.plan_reminders"),
    "close askings": every(10 * MINUTE, "feedback.tasks.close_what_is_over"),
    "plan reminders of feedback": every(10 * MINUTE, "feedback.tasks.plan_reminders"),
    "empty the bin": every(60 * MINUTE, "cycles.tasks.empty_bin"),
    "delete old roster drafts": every(60 * MINUTE, "teams.tasks.delete_old_drafts"),
}


@app.task
def heartbeat() -> None:
    """Tells /healthz that a worker is there and takes tasks."""
    from coachingpairs import health

    health.beat()


@worker_init.connect
def refuse_unsafe_role(**_signal: Any) -> None:
    """No worker runs as a role that could see across organisations, nor when that cannot be asked.

    Celery logs the exceptions of signal handlers and goes on; only SystemExit stops it.
    """
    from coachingpairs.tenancy.role import require_safe_role

    try:
        require_safe_role()
    except Exception as error:
        raise SystemExit(f"The worker does not start. {error}") from error


@worker_ready.connect
def ask_at_once(**_signal: Any) -> None:
    """Beat waits a whole interval before it asks the first time; a worker that starts does not."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"], **entry["options"])


@setup_logging.connect
def keep_our_logging(**_signal: Any) -> None:
    """Being here is enough: Celery then leaves logging as the settings made it. No line for every task."""
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
