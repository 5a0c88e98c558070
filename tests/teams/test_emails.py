"""The words of an invitation and of a code."""

from __future__ import annotations

import re

import pytest

from coachingpairs.mail.rendering import render_message
from coachingpairs.tenancy.scope import scope
from teams.emails import sign_in_code
from teams.models import Invitation, Role
from tests.cast import Northmere
from tests.teams.inviting import invited_leader, invited_to_role, written

pytestmark = pytest.mark.django_db


def test_the_code_is_in_the_message_and_not_in_the_subject() -> None:
    message = sign_in_code(to="priya.nair@northmere.example", code="483920", minutes=10)
    assert message.subject == "Your code for Coaching Pairs"
    assert str(message.body).startswith(
        "Your code is 483 920\n\n"
        "Type it on the page where you asked for it. It works for 10 minutes, and only in that browser.\n"
    )
    assert "Your code is 483 920" in str(message.alternatives[0][0])


def test_an_invitation_to_a_team(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    message = written(northmere, invitation)
    assert message is not None
    assert message.to == "priya.nair@northmere.example"
    assert message.subject == "Esther Boateng invites you to Coaching Pairs at Northmere"
    assert message.group == ""
    text, html = render_message(message.template, message.context)
    assert text.startswith(
        "Dear Priya, Esther Boateng would like you to have a coaching partner\n\n"
        "At Northmere (Leadership team), leaders coach each other in pairs. "
    )
    link = str(message.context["address"])
    assert re.fullmatch(r"http://[^/]+/invitation/[0-9a-f]{32}\.[\w-]{43}/", link)
    assert f"See the invitation: {link}\n" in text
    assert f'href="{link}"' in html
    assert "They can see whether you have accepted." in text
    assert "&" not in text


def test_an_invitation_to_a_role_by_somebody_whose_account_is_gone(northmere: Northmere) -> None:
    invitation = invited_to_role(northmere, "rosa.lind@elsewhere.example", Role.ADMINISTRATOR, name="")
    with scope(organisation=northmere.organisation.pk):
        Invitation.objects.update(invited_by=None)
    message = written(northmere, invitation)
    assert message is not None
    assert message.subject == "Somebody invites you to Coaching Pairs at Northmere"
    text, _html = render_message(message.template, message.context)
    assert text.startswith("Somebody would like you to help with Coaching Pairs\n")
    assert "You are invited as administrator." in text
