"""The worker: which tasks there are, what they must be told, and whom it refuses to work as."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import uuid

import pytest
from celery import Celery, shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from coachingpairs import health
from coachingpairs.celery import app, heartbeat
from coachingpairs.jobs import OrganisationTask
from coachingpairs.mail.tasks import send_due_mail, send_mail_of
from coachingpairs.tenancy.scope import current_organisation
from tests.cast import Northmere
from tests.mail.letters import post, states
from tests.mail.processes import address_of_test_database
from tests.mail.sink import Sink

FOR_ALL_ORGANISATIONS = {
    "coachingpairs.celery.heartbeat",
    "coachingpairs.mail.tasks.send_due_mail",
    "cycles.tasks.begin_wrapping_up",
    "cycles.tasks.empty_bin",
    "cycles.tasks.plan_reminders",
    "feedback.tasks.close_what_is_over",
    "feedback.tasks.plan_reminders",
    "teams.tasks.delete_old_drafts",
}


@shared_task(base=OrganisationTask, name="tests.scoped")
def scoped(*, organisation_id: uuid.UUID) -> uuid.UUID | None:
    return current_organisation()


def tasks_of(celery: Celery) -> dict[str, object]:
    celery.loader.import_default_modules()
    return {name: task for name, task in celery.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_for_one_organisation_or_listed_as_for_all() -> None:
    for_one = {name for name, task in tasks_of(app).items() if isinstance(task, OrganisationTask)}
    assert for_one == {"coachingpairs.mail.tasks.send_mail_of", "tests.scoped"}
    assert set(tasks_of(app)) - for_one == FOR_ALL_ORGANISATIONS


def test_the_clock_asks_for_tasks_that_exist_and_forgets_questions_nobody_answered() -> None:
    schedule = app.conf.beat_schedule.values()
    assert {entry["task"] for entry in schedule} == FOR_ALL_ORGANISATIONS
    assert all(entry["options"]["expires"] == entry["schedule"] for entry in schedule)
    assert str(app.timezone) == "UTC"


def test_a_task_of_an_organisation_is_refused_without_one() -> None:
    with pytest.raises(TypeError, match="organisation_id"):
        scoped()
    with pytest.raises(TypeError, match="organisation_id"):
        send_mail_of.delay()
    with pytest.raises(TypeError, match="organisation_id"):
        send_mail_of.apply(throw=True)


@pytest.mark.django_db
def test_a_task_of_an_organisation_runs_in_its_scope_and_leaves_it(northmere: Northmere) -> None:
    assert scoped(organisation_id=str(northmere.organisation.pk)) == northmere.organisation.pk
    assert current_organisation() is None


@pytest.mark.django_db(transaction=True)
def test_the_tasks_send_what_is_due(northmere: Northmere, sink: Sink) -> None:
    here, past = northmere.organisation.pk, timezone.now() - dt.timedelta(hours=1)
    post(here, "ann", due_at=past)
    send_mail_of(organisation_id=str(here))
    post(here, "bo", due_at=past)
    send_due_mail()
    assert sink.recipients == ["ann@northmere.example", "bo@northmere.example"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_is_no_error_of_the_tasks(northmere: Northmere, smtp_port: int) -> None:
    here = northmere.organisation.pk
    post(here, "ann", due_at=timezone.now() - dt.timedelta(hours=1))
    send_mail_of(organisation_id=str(here))
    send_due_mail()
    assert states(here) == {"ann": "queued"}


def test_without_a_broker_the_cause_of_a_message_still_succeeds() -> None:
    """Nobody is woken, and nothing is raised: the sweep finds the row."""
    wakes = (
        "import uuid, django; django.setup(); "
        "from coachingpairs.mail.outbox import wake_worker; wake_worker(uuid.uuid4())"
    )
    nowhere = {
        "REDIS_URL": "unix:///nowhere/valkey.sock?db=0",
        "DJANGO_SETTINGS_MODULE": "coachingpairs.settings",
    }
    process = run(["-c", wakes], **nowhere)
    assert (process.returncode, "mail.worker_not_woken" in process.stderr) == (0, True)


def test_the_heartbeat_is_what_the_health_report_hears() -> None:
    cache.delete(health.HEARTBEAT_KEY)
    heartbeat()
    assert cache.get(health.HEARTBEAT_KEY) is not None


@pytest.mark.parametrize(
    "start",
    [
        ["-c", "import coachingpairs.wsgi"],
        ["-c", "import coachingpairs.asgi"],
        ["-m", "celery", "-A", "coachingpairs", "worker", "--pool=solo"],
    ],
    ids=["wsgi", "asgi", "worker"],
)
@pytest.mark.django_db
def test_nothing_starts_as_a_role_that_could_see_across_organisations(start: list[str]) -> None:
    process = run(start, DATABASE_URL=address_of_test_database("DATABASE_OWNER_URL"))
    assert process.returncode != 0
    assert "The application may not connect as “cp_owner”: it owns" in process.stderr


def run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
