"""Keys are changed while the application is in use, and a rotation broken off goes on."""

from __future__ import annotations

import base64
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from coachingpairs.encryption import keys, rotation
from coachingpairs.encryption.models import OrganisationKey
from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    GrowthTarget,
    Lesson,
    Pair,
    PairNote,
    PlannedSession,
    PrivateNote,
    Strength,
    TargetWording,
    TryOut,
)
from tests.cast import Northmere, make_northmere
from tests.cycles.made import go_to, log, make_cycle, pair_of
from tests.cycles.past_services import FIRST, add_target, agree, keep_lesson, rate, try_at

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = [dt.date(2026, 10, day) for day in range(1, 8)]


@contextmanager
def owner() -> Iterator[None]:
    """The connection as the database's owner, whom row-level security does not filter."""
    described = connection.settings_dict
    before = described["USER"], described["PASSWORD"]
    role = conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])
    connection.close()
    described["USER"], described["PASSWORD"] = str(role["user"]), str(role.get("password") or "")
    try:
        yield
    finally:
        connection.close()
        described["USER"], described["PASSWORD"] = before


@pytest.fixture
def written() -> Northmere:
    """Seven sessions, each with a note of the pair and a private one."""
    cast = make_northmere()
    cycle = make_cycle(cast)
    for day in DAYS:
        log(cast, cycle, "Helen", day, pair_note=f"Ours {day}", private_note=f"Mine {day}")
    return cast


def as_helen(cast: Northmere) -> Any:
    return scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk)


def readable(cast: Northmere) -> tuple[set[str], set[str]]:
    keys.forget_keys()
    with as_helen(cast):
        return {note.text for note in PairNote.objects.all()}, {
            note.text for note in PrivateNote.objects.all()
        }


def key_numbers(cast: Northmere) -> tuple[set[int], set[str]]:
    """Of the keys there are, and of those that texts were written with."""
    with as_helen(cast), connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cycles_pairnote UNION ALL SELECT text FROM cycles_privatenote")
        used = {row[0].split(":")[1] for row in cursor.fetchall()}
        return set(OrganisationKey.objects.values_list("number", flat=True)), used


ALL = ({f"Ours {day}" for day in DAYS}, {f"Mine {day}" for day in DAYS})


def test_every_encrypted_column_is_known() -> None:
    assert sorted(place.name for place in rotation.encrypted_places()) == [
        "cycles.Agreement.challenge",
        "cycles.Agreement.confidence",
        "cycles.Agreement.meeting",
        "cycles.Agreement.trouble",
        "cycles.Lesson.text",
        "cycles.PairNote.text",
        "cycles.PlannedSession.place",
        "cycles.PrivateNote.text",
        "cycles.Strength.text",
        "cycles.TargetWording.behaviour",
        "cycles.TargetWording.differently",
        "cycles.TargetWording.why",
        "cycles.TryOut.next",
        "cycles.TryOut.noticed",
        "cycles.TryOut.occasion",
        "cycles.TryOut.plan",
        "feedback.Answer.said",
        "feedback.AskedTarget.behaviour",
        "feedback.AskedTarget.differently",
        "feedback.Asking.personal",
        "feedback.Draft.said",
        "feedback.Reading.note",
        "feedback.Request.nudge",
        "feedback.Thanks.words",
    ]


def test_afterwards_every_text_is_read_with_the_new_key_alone(written: Northmere) -> None:
    other = make_northmere("southmere")
    with owner():
        call_command("rotate_keys", "--wait", "0", "--batch", "3", "--organisation", "northmere")
    assert key_numbers(written) == ({2}, {"2"})
    assert key_numbers(other) == ({1}, set())
    assert readable(written) == ALL


def test_what_is_closed_or_agreed_gets_new_keys_too() -> None:
    """Nobody rewrites it, but its keys change all the same."""
    cast = make_northmere()
    cycle = make_cycle(cast)
    with as_helen(cast):
        add_target(cast, cycle, "Helen")
        try_at(GrowthTarget.objects.get(), "Board", FIRST)
        keep_lesson(cast, cycle, "Helen")
        pair = pair_of(cycle, cast.leader("Helen"))
        agree(cast, pair, "Helen", "Tuesdays", FIRST)
        rate(cast, pair, "Helen", "Priya")
        plan(cast, pair)
    with scope(organisation=cast.organisation.pk):
        go_to(cycle, "closed")
    with owner():
        call_command("rotate_keys", "--wait", "0")
    keys.forget_keys()
    with as_helen(cast):
        assert set(OrganisationKey.objects.values_list("number", flat=True)) == {2}
        assert Agreement.objects.get().meeting == "Tuesdays"
        assert Strength.objects.get().text == "Calm under fire"
        assert TargetWording.objects.get().behaviour == "Listening first"
        assert TryOut.objects.get().occasion == "Board"
        assert Lesson.objects.get().text == "Ask first."
        assert PlannedSession.objects.get().place == "Room 3"


def plan(cast: Northmere, pair: Pair) -> None:
    PlannedSession.objects.create(
        organisation=cast.organisation,
        pair=pair,
        starts_at=FIRST,
        minutes=60,
        place="Room 3",
        planned_by=cast.leader("Helen"),
    )


def test_a_dump_taken_before_does_not_open_what_is_written_after(written: Northmere) -> None:
    with as_helen(written):
        _number, old = keys.current_key(written.organisation.pk)
    with owner():
        call_command("rotate_keys", "--wait", "0")
    keys.forget_keys()
    with as_helen(written):
        assert keys.current_key(written.organisation.pk)[1] != old


