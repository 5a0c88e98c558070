"""The messages of this app: an invitation, and the code to sign in."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from coachingpairs.mail.rendering import address_of, render_message
from teams.models import Invitation, Role
from teams.tokens import mint

SOMEBODY = "Somebody"


@writes("invitation")
def invitation(mail: OutgoingMail) -> Message | None:
    """The link is made here and stands in this message alone; written again, the one before is useless."""
    usable = Invitation.objects.usable().select_related("organisation", "leader__team", "invited_by")
    found = usable.filter(pk=mail.subject_id).first() if mail.subject_id else None
    if found is None:
        return None
    token, found.token_hash = mint(found.organisation_id)
    found.save(update_fields=["token_hash"])
    by = str(found.invited_by or SOMEBODY)
    return Message(
        to=found.email,
        subject=f"{by} invites you to Coaching Pairs at {found.organisation}",
        template="invitation",
        context={
            "heading": _heading(found, by),
            "preheader": "One button, then a code to this address. No password.",
            "by": by,
            "organisation": found.organisation,
            "team": found.leader.team if found.leader else None,
            "role": Role(found.role) if found.role else None,
            "works_until": found.expires_at.astimezone(found.organisation.zone).date(),
            "address": address_of("teams:invitation_link", token),
        },
    )


def _heading(found: Invitation, by: str) -> str:
    called = found.leader.called if found.leader else (found.name.split() or [""])[0]
    greeting = f"Dear {called}, " if called else ""
    if found.leader:
        return f"{greeting}{by} would like you to have a coaching partner"
    return f"{greeting}{by} would like you to help with Coaching Pairs"


def sign_in_code(*, to: str, code: str, minutes: int) -> EmailMultiAlternatives:
    """The code travels in the message alone: not in the subject, which telephones show when locked."""
    context = {"code": f"{code[:3]} {code[3:]}", "minutes": minutes}
    text, html = render_message("sign-in-code", context)
    message = EmailMultiAlternatives("Your code for Coaching Pairs", text, settings.DEFAULT_FROM_EMAIL, [to])
    message.attach_alternative(html, "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message
