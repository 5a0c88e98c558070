"""The token of a link stands in the message it was made for, and nowhere else."""

from __future__ import annotations

import logging

import psycopg
import pytest
from django.core import mail as outgoing
from django.db.models import F
from psycopg import sql

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.doors import opens
from teams.tokens import read
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow
from tests.feedback.living import AskingLife, token_in
from tests.mail.processes import address_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)


def everything_kept() -> str:
    """Every row of every table, as the owner of the database reads them."""
    lines: list[str] = []
    with psycopg.connect(address_of_test_database("DATABASE_OWNER_URL")) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = owner.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            lines += [str(row[0]) for row in rows]
    return "\n".join(lines)


def test_neither_in_a_row_nor_in_the_logs_only_its_hash_is_kept(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    cycle = make_cycle(northmere)
    life = AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))
    life.puts_question("Amara", "Joanna")
    tokens = []
    for when in ("2026-11-20 14:05", "2026-11-27 09:30"):
        life.ask(life.moment(when))
        tokens += [token_in(message) for message in outgoing.outbox]  # type: ignore[arg-type]
    assert len(set(tokens)) == 4
    kept = everything_kept()
    for token in tokens:
        secret = token.partition(".")[2]
        assert len(secret) == 43
        assert secret not in kept
        assert secret not in caplog.text
        hashed = read(token)
        assert hashed
        assert hashed.token_hash in kept


def test_a_message_that_is_tried_again_brings_a_new_token_and_the_old_one_stays_good(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = make_cycle(northmere)
    life = AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))
    life.puts_question("Amara", "Joanna")
    tokens = []
    for _try in range(2):
        life.ask(life.moment("2026-11-20 14:05"))
        tokens += [token_in(message) for message in outgoing.outbox]  # type: ignore[arg-type]
        with scope(organisation=northmere.organisation.pk):
            OutgoingMail.objects.update(state=OutgoingMail.State.RETRY, available_at=F("due_at"))
    assert len(set(tokens)) == 4
    with scope(organisation=northmere.organisation.pk):
        for token in tokens:
            brought = read(token)
            assert brought
            assert opens(brought.token_hash, at=life.moment("2026-11-20 15:00"))
