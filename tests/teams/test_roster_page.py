"""The roster's page: who is on it, how far their invitations are, and who may change anything."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from teams import rosters
from teams.models import Function, Invitation, Leader
from teams.rosters import Invited
from tests.cast import Northmere, add_leader, make_person
from tests.teams.inviting import invited_leader, not_joined
from tests.teams.rostering import base, draft_of, pilot_team

pytestmark = pytest.mark.django_db


def page(cast: Northmere, who: object = None, query: str = "", **headers: str) -> str:
    client = Client()
    client.force_login(who or cast.facilitator)  # type: ignore[arg-type]
    response = client.get(f"{cast.base}roster/{query}", **headers)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def states(cast: Northmere) -> dict[str, tuple[Invited, dt.date | None]]:
    with scope(organisation=cast.organisation.pk):
        listed = rosters.listed(
            rosters.active_leaders(cast.team), team=cast.team, zone=cast.organisation.zone
        )
    return {one.leader.called: (one.invited, one.day) for one in listed}


def text(html: str) -> str:
    """What is read, tags left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_leaders_stand_under_their_functions_with_title_line_manager_and_address(
    northmere: Northmere,
) -> None:
    html = page(northmere)
    read = text(html)
    assert "Leadership team: 8 leaders in four functions. Everybody has joined." in read
    assert list(re.findall(r'id="group-\d" class="pair-cell">.*?<span>([^<]+)</span>', html)) == [
        "Care",
        "Finance",
        "Housing",
        "People",
    ]
    assert (
        "Priya Nair Director of Care Reports to Siobhan Doyle priya.nair@northmere.example Has joined" in read
    )
    assert "Maggie Thornton Director of Housing Reports to nobody here" in read
    assert f'href="{northmere.base}roster/{northmere.leader("Priya").pk}/"' in html


def test_by_name_it_is_one_list_in_the_order_of_surnames(northmere: Northmere) -> None:
    html = page(northmere, query="?by=name")
    order = ["Helen", "Joanna", "Siobhan", "Idris", "Priya", "Amara", "Vikram", "Maggie"]
    found = re.findall(r'class="roster__name"><a [^>]+>(\w+) ', html)
    assert found == order
    assert "group-1" not in html


def test_how_far_each_invitation_is(northmere: Northmere) -> None:
    not_joined(northmere, "Vikram", "Idris", "Joanna", "Amara", "Helen")
    sent, run_out, returned = (invited_leader(northmere, name) for name in ("Priya", "Siobhan", "Joanna"))
    now, here = timezone.now(), northmere.organisation.zone
    with scope(organisation=northmere.organisation.pk):
        Invitation.objects.filter(pk=sent.pk).update(created_at=dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC))
        Invitation.objects.filter(pk=run_out.pk).update(expires_at=now - dt.timedelta(days=1))
        OutgoingMail.objects.filter(subject_id=returned.pk).update(state=OutgoingMail.State.FAILED)
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(email="")
        Leader.objects.filter(pk=northmere.leader("Vikram").pk).update(
            email="helen.armitage@northmere.example"
        )
    assert states(northmere) == {
        "Maggie": (Invited.JOINED, None),
        "Amara": (Invited.NOT_YET, None),
        "Siobhan": (Invited.RUN_OUT, (now - dt.timedelta(days=1)).astimezone(here).date()),
        "Priya": (Invited.SENT, dt.date(2026, 11, 12)),
        "Helen": (Invited.SHARED, None),
        "Vikram": (Invited.SHARED, None),
        "Joanna": (Invited.RETURNED, returned.created_at.astimezone(here).date()),
        "Idris": (Invited.NO_ADDRESS, None),
    }
    read = text(page(northmere))
    assert "Invited 12 November Invite again" in read
    assert "No address of their own" in read
    assert "No address yet" in read
    assert "Two leaders have not been invited yet" in read
    assert "Send two invitations now?" in read
    assert "The invitation came back. Check the address" in read


def test_inviting_from_the_page_invites_as_many_as_it_says(northmere: Northmere) -> None:
    not_joined(northmere, "Vikram", "Idris", "Priya")
    assert "Three leaders have not been invited yet" in text(page(northmere))
    client = Client()
    client.force_login(northmere.facilitator)
    client.post(f"{northmere.base}roster/invitations/")
    assert {name for name, (state, _day) in states(northmere).items() if state is Invited.SENT} == {
        "Vikram",
        "Idris",
        "Priya",
    }
    assert "not been invited yet" not in text(page(northmere))


