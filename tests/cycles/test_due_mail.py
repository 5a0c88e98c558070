"""``manage.py due_mail``: what would go out at a moment, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.management import CommandError, call_command

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import enqueue
from coachingpairs.tenancy.scope import scope
from cycles.services.reminders import plan_reminders
from tests.cast import Northmere, make_northmere
from tests.cycles.under_way import PAIRS, make_cycle_under_way, meet

pytestmark = pytest.mark.django_db

STARTS_ON = dt.date(2027, 2, 16)
AT = "2027-03-02T09:30+00:00"

REHEARSED = """\
Northmere (northmere)
  Tuesday 2 March 2027, 9.30 Europe/London  session-nudge  Idris Kaya <idris.kaya@northmere.example>
  Tuesday 2 March 2027, 9.30 Europe/London  session-nudge  Priya Nair <priya.nair@northmere.example>
  The next reminders are due on Tuesday 30 March 2027, 9.30 Europe/London.
Southmere (southmere)
  Nothing goes out.
2 messages go out at 2027-03-02T09:30+00:00. This was a rehearsal: nothing has been planned or sent.
"""


def due_mail(*arguments: str) -> str:
    output = StringIO()
    call_command("due_mail", *arguments, stdout=output)
    return output.getvalue()


def due_mail_json(*arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(due_mail(*arguments, "--json"))
    return answer


def rows(cast: Northmere) -> list[tuple[str, str]]:
    with scope(organisation=cast.organisation.pk):
        return list(OutgoingMail.objects.values_list("kind", "state").order_by("created_at"))


def test_a_rehearsal_shows_what_would_go_out_and_changes_nothing(northmere: Northmere) -> None:
    make_northmere("southmere")
    make_cycle_under_way(northmere, *PAIRS[:2], starts_on=STARTS_ON)
    meet(northmere, "Amara", STARTS_ON)
    assert due_mail("--at", AT, "--dry-run") == REHEARSED
    assert rows(northmere) == []
    assert outgoing.outbox == []


def test_without_dry_run_it_plans_but_does_not_send(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
    said = due_mail("--at", AT)
    last_line = (
        "2 messages go out at 2027-03-02T09:30+00:00. Reminders planned: 2. The worker sends what is due."
    )
    assert said.splitlines()[-1] == last_line
    assert rows(northmere) == [("session-nudge", "queued")] * 2
    assert outgoing.outbox == []
    assert due_mail_json("--at", AT)["organisations"][0]["planned"] == 0


def test_the_same_for_programs(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
    answer = due_mail_json("--at", AT, "--dry-run")
    messages = answer["organisations"][0].pop("messages")
    assert answer == {
        "at": "2027-03-02T09:30:00+00:00",
        "dry_run": True,
        "organisations": [
            {
                "organisation": "northmere",
                "name": "Northmere",
                "planned": 2,
                "waiting": [],
                "next_reminders_at": "2027-03-30T08:30:00+00:00",
            }
        ],
    }
    assert messages == [
        {
            "kind": "session-nudge",
            "name": name,
            "to": address,
            "period": "2027-02",
            "due_at": "2027-03-02T09:30:00+00:00",
            "goes_at": "2027-03-02T09:30:00+00:00",
        }
        for name, address in [
            ("Idris Kaya", "idris.kaya@northmere.example"),
            ("Priya Nair", "priya.nair@northmere.example"),
        ]
    ]


def test_out_of_hours_messages_wait_and_the_list_says_until_when(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
    lines = due_mail("--at", "2027-03-04T03:00+00:00", "--dry-run").splitlines()
    waits = "  waits until Thursday 4 March 2027, 9.00 Europe/London  session-nudge  "
    assert lines[1:4] == [f"{waits}Idris Kaya", f"{waits}Priya Nair", "  Nothing goes out."]


def test_what_waits_already_is_shown_unless_it_is_not_wanted_any_more(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, *PAIRS[:2], starts_on=STARTS_ON)
    plan_reminders(at=dt.datetime.fromisoformat(AT))
    meet(northmere, "Amara", STARTS_ON)
    with scope(organisation=northmere.organisation.pk):
        enqueue(
            organisation_id=northmere.organisation.pk,
            kind="proposal",
            recipient_id=northmere.leader("Helen").pk,
            due_at=dt.datetime(2027, 3, 5, 15, 0, tzinfo=dt.UTC),
        )
    [here] = due_mail_json("--at", "2027-03-02T09:40+00:00", "--dry-run")["organisations"]
    assert [message["name"] for message in here["messages"]] == ["Idris Kaya", "Priya Nair"]
    assert [(mail["kind"], mail["name"], mail["goes_at"]) for mail in here["waiting"]] == [
        ("proposal", "Helen Armitage", "2027-03-05T15:00:00+00:00")
    ]
    assert here["planned"] == 0
    assert {state for _kind, state in rows(northmere)} == {"queued"}


def test_now_unless_a_moment_is_given(northmere: Northmere) -> None:
    answer = due_mail_json("--dry-run")
    said = dt.datetime.fromisoformat(answer["at"])
    assert abs(dt.datetime.now(dt.UTC) - said) < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "next Tuesday",
            "“next Tuesday” is not a time. Write it like 2027-03-02T09:30+00:00: date, T, time and the "
            "offset from UTC.",
        ),
        ("2027-02-30T09:30+00:00", "“2027-02-30T09:30+00:00” is not a time. "),
        (
            "2027-03-02T09:30",
            "“2027-03-02T09:30” does not say in which time zone. Add the offset from UTC, for example "
            "2027-03-02T09:30+00:00.",
        ),
        (
            "2027-03-02",
            "“2027-03-02” does not say in which time zone. Add the offset from UTC, for example "
            "2027-03-02T00:00+00:00.",
        ),
    ],
)
def test_a_time_that_cannot_be_read_is_answered_in_words(text: str, sentence: str) -> None:
    with pytest.raises(CommandError) as caught:
        due_mail("--at", text)
    assert str(caught.value).startswith(sentence)


def test_any_offset_will_do(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
    for text in ("2027-03-02T09:30Z", "2027-03-02T20:30+11:00", "2027-03-02 04:30-05:00"):
        assert len(due_mail_json("--at", text, "--dry-run")["organisations"][0]["messages"]) == 2
