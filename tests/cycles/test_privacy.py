"""What a pair writes reaches nobody else: not on a page, in the database, in the audit trail or in a log."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from coachingpairs.encryption.ciphers import CannotDecrypt
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairNote, PrivateNote, Session
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import log, make_cycle
from tests.cycles.pages import hidden, raw, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
SHARED, HELENS, PRIYAS = "canary-shared-7Q", "canary-helen-8W", "canary-priya-9Z"
PAGES = ("home", "overview", "pairs", "pairs_pdf", "sessions", "new_session", "session", "new_cycle")
EVERYBODY = ("Helen", "Priya", "Amara", "Joanna", "facilitator", "sponsor", "administrator")


@pytest.fixture
def written(northmere: Northmere) -> Session:
    """One session of Helen and Priya with all three notes."""
    cycle = make_cycle(northmere)
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), pair_note=SHARED, private_note=HELENS)
    address = f"{northmere.base}sessions/{session.pk}/"
    priya = signed_in(northmere, "Priya")
    form = {"day": "today", "length": "60", "pair_note": SHARED, "private_note": PRIYAS}
    priya.post(address, {**hidden(priya.get(address)), **form})
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Priya").pk):
        assert PrivateNote.objects.get().text == PRIYAS
    return session


def everything_shown(cast: Northmere, name: str, session: Session) -> str:
    """All that somebody can open of the team's pages, with headers and what posting answers."""
    client = signed_in(cast, name)
    shown = []
    about: dict[str, list[Any]] = {"session": [session.pk], "pairs_pdf": [1]}
    for page in PAGES:
        arguments = [cast.organisation.slug, cast.team.slug, *about.get(page, [])]
        for answer in (
            client.get(reverse(f"cycles:{page}", args=arguments)),
            client.post(reverse(f"cycles:{page}", args=arguments), {}, headers={"HX-Request": "true"}),
        ):
            shown.append(raw(answer) if "html" in answer["Content-Type"] else "")
            shown.append(str(answer.headers))
    return "\n".join(shown)


def seen(cast: Northmere, name: str, session: Session) -> set[str]:
    shown = everything_shown(cast, name, session)
    return {canary for canary in (SHARED, HELENS, PRIYAS) if canary in shown}


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("Helen", {SHARED, HELENS}),
        ("Priya", {SHARED, PRIYAS}),
        ("Amara", set()),
        ("Joanna", set()),
        ("facilitator", set()),
        ("sponsor", set()),
        ("administrator", set()),
    ],
)
def test_who_reads_what_on_every_page(
    northmere: Northmere, written: Session, name: str, reads: set[str]
) -> None:
    assert seen(northmere, name, written) == reads


def test_lists_and_titles_carry_no_words_of_a_note(northmere: Northmere, written: Session) -> None:
    client = signed_in(northmere, "Helen")
    for path in ("", "sessions/", "sessions/new/", "pairs/"):
        assert "canary" not in raw(client.get(northmere.base + path)), path
    page = raw(client.get(f"{northmere.base}sessions/{written.pk}/"))
    assert "<title>Session on 20 November – Coaching Pairs</title>" in page
    assert "canary" not in page.partition("</head>")[0]


def test_saying_that_something_is_saved_says_nothing_of_it(northmere: Northmere, written: Session) -> None:
    client = signed_in(northmere, "Helen")
    form = {"day": "today", "length": "60", "pair_note": SHARED, "private_note": HELENS, "another": "yes"}
    for path in ("sessions/new/", f"sessions/{written.pk}/deletion/", f"sessions/{written.pk}/return/"):
        assert "canary" not in raw(client.post(northmere.base + path, form, follow=True))


def test_no_copy_is_kept_outside_the_notes(
    northmere: Northmere, written: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    client = signed_in(northmere, "Helen")
    client.post(
        f"{northmere.base}sessions/new/", {"day": "someday", "pair_note": SHARED, "private_note": HELENS}
    )
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        trail = str(list(AuditEntry.objects.values())) + str(list(OutgoingMail.objects.values()))
    assert "organisation created" in trail
    assert "canary" not in trail + str(dict(client.session)) + "".join(capfd.readouterr())


def columns(cast: Northmere, name: str, table: str) -> list[str]:
    """The text column as raw SQL reads it in that leader's scope."""
    with (
        scope(organisation=cast.organisation.pk, person=cast.person(name).pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'SELECT text FROM "{table}"')  # noqa: S608  a table of ours
        return [row[0] for row in cursor.fetchall()]


def test_the_columns_hold_ciphertext(northmere: Northmere, written: Session) -> None:
    for table, name in (("cycles_pairnote", "Helen"), ("cycles_privatenote", "Priya")):
        (column,) = columns(northmere, name, table)
        assert column.startswith("v1:1:")
        assert "canary" not in column


@pytest.mark.parametrize(
    ("name", "pair_notes", "private_notes"),
    [
        ("Helen", 1, 1),
        ("Priya", 1, 1),
        ("Amara", 0, 0),
        ("facilitator", 0, 0),
        ("sponsor", 0, 0),
        ("administrator", 0, 0),
    ],
)
def test_the_database_itself_shows_notes_to_their_readers_alone(
    northmere: Northmere, written: Session, name: str, pair_notes: int, private_notes: int
) -> None:
    person = getattr(northmere, name) if hasattr(northmere, name) else northmere.person(name)
    with scope(organisation=northmere.organisation.pk, person=person.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM cycles_pairnote), (SELECT count(*) FROM cycles_privatenote)"
        )
        assert cursor.fetchone() == (pair_notes, private_notes)


def test_without_a_person_the_database_shows_no_note(northmere: Northmere, written: Session) -> None:
    with scope(organisation=northmere.organisation.pk):
        assert Session.objects.count() == 1
        assert (PairNote.objects.count(), PrivateNote.objects.count()) == (0, 0)


def test_the_database_takes_notes_from_nobody_else(northmere: Northmere, written: Session) -> None:
    here = {"organisation": northmere.organisation, "session": written}
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Amara").pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PrivateNote.objects.create(**here, leader=northmere.leader("Amara"), text="Intruding")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PairNote.objects.create(**here, changed_by=northmere.leader("Amara"), text="Intruding")
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PrivateNote.objects.create(**here, leader=northmere.leader("Priya"), text="In her name")
        assert PrivateNote.objects.exclude(leader=northmere.leader("Helen")).delete()[0] == 0


def test_a_note_moved_to_another_row_cannot_be_read(northmere: Northmere, written: Session) -> None:
    with scope(organisation=northmere.organisation.pk):
        cycle = Cycle.objects.get()
    other = log(northmere, cycle, "Helen", D(2026, 10, 12), pair_note="Something else")
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cycles_pairnote SET text = (SELECT text FROM cycles_pairnote WHERE session_id = %s) "
                "WHERE session_id = %s",
                [written.pk, other.pk],
            )
        with pytest.raises(CannotDecrypt):
            _ = PairNote.objects.get(session=other).text
        assert PairNote.objects.get(session=written).text == SHARED
