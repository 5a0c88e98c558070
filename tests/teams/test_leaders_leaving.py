"""Leaving the team, and coming back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from teams.models import Invitation
from teams.services import leaders
from tests.cast import Northmere
from tests.teams.inviting import invited_leader
from tests.teams.rostering import audited, manager_of, one

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(northmere: Northmere) -> Client:
    client = Client()
    client.force_login(northmere.facilitator)
    return client


def test_leaving_says_first_what_it_does(facilitator: Client, northmere: Northmere) -> None:
    html = facilitator.get(
        f"{northmere.base}roster/{northmere.leader('Siobhan').pk}/leaving/"
    ).content.decode()
    assert "Siobhan loses access to this team at once." in html
    assert "Priya Nair reports to Maggie Thornton from then on." in html
    assert "the facilitator helps the partner to go on" in html
    html = facilitator.get(
        f"{northmere.base}roster/{northmere.leader('Maggie').pk}/leaving/"
    ).content.decode()
    assert "loses access to this team at once, and stays sponsor of Northmere." in html
    assert "report to nobody on this roster from then on." in html


def test_a_leaver_loses_access_at_once_and_their_reports_move_up(
    facilitator: Client, northmere: Northmere
) -> None:
    own = Client()
    own.force_login(northmere.person("Siobhan"))
    assert own.get(northmere.base).status_code == 200
    address = f"{northmere.base}roster/{northmere.leader('Siobhan').pk}/leaving/"
    response = facilitator.post(address, {"left_on": "3 October 2026"})
    assert response.headers["Location"] == f"{northmere.base}roster/"
    assert own.get(northmere.base).status_code == 404
    assert one(northmere, northmere.team, "Siobhan Doyle").left_on == dt.date(2026, 10, 3)
    assert manager_of(northmere, "Priya") == "Maggie"
    assert audited(northmere, "leader left") == [{"reports_moved": 1}]
    assert facilitator.get(address).headers["Location"].endswith(f"{northmere.leader('Siobhan').pk}/")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Enter the day they left, for example 26 November 2026."),
        ("soon", "Enter the day they left, for example 26 November 2026."),
        ("2126-01-01", "Enter today or a day before. Until they have left, nothing changes."),
    ],
)
def test_the_day_somebody_left_is_a_day_that_was(
    facilitator: Client, northmere: Northmere, day: str, said: str
) -> None:
    address = f"{northmere.base}roster/{northmere.leader('Siobhan').pk}/leaving/"
    response = facilitator.post(address, {"left_on": day})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert one(northmere, northmere.team, "Siobhan Doyle").is_active


def test_an_invitation_to_somebody_who_left_stops_working(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    with scope(organisation=northmere.organisation.pk):
        today = timezone.now().date()
        leaders.record_leaving(leader=northmere.leader("Priya"), on=today, by=northmere.facilitator)
        leaders.record_leaving(leader=northmere.leader("Priya"), on=today, by=northmere.facilitator)
        assert not Invitation.objects.open().filter(pk=invitation.pk).exists()
    assert len(audited(northmere, "leader left")) == 1


def test_somebody_who_returns_is_as_before_under_a_manager_who_is_there(
    facilitator: Client, northmere: Northmere
) -> None:
    for name in ("Priya", "Siobhan"):
        facilitator.post(
            f"{northmere.base}roster/{northmere.leader(name).pk}/leaving/", {"left_on": "2026-10-03"}
        )
    response = facilitator.post(f"{northmere.base}roster/{northmere.leader('Priya').pk}/return/")
    assert response.headers["Location"] == f"{northmere.base}roster/{northmere.leader('Priya').pk}/"
    assert one(northmere, northmere.team, "Priya Nair").is_active
    assert manager_of(northmere, "Priya") == "Maggie"
    own = Client()
    own.force_login(northmere.person("Priya"))
    assert own.get(northmere.base).status_code == 200
    facilitator.post(f"{northmere.base}roster/{northmere.leader('Priya').pk}/return/")
    assert len(audited(northmere, "leader returned")) == 1