def test_broken_off_it_goes_on_with_the_key_it_had_begun(
    written: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = rotation._replace
    done: list[Any] = []

    def breaks_off(*arguments: Any) -> int:
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(arguments)
        return replace(*arguments)

    monkeypatch.setattr(rotation, "_replace", breaks_off)
    with owner(), pytest.raises(KeyboardInterrupt):
        call_command("rotate_keys", "--wait", "0", "--batch", "2")
    monkeypatch.undo()
    assert key_numbers(written) == ({1, 2}, {"1", "2"})
    assert readable(written) == ALL
    with owner():
        call_command("rotate_keys", "--wait", "0", "--batch", "2")
    assert key_numbers(written) == ({2}, {"2"})
    assert readable(written) == ALL


def test_what_is_written_with_the_old_key_meanwhile_is_caught_before_it_goes(written: Northmere) -> None:
    organisation = written.organisation.pk
    with as_helen(written):
        old = keys.current_key(organisation)
    with owner():
        begun = rotation.begin(organisation, batch=3)
    assert (begun.number, begun.encrypted) == (2, 14)
    keys._unwrapped[organisation, 1] = old[1]
    keys._current[organisation] = (1, float("inf"))
    with as_helen(written):
        note = PairNote.objects.order_by("id").first()
        assert note is not None
        note.text = "Written by a process that has not noticed yet"
        note.save()
    assert key_numbers(written) == ({1, 2}, {"1", "2"})
    with owner():
        end = rotation.finish(organisation, 2, batch=3)
    assert (end.encrypted, end.left, end.keys_deleted) == (1, (), 1)
    assert "Written by a process that has not noticed yet" in readable(written)[0]


def test_it_waits_until_every_process_has_noticed(
    written: Northmere, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("coachingpairs.encryption.management.commands.rotate_keys.time.sleep", slept.append)
    make_northmere("southmere")
    with owner():
        call_command("rotate_keys")
    (once,) = slept
    assert 100 < once <= rotation.NOTICED_AFTER.total_seconds() == 120
    assert "seconds until every process uses the new keys." in capsys.readouterr().out


def test_a_text_that_cannot_be_opened_is_named_and_keeps_the_old_key(
    written: Northmere, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_helen(written):
        broken = PairNote.objects.order_by("id").first()
        assert broken is not None
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cycles_pairnote SET text = 'v1:1:AAAA' WHERE id = %s", [broken.pk])
    with owner(), pytest.raises(CommandError, match="Not finished for northmere: old keys are kept"):
        call_command("rotate_keys", "--wait", "0", "--batch", "2")
    said = capsys.readouterr().out
    assert f"northmere: cannot be opened: cycles.PairNote.text {broken.pk}" in said
    assert "13 texts encrypted with key 2" in said
    assert key_numbers(written)[0] == {1, 2}


def test_a_new_master_key_wraps_every_key_and_the_old_one_can_go(
    written: Northmere, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = dict(settings.ENCRYPTION_KEYS)
    monkeypatch.setattr(settings, "ENCRYPTION_KEYS", {2: os.urandom(32), **old})
    keys.forget_keys()
    with owner():
        call_command("rotate_keys", "--only-wrap")
    assert "No key needs master key 1 any more: drop it from ENCRYPTION_KEYS." in capsys.readouterr().out
    monkeypatch.setattr(settings, "ENCRYPTION_KEYS", {2: settings.ENCRYPTION_KEYS[2]})
    assert readable(written) == ALL
    assert key_numbers(written) == ({1}, {"1"})
    monkeypatch.setattr(settings, "ENCRYPTION_KEYS", old)
    keys.forget_keys()
    with owner(), pytest.raises(CommandError, match="Not finished for northmere"):
        call_command("rotate_keys", "--wait", "0")
    assert "Master key 2 is not in ENCRYPTION_KEYS." in capsys.readouterr().out


def test_as_the_application_it_refuses(written: Northmere) -> None:
    with pytest.raises(CommandError, match="This needs the database's owner"):
        call_command("rotate_keys", "--wait", "0")
    assert key_numbers(written) == ({1}, {"1"})


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--organisation", "nowhere"], "There is no organisation nowhere."),
        (["--batch", "0"], "--batch must be at least 1."),
    ],
)
def test_what_cannot_be_is_said(arguments: list[str], sentence: str) -> None:
    with owner(), pytest.raises(CommandError, match=sentence):
        call_command("rotate_keys", "--wait", "0", *arguments)


def test_manage_py_runs_it_as_the_owner_with_a_new_master_key(written: Northmere) -> None:
    here = connection.settings_dict["NAME"]
    secret = base64.b64encode(os.urandom(32)).decode()
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=here),
        "DATABASE_OWNER_URL": make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=here),
        "ENCRYPTION_KEYS": f"7:{secret},{os.environ['ENCRYPTION_KEYS']}",
    }
    root = Path(settings.BASE_DIR)
    done = subprocess.run(
        [sys.executable, str(root / "manage.py"), "rotate_keys", "--wait", "0"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "northmere: 14 texts encrypted with key 2\n"
        "northmere: 0 more texts, 1 old keys deleted\n"
        "No key needs master key 1 any more: drop it from ENCRYPTION_KEYS.\n"
    )
    with as_helen(written):
        assert OrganisationKey.objects.values_list("number", "master_number").get() == (2, 7)
