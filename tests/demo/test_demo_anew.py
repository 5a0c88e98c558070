"""Making the demo, its messages, and making it anew: each on data of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError

from coachingpairs.demo.organisations import found_organisations
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from teams.models import Function, Leader
from tests.cast import make_northmere
from tests.demo.command import demo_data


@pytest.mark.django_db(transaction=True)
def test_the_messages_of_the_past_stay_unsent_and_those_of_now_go_out(
    mailoutbox: list[EmailMessage],
) -> None:
    demo_data()
    nudged = sorted(message.to[0].split(".")[0] for message in mailoutbox)
    assert set(nudged) <= {"joanna", "marek", "kwame", "chidi", "leila", "nia"}
    assert {"leila", "nia"} <= set(nudged)
    mailoutbox.clear()
    send_due()
    assert sorted((message.to[0].split("@")[0], message.subject) for message in mailoutbox) == [
        ("bronagh.kelly", "Choosing is open: who would you like to pair with?"),
        ("dev.malhotra", "Choosing is open: who would you like to pair with?"),
        ("imogen.hartley", "Bronagh Kelly would like to pair with you"),
        ("imogen.hartley", "Choosing is open: who would you like to pair with?"),
        ("tunde.bakare", "Esther Boateng invites you to Coaching Pairs at Harbour Arts"),
    ]
    for organisation in found_organisations().values():
        with scope(organisation=organisation.pk):
            assert not OutgoingMail.objects.filter(state__in=["queued", "retry", "failed"]).exists()


@pytest.mark.django_db(transaction=True)
def test_reset_deletes_the_two_organisations_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    elsewhere = make_northmere("westmere")
    demo_data()
    before = found_organisations()
    (tmp_path / "20260101-000000-1.log").write_text("Subject: Old\n\nOld")
    with scope(organisation=before["northmere"].pk):
        Function.objects.filter(code="CARE").update(name="Changed by a visitor")
    assert demo_data("--reset") == "Made Northmere and Harbour Arts.\n"
    assert not (tmp_path / "20260101-000000-1.log").exists()
    after = found_organisations()
    assert {row.pk for row in before.values()}.isdisjoint(row.pk for row in after.values())
    with scope(organisation=after["northmere"].pk):
        assert Function.objects.get(code="CARE").name == "Care and Support"
    with scope(organisation=elsewhere.organisation.pk):
        assert Leader.objects.count() == 8


@pytest.mark.django_db
def test_reset_needs_the_owner(settings: Any) -> None:
    settings.DATABASE_OWNER_URL = ""
    with pytest.raises(CommandError, match="Set DATABASE_OWNER_URL"):
        demo_data("--reset")
