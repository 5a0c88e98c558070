"""Headings and small phrases of the page on which a leader chooses."""

from __future__ import annotations

import datetime as dt

from django.utils.text import capfirst

from coachingpairs.components.templatetags.components import in_words
from cycles.rules.words import listed
from pairing.models import Proposal
from pairing.rules.outlook_words import Said, Tone
from pairing.services.own import OwnView, Stands

NOT_OPEN = "Choosing is not open yet"
PAUSED = "Paused for a moment"
IN_MID_CYCLE = Said(Tone.PLAIN, "Whom you can ask changes as people join, leave and pair.")
WHOLE_ROOM = "Whom we offer depends on the whole room, and changes as pairs form."


def heading_of(view: OwnView | None) -> str:
    """``view`` is None while no cycle is open to leaders."""
    if view is None:
        return NOT_OPEN
    if view.pair is not None:
        names = [member.leader.called for member in view.pair.partners_of(view.me)]
        return f"{listed(['You', *names])} are a {form_of(view)}"
    if view.is_paused and view.is_still_choosing:
        return PAUSED
    if view.stands == Stands.INVITED:
        return _invited(view.invitations)
    if view.stands == Stands.WAITING and view.waiting:
        return f"You have asked {view.waiting.addressee.name}"
    return {
        Stands.SITS_OUT: "You are sitting this cycle out",
        Stands.AWAY: "You are marked as away",
        Stands.NOT_HERE: "You are not in this cycle yet",
    }.get(view.stands, "Who would you like to pair with?")


def form_of(view: OwnView) -> str:
    """Pair or trio."""
    return "trio" if view.pair and len(view.pair.members) > 2 else "pair"


def freed_by_stepping_back(view: OwnView) -> str:
    """What follows from stepping back, before one does."""
    if view.pair is None:
        return ""
    stay = view.would_stay
    if stay:
        names = listed([leader.called for leader in stay])
        return f"You would be free to ask others; {names} stay a pair."
    partners = [member.leader.called for member in view.pair.partners_of(view.me)]
    both = "both" if len(partners) == 1 else "all"
    return f"{listed(['You', *partners])} would {both} be free to ask others again."


def said_when(instant: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """“at 9.30”, or “on Thursday 26 November” for an earlier day. Stays true while the page stands."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"at {local.hour}.{local.minute:02}"
    return f"on {local:%A} {local.day} {local:%B}"


def _invited(invitations: list[Proposal]) -> str:
    if len(invitations) == 1:
        return f"{invitations[0].proposer.name} would like to pair with you"
    return f"{capfirst(in_words(len(invitations)))} people would like to pair with you"
