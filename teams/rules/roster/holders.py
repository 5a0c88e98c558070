"""One address, one holder: what the roster and the file claim between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from . import wording
from .addresses import resemblance
from .findings import Findings
from .identity import Member
from .model import ExistingLeader
from .values import email_key


def settle_held_addresses(
    members: Sequence[Member],
    emails: Mapping[int, str],
    matched: Mapping[int, ExistingLeader],
    existing: Iterable[ExistingLeader],
    findings: Findings,
) -> dict[int, str]:
    """Addresses as they will be, by row: what the file leaves blank keeps what the leader has.

    An address that another leader holds is not given to a second one, unless it bears the second one's
    name better, or was typed or confirmed by hand.
    """
    final = {
        member.row: emails[member.row] or (matched[member.row].email if member.row in matched else "")
        for member in members
        if not _wiped(member)
    }
    holders = _holders(final, matched, existing)
    settled = {}
    for member in members:
        email = final.get(member.row, "")
        own = matched.get(member.row)
        held = holders.get(email_key(email)) if email else None
        if held and not (own and own.id == held.id) and not _may_have(member, email, held):
            findings.ask(member.row, wording.email_of_leader(member.name.full, held.name))
            email = own.email if own else ""
        settled[member.row] = email
    return settled


def _wiped(member: Member) -> bool:
    return any(entry.correction.email == "" for entry in member.entries)


def _holders(
    final: Mapping[int, str],
    matched: Mapping[int, ExistingLeader],
    existing: Iterable[ExistingLeader],
) -> dict[str, ExistingLeader]:
    """By address the present leader who has it and keeps it."""
    in_file = {leader.id: row for row, leader in matched.items()}
    holders: dict[str, ExistingLeader] = {}
    for leader in existing:
        if not leader.active or not leader.email:
            continue
        row = in_file.get(leader.id)
        if row is None or email_key(final.get(row, "")) == email_key(leader.email):
            holders.setdefault(email_key(leader.email), leader)
    return holders


def _may_have(member: Member, email: str, held: ExistingLeader) -> bool:
    if any(entry.correction.email or entry.correction.include for entry in member.entries):
        return True
    return resemblance(email, member.name.full) > resemblance(email, held.name)