def test_a_sponsor_reads_and_changes_nothing(northmere: Northmere) -> None:
    not_joined(northmere, "Priya")
    draft_of(northmere, northmere.team)
    html = page(northmere, northmere.sponsor)
    assert "Priya Nair" in html
    assert "Not invited yet" in html
    main = html[html.index("<main") :]
    assert "<form" not in main
    assert re.findall(r'href="[^"]*/roster/[^"]+"', main) == []
    assert "An import is waiting" not in main


def test_leaders_have_no_roster_page(northmere: Northmere) -> None:
    client = Client()
    client.force_login(northmere.person("Priya"))
    assert client.get(f"{northmere.base}roster/").status_code == 403


def test_somebody_without_a_function_comes_first_and_is_spoken_of(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Vikram").pk).update(function=None)
    read = text(page(northmere))
    assert "One leader has no function yet" in read
    assert read.index("Vikram Sethi") < read.index("Helen Armitage")


def test_finding_somebody_needs_neither_accents_nor_the_whole_name(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(name="Marek Zieliński")
    read = text(page(northmere, query="?q=zielin+people"))
    assert "One leader found for “zielin people”." in read
    assert "Marek Zieliński" in read
    assert "Priya Nair" not in read
    assert "Nobody on this roster has “nobody” in their name" in text(page(northmere, query="?q=nobody"))


def test_htmx_gets_the_list_alone(northmere: Northmere) -> None:
    html = page(northmere, query="?q=fin", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="leaders")
    assert html.lstrip().startswith('<div id="leaders"')
    assert "Helen Armitage" in html
    assert "Siobhan" not in html


def test_an_empty_roster_shows_three_ways_to_fill_it(northmere: Northmere) -> None:
    team = pilot_team(northmere)
    client = Client()
    client.force_login(northmere.facilitator)
    html = client.get(base(northmere, team)).content.decode()
    for way in ("Upload a file", "Paste from a spreadsheet", "Type people in"):
        assert way in html
    assert f'<a class="btn" href="{base(northmere, team)}import/">' in html
    client.force_login(northmere.sponsor)
    html = client.get(base(northmere, team)).content.decode()
    assert "A facilitator or an administrator fills it" in html
    assert "/import/" not in html


def test_those_who_have_left_stand_at_the_end(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Vikram").pk).update(left_on=dt.date(2026, 10, 3))
    read = text(page(northmere))
    assert "7 leaders in four functions" in read
    assert "Have left (1) Vikram Sethi Director of Finance Left on 3 October 2026" in read


def test_every_function_of_the_organisation_can_be_reached_also_an_empty_one(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        legal = Function.objects.create(
            organisation=northmere.organisation, name="Legal", code="LAW", colour=9
        )
    html = page(northmere)
    assert f'{northmere.base}roster/functions/{legal.pk}/">Legal</a>' in html
    assert "Functions (5)" in html
    assert "Legal Nobody here" in text(html)


def test_an_import_that_waits_is_offered_again(northmere: Northmere) -> None:
    draft = draft_of(northmere, northmere.team)
    html = page(northmere)
    assert "An import is waiting" in html
    assert f"{northmere.base}roster/import/{draft.pk}/" in html


def test_names_are_text_and_never_markup(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(name="<b>Idris</b>", title="<i>x</i>")
    html = page(northmere)
    assert "<b>Idris" not in html
    assert "&lt;b&gt;Idris&lt;/b&gt;" in html


def test_the_number_of_queries_does_not_grow_with_the_leaders(northmere: Northmere) -> None:
    client = Client()
    client.force_login(northmere.facilitator)
    counts = []
    for more in (0, 30):
        with scope(organisation=northmere.organisation.pk):
            for number in range(more):
                leader = add_leader(
                    northmere, f"More{number} Invented", "FIN", "Helen Armitage", "more.example"
                )
                Leader.objects.filter(pk=leader.pk).update(person=None)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(f"{northmere.base}roster/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_long_rosters_come_in_pages(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.bulk_create(
            Leader(
                organisation=northmere.organisation,
                team=northmere.team,
                name=f"Many{number:03} Invented",
                sort_name=f"Invented, Many{number:03}",
            )
            for number in range(200)
        )
    first, second = page(northmere, query="?by=name"), page(northmere, query="?by=name&page=2")
    assert first.count('class="roster__row"') == 200
    assert second.count('class="roster__row"') == 8
    assert "1 to 200 of 208" in first
    assert 'href="?by=name&amp;page=1"' in second


def test_other_teams_are_not_listed(northmere: Northmere) -> None:
    team = pilot_team(northmere)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.create(
            organisation=northmere.organisation, team=team, name="Otto Lindqvist", sort_name="Lindqvist, Otto"
        )
    make_person("Nobody Else")
    assert "Otto" not in page(northmere)
