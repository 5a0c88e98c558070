"""Who is invited, once and with one link that works; and what accepting gives."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Invitation, Leader, OrganisationRole, Person, Role
from teams.services.invitations import (
    accept_invitation,
    invite_leader,
    invite_leaders,
    invite_to_role,
    revoke_invitation,
)
from teams.services.people import person_for
from tests.cast import Northmere, make_northmere, make_person
from tests.teams.inviting import invited_leader, invited_to_role, not_joined, verbs, written

pytestmark = pytest.mark.django_db


def age(invitation: Invitation, **by: int) -> None:
    """Let time go by for one invitation."""
    earlier = dt.timedelta(**by)
    Invitation.objects.filter(pk=invitation.pk).update(
        created_at=invitation.created_at - earlier, expires_at=invitation.expires_at - earlier
    )


def test_a_leader_is_invited_at_their_address_for_two_weeks(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    assert (invitation.email, invitation.name, invitation.role) == (
        "priya.nair@northmere.example",
        "Priya Nair",
        "",
    )
    assert dt.timedelta(days=13, hours=23) < invitation.expires_at - timezone.now() <= dt.timedelta(days=14)
    with scope(organisation=northmere.organisation.pk):
        (mail,) = OutgoingMail.objects.all()
        entry = AuditEntry.objects.get(verb="leader invited")
    assert (mail.kind, mail.recipient_id, mail.subject_id) == (
        "invitation",
        northmere.leader("Priya").pk,
        invitation.pk,
    )
    assert mail.expires_at == invitation.expires_at
    assert (entry.by, entry.subject_id, entry.team_id) == (
        northmere.facilitator,
        northmere.leader("Priya").pk,
        northmere.team.pk,
    )


def test_only_the_hash_of_the_link_is_kept_and_writing_again_ends_the_first(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    assert invitation.token_hash == ""
    tokens = []
    for _ in range(2):
        message = written(northmere, invitation)
        assert message is not None
        (token,) = re.findall(r"/invitation/([^/]+)/$", message.context["address"])
        tokens.append(token)
        with scope(organisation=northmere.organisation.pk):
            invitation.refresh_from_db()
        assert re.fullmatch(r"[0-9a-f]{64}", invitation.token_hash)
    assert tokens[0] != tokens[1]
    with connection.cursor() as cursor, scope(organisation=northmere.organisation.pk):
        for table in ("teams_invitation", "mail_outgoingmail", "teams_auditentry"):
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')  # noqa: S608
            assert not any(tokens[1].partition(".")[2] in row[0] for row in cursor.fetchall())


def test_pressed_twice_it_is_one_message_and_later_it_is_a_new_one(northmere: Northmere) -> None:
    first = invited_leader(northmere, "Priya")
    with scope(organisation=northmere.organisation.pk):
        assert invite_leader(leader=northmere.leader("Priya"), by=northmere.facilitator) == first
        age(first, minutes=2)
        second = invite_leader(leader=northmere.leader("Priya"), by=northmere.facilitator)
        assert second != first
        assert list(Invitation.objects.open()) == [second]
    assert written(northmere, first) is None
    assert written(northmere, second) is not None


def test_a_corrected_address_is_written_to_at_once_and_the_old_link_ends(northmere: Northmere) -> None:
    first = invited_leader(northmere, "Priya")
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=priya.pk).update(email="p.nair@northmere.example")
        assert not Invitation.objects.usable().exists()
        second = invite_leader(leader=priya, by=northmere.facilitator)
        assert second.email == "p.nair@northmere.example"
    assert written(northmere, first) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"left_on": dt.date(2026, 11, 1)}, "Priya Nair has left the team."),
        ({"email": ""}, "Priya Nair has no email address yet. Add one to the roster first."),
        (
            {"email": "Helen.Armitage@northmere.example"},
            "Priya Nair shares Helen.Armitage@northmere.example with",
        ),
    ],
)
def test_who_cannot_be_invited_is_said(northmere: Northmere, change: dict[str, Any], said: str) -> None:
    not_joined(northmere, "Priya")
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=priya.pk).update(**change)
        with pytest.raises(DomainError, match=re.escape(said)):
            invite_leader(leader=priya, by=northmere.facilitator)
        assert not Invitation.objects.exists()


def test_who_has_joined_is_not_invited(northmere: Northmere) -> None:
    with (
        scope(organisation=northmere.organisation.pk),
        pytest.raises(DomainError, match="has joined already"),
    ):
        invite_leader(leader=northmere.leader("Priya"), by=northmere.facilitator)


def test_inviting_everybody_asks_those_who_were_not(northmere: Northmere) -> None:
    not_joined(northmere, "Priya", "Helen", "Vikram", "Joanna", "Idris", "Amara")
    with scope(organisation=northmere.organisation.pk):
        asked_before = invite_leader(leader=northmere.leader("Priya"), by=northmere.facilitator)
        ran_out = invite_leader(leader=northmere.leader("Helen"), by=northmere.facilitator)
        age(ran_out, days=15)
        changes: dict[str, dict[str, Any]] = {
            "Joanna": {"email": "office@northmere.example"},
            "Idris": {"email": "OFFICE@northmere.example"},
            "Amara": {"left_on": dt.date(2026, 11, 1)},
        }
        for first_name, change in changes.items():
            Leader.objects.filter(pk=northmere.leader(first_name).pk).update(**change)
        assert invite_leaders(team=northmere.team, by=northmere.facilitator) == 2
        invited = Invitation.objects.open().exclude(pk=asked_before.pk)
        assert {invitation.name for invitation in invited} == {"Helen Armitage", "Vikram Sethi"}
        assert OutgoingMail.objects.count() == 4
        assert invite_leaders(team=northmere.team, by=northmere.facilitator) == 0
    assert verbs(northmere).count("leaders invited") == 1


def test_inviting_many_takes_no_more_queries_than_inviting_few() -> None:
    counts = []
    for slug, leaders in (("few", 10), ("many", 60)):
        cast = make_northmere(slug, leaders=leaders)
        not_joined(cast, *[name for name in cast.leaders if name.endswith("Invented")])
        with scope(organisation=cast.organisation.pk), CaptureQueriesContext(connection) as queries:
            assert invite_leaders(team=cast.team, by=cast.facilitator) == leaders - 8
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_pressed_by_two_at_once_everybody_is_asked_once() -> None:
    cast = make_northmere()
    not_joined(cast, "Priya", "Helen", "Vikram")
    together, counts = threading.Barrier(2), []

    def invite() -> None:
        try:
            with scope(organisation=cast.organisation.pk):
                together.wait()
                counts.append(invite_leaders(team=cast.team, by=cast.facilitator))
        finally:
            connection.close()

    threads = [threading.Thread(target=invite) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope(organisation=cast.organisation.pk):
        assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (3, 3)
    assert sorted(counts) == [0, 3]


def test_somebody_is_invited_to_a_role_once(northmere: Northmere) -> None:
    first = invited_to_role(northmere, "Rosa.Lind@Elsewhere.example")
    assert first.email == "rosa.lind@elsewhere.example"
    assert invited_to_role(northmere, "rosa.lind@elsewhere.example") == first
    other_role = invited_to_role(northmere, "rosa.lind@elsewhere.example", Role.FACILITATOR)
    with scope(organisation=northmere.organisation.pk):
        assert set(Invitation.objects.open()) == {first, other_role}
        age(first, days=20)
        again = invite_to_role(
            organisation=northmere.organisation,
            email="rosa.lind@elsewhere.example",
            name="Rosa Lind",
            role=Role.SPONSOR,
            by=northmere.administrator,
        )
        assert set(Invitation.objects.unanswered()) == {again, other_role}


def test_who_has_the_role_is_not_invited_to_it(northmere: Northmere) -> None:
    with pytest.raises(
        DomainError, match=r"esther.boateng@northmere.example is a facilitator here already\."
    ):
        invited_to_role(northmere, "Esther.Boateng@northmere.example", Role.FACILITATOR)


def test_accepting_gives_a_leader_their_place_and_a_name(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    person = person_for(email="PRIYA.NAIR@northmere.example")
    assert person.email == "priya.nair@northmere.example"
    with scope(organisation=northmere.organisation.pk, person=person.pk):
        accept_invitation(invitation=invitation, person=person)
        assert Leader.objects.get(pk=northmere.leader("Priya").pk).person == person
        with pytest.raises(DomainError, match="can no longer be used"):
            accept_invitation(invitation=invitation, person=person)
        entry = AuditEntry.objects.get(verb="invitation accepted")
    assert Person.objects.get(pk=person.pk).name == "Priya Nair"
    assert (entry.by, entry.subject_id, entry.team_id) == (
        person,
        northmere.leader("Priya").pk,
        northmere.team.pk,
    )


def test_accepting_a_role_gives_it_in_the_name_of_who_invited(northmere: Northmere) -> None:
    invitation = invited_to_role(northmere, "rosa.lind@elsewhere.example", Role.FACILITATOR)
    rosa = Person.objects.create_user("rosa.lind@elsewhere.example", name="R. Lind")
    with scope(organisation=northmere.organisation.pk, person=rosa.pk):
        accept_invitation(invitation=invitation, person=rosa)
        assert (
            OrganisationRole.objects.filter(person=rosa).values_list("role", flat=True).get() == "facilitator"
        )
        granted = AuditEntry.objects.get(verb="role granted", subject_id=rosa.pk)
    assert granted.by == northmere.administrator
    assert Person.objects.get(pk=rosa.pk).name == "R. Lind"


def test_an_invitation_is_for_its_own_address(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    other = make_person("Otto Lindqvist")
    with scope(organisation=northmere.organisation.pk, person=other.pk):
        with pytest.raises(DomainError, match="sent to another address"):
            accept_invitation(invitation=invitation, person=other)
        assert Leader.objects.get(pk=northmere.leader("Priya").pk).person is None


def test_a_second_place_in_one_team_is_refused_in_words(northmere: Northmere) -> None:
    helen = northmere.person("Helen")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Helen").pk).update(email="h@northmere.example")
        twin = Leader.objects.create(
            organisation=northmere.organisation,
            team=northmere.team,
            name="Helen A.",
            sort_name="A. Helen",
            email=helen.email,
        )
        invitation = invite_leader(leader=twin, by=northmere.facilitator)
        with pytest.raises(DomainError, match="You have a place in this team already"):
            accept_invitation(invitation=invitation, person=helen)
        assert Leader.objects.get(pk=twin.pk).person is None


@pytest.mark.parametrize("why", ["revoked", "ran out", "left", "another address", "joined"])
def test_what_is_over_cannot_be_accepted_and_is_not_sent(northmere: Northmere, why: str) -> None:
    invitation = invited_leader(northmere, "Priya")
    person = person_for(email=invitation.email)
    priya = Leader.objects.filter(pk=northmere.leader("Priya").pk)
    with scope(organisation=northmere.organisation.pk, person=person.pk):
        if why == "revoked":
            revoke_invitation(invitation=invitation, by=northmere.facilitator)
            revoke_invitation(invitation=invitation, by=northmere.facilitator)
        elif why == "ran out":
            age(invitation, days=14)
        elif why == "left":
            priya.update(left_on=dt.date(2026, 11, 1))
        elif why == "joined":
            priya.update(person=make_person("Otto Lindqvist"))
        else:
            priya.update(email="other@northmere.example")
        with pytest.raises(DomainError, match="can no longer be used"):
            accept_invitation(invitation=invitation, person=person)
    assert written(northmere, invitation) is None
    assert verbs(northmere).count("invitation withdrawn") == (1 if why == "revoked" else 0)
