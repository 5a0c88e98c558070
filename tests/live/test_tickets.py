"""A ticket opens a stream for ten minutes, and for nothing else."""

from __future__ import annotations

import string
import time
import uuid

import pytest
from django.core import signing

from coachingpairs.live import tickets
from coachingpairs.live.tickets import Viewer, issue, read

WALL = Viewer(uuid.uuid4(), "3f2c", "wall", organiser=True)
PHONE = Viewer(uuid.uuid4(), "rehearsal:3f2c", "phone", uuid.uuid4())


def signed(until: float, *, salt: str = tickets.SALT) -> str:
    facts = [until, PHONE.organisation.hex, PHONE.room, PHONE.kind, "", 0, ""]
    return signing.Signer(salt=salt).sign_object(facts)


@pytest.mark.parametrize("viewer", [WALL, PHONE])
def test_a_ticket_says_who_looks_and_how_long(viewer: Viewer) -> None:
    admission = read(issue(viewer))
    assert admission is not None
    assert admission.viewer == viewer
    assert 590 < admission.seconds_left <= 600


def test_a_ticket_needs_no_escaping_in_an_address() -> None:
    assert set(issue(PHONE)) <= set(f"{string.ascii_letters}{string.digits}-_:")


def test_a_ticket_expires() -> None:
    assert read(signed(time.time() + 5)) is not None
    assert read(signed(time.time() - 1)) is None


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "anything",
        "é",
        "a:b",
        issue(PHONE)[:-1],
        issue(PHONE)[1:],
        issue(PHONE).replace(":", "::"),
        signed(time.time() + 500, salt="coachingpairs.invitation"),
        signing.dumps(["anything"]),
        issue(PHONE) + "A" * tickets.LONGEST,
    ],
    ids=[
        "nothing",
        "a word",
        "a letter with a mark",
        "a colon",
        "the end is missing",
        "the beginning is missing",
        "colons twice",
        "signed for something else",
        "signed by another part",
        "far too long",
    ],
)
def test_what_we_did_not_sign_opens_nothing(forged: str) -> None:
    assert read(forged) is None


def test_a_ticket_of_another_version_is_none() -> None:
    facts = [time.time() + 60, PHONE.organisation.hex, PHONE.room, PHONE.kind, ""]
    assert read(signing.Signer(salt=tickets.SALT).sign_object(facts)) is None
