"""Nobody else reads it: every address × everybody, for every text that somebody wrote in confidence.

What may be read where is a table written by hand; what is found on the pages must be that and nothing else.
So that it cannot pass for want of pages, whatever somebody may read has to be seen somewhere.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.pdf import CannotMakePdf
from coachingpairs.tenancy.scope import scope
from cycles.models import Session
from pairing.models import Proposal, ShortlistEntry
from teams.models import AuditEntry
from tests.cycles.hands import as_
from tests.cycles.test_mail_keeps_secrets import everything_in
from tests.private_feedback import outside
from tests.private_pages import Kept, Page, Walk, find_addresses, page_of
from tests.private_table import MAY_READ, READERS
from tests.private_texts import KINGFISHER, private
from tests.private_world import PAIRS, READ_AT, write_everything


def as_without_pango(_html: str) -> bytes:
    raise CannotMakePdf


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """Everything is written once, and taken back at the end. What is a PDF elsewhere is here the page it is
    made of, as on a machine without Pango.
    """
    log = Kept()
    now = [READ_AT]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.utils.timezone.now", lambda: now[0])
        patch.setattr("coachingpairs.pdf.render_pdf", as_without_pango)
        cache.clear()  # of what others have set, the guide among it
        logging.getLogger().addHandler(log)
        written = write_everything(lambda at: now.__setitem__(0, at))
        yield Walk(written, log, find_addresses(written))
        logging.getLogger().removeHandler(log)
        transaction.set_rollback(True)


def seen_in(pages: Iterable[Page]) -> set[str]:
    everything = "\n".join(page.everything for page in pages).lower()
    return {text for text in MAY_READ if text in everything}


@pytest.mark.parametrize("reader", READERS)
def test_everybody_sees_what_is_for_them_and_nothing_else(reader: str, walk: Walk, db: None) -> None:
    pages = walk.pages_of(reader)
    assert seen_in(pages.values()) == {text for text, readers in MAY_READ.items() if reader in readers}
    assert not [where for where, page in pages.items() if KINGFISHER in page.head.lower()]
    assert all("no-store" in page.head for page in pages.values() if seen_in([page]))
    assert walk.writing == []


def test_no_text_is_left_out(walk: Walk, db: None) -> None:
    """Whatever was written is in the table, and every address was answered to somebody."""
    for reader in READERS:
        found = re.findall(
            rf"{KINGFISHER}[\w-]+!", "".join(p.everything for p in walk.pages_of(reader).values())
        )
        assert set(found) <= set(MAY_READ)
    answered = {
        walk.addresses[where]
        for reader in READERS
        for where, page in walk.pages_of(reader).items()
        if page.status not in (403, 404)
    }
    assert answered == set(walk.addresses.values())


def unmistakable(page: Page) -> str:
    """Without what is drawn by lot, signed, or of the second in which it is answered."""
    by_lot = r"[A-Za-z0-9]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|(?<=:)[\w-]{43}\b|\d\d:\d\d:\d\d GMT"
    return re.sub(by_lot, "", page.everything)


@pytest.mark.parametrize("reader", ["Amara", "facilitator", "sponsor", "administrator"])
def test_who_asked_whom_and_shortlists_change_nothing_for_others(reader: str, walk: Walk, db: None) -> None:
    """Every page of theirs is the same as if Helen had asked nobody and listed nobody."""
    cast = walk.written.cast
    with transaction.atomic():
        with as_(cast, "Helen"):
            assert Proposal.objects.filter(cycle__number=3).delete()[0] == 1
            assert ShortlistEntry.objects.all().delete()[0] == 1
        client, own = walk.browser_of(reader), walk.browser_of("Helen")
        without = {where: unmistakable(page_of(client.get(where))) for where in walk.addresses}
        record = unmistakable(page_of(own.get(f"{cast.base}record.json")))
        transaction.set_rollback(True)
    assert without == {where: unmistakable(page) for where, page in walk.pages_of(reader).items()}
    assert "Siobhan" in unmistakable(walk.pages_of("Helen")[f"{cast.base}record.json"])
    assert "Siobhan" not in record


def test_neither_the_audit_trail_nor_the_outbox_says_that_anybody_wrote(walk: Walk, db: None) -> None:
    """What the organisation reads tells of cycles, pairs and roles."""
    with scope(organisation=walk.written.cast.organisation.pk):
        trail = list(AuditEntry.objects.values())
        outbox = list(OutgoingMail.objects.values())
    assert {row["verb"] for row in trail} == {
        "organisation created",
        "role granted",
        "team created",
        "pair ended",
        "awayday planned",
        "doors opened",
        "place cards printed",
        "house page changed",
        "others_by_email.allowed",
    }
    assert len(outbox) > 20
    assert KINGFISHER not in str(trail + outbox)


def test_messages_carry_nothing_but_the_place_and_that_to_the_pair(walk: Walk, db: None) -> None:
    """Of every kind that the months bring."""
    told = {
        (text, "outside" if KINGFISHER in message.to[0] else message.to[0].split(".")[0].title())
        for message in walk.written.sent
        for text in re.findall(rf"{KINGFISHER}[\w-]+!", everything_in(message).replace("\r\n ", ""))
    }
    theirs = {
        (own, "outside") for own in (outside("Helen", "now")[0], outside("Helen", "now")[1].split("@")[0])
    }
    assert told == theirs | {
        (private(names[0], "place", when), name) for when, names in PAIRS.items() for name in names
    }
    with scope(organisation=walk.written.cast.organisation.pk):
        kinds = set(OutgoingMail.objects.filter(state="sent").values_list("kind", flat=True))
    assert kinds >= {
        "agreement-to-read",
        "strengths-to-read",
        "session-planned",
        "session-cancelled",
        "pair-ended",
        "session-nudge",
        "try-out-tomorrow",
        "half-way",
        "feedback-request",
        "feedback-arrived",
        "feedback-reminder",
        "feedback-lost-link",
        "feedback-thanks",
    }


@pytest.fixture
def broken_session(walk: Walk, db: None) -> Iterator[str]:
    """The address of a session whose note cannot be read: another one's ciphertext stands in its place."""
    cast = walk.written.cast
    with transaction.atomic():
        with as_(cast, "Helen"), connection.cursor() as cursor:
            one, other = Session.objects.filter(pair__members__leader=cast.leader("Helen")).order_by(
                "held_on"
            )
            cursor.execute(
                "UPDATE cycles_privatenote SET text ="
                " (SELECT text FROM cycles_privatenote WHERE session_id = %s) WHERE session_id = %s",
                [one.pk, other.pk],
            )
        yield f"{cast.base}sessions/{other.pk}/"
        transaction.set_rollback(True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_when_a_page_breaks_it_says_and_logs_nothing_of_what_it_held(
    method: str, walk: Walk, broken_session: str
) -> None:
    """By then the view holds the pair's note, which can be read, and the words that were sent."""
    before = len(walk.log.lines)
    client = Client(raise_request_exception=False)
    client.force_login(walk.written.cast.person("Helen"))
    typed = {"day": "today", "length": "60", "pair_note": f"{KINGFISHER}typed!", "private_note": "Another"}
    broken = page_of(getattr(client, method)(broken_session, typed if method == "post" else {}))
    assert broken.status == 500
    assert "Something went wrong on our side" in broken.everything
    assert "CannotDecrypt" in "".join(walk.log.lines[before:])
    assert KINGFISHER not in (broken.everything + "".join(walk.log.lines[before:])).lower()


def test_nothing_that_was_written_is_in_the_log(walk: Walk, db: None) -> None:
    """Of everything above, whatever level it is logged at."""
    for reader in READERS:
        walk.pages_of(reader)
    assert len(walk.log.lines) > 20
    assert KINGFISHER not in "".join(walk.log.lines).lower()
