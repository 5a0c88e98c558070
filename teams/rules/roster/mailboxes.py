"""Whose address it is: an email is not an identity, and one mailbox may stand on many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from . import wording
from .addresses import resemblance
from .findings import Findings
from .identity import Member
from .values import email_key

_TYPED = 10
_MOST_COPIED = 200


def settle_mailboxes(members: Sequence[Member], findings: Findings) -> dict[int, str]:
    """Each person's own address by row; ``""`` for none.

    An address on several people's rows belongs to the one whose name it bears. Asks about the others.
    """
    claims: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.email:
            claims[email_key(member.email)].append(member)
    settled = dict.fromkeys((member.row for member in members), "")
    for claimants in claims.values():
        owner = _owner(claimants)
        if owner:
            settled[owner.row] = owner.email
        _ask_the_others(claimants, owner, findings)
    return settled


def _owner(claimants: list[Member]) -> Member | None:
    if len(claimants) == 1:
        return claimants[0]
    scores = [(_claim(member), member) for member in claimants]
    best = max(score for score, _ in scores)
    likeliest = [member for score, member in scores if score == best]
    return likeliest[0] if best > 0 and len(likeliest) == 1 else None


def _claim(member: Member) -> int:
    typed = any(entry.correction.email for entry in member.entries)
    return resemblance(member.email, member.name.full) + (_TYPED if typed else 0)


def _ask_the_others(claimants: Sequence[Member], owner: Member | None, findings: Findings) -> None:
    rows = [member.row for member in claimants]
    for member in claimants:
        if member is owner:
            continue
        if owner:
            asked = wording.email_of_another(member.name.full, owner.name.full, owner.row)
        else:
            others = [row for row in rows[:_MOST_COPIED] if row != member.row]
            asked = wording.email_of_nobody(member.name.full, others)
        findings.ask(member.row, asked)


def ask_about_missing(members: Iterable[Member], findings: Findings) -> None:
    """People without any address of their own, or with something that is none."""
    for member in members:
        if member.email or any(entry.correction.email == "" for entry in member.entries):
            continue
        given = next((entry.email_given for entry in member.entries if entry.email_given), "")
        if given:
            findings.ask(member.row, wording.email_unreadable(member.name.full, given[:80]))
        else:
            findings.ask(member.row, wording.email_missing(member.name.full, member.name.called))


def note_when_nobody_has_one(
    members: Sequence[Member], heading: str, findings: Findings, emails: Mapping[int, str]
) -> None:
    """Where no row at all has an address, one note on the file stands for a question on each row.

    ``emails`` are the addresses as they will be: of people on the roster, those they have.
    """
    if any(member.email for member in members) or not members:
        return
    entries = [entry for member in members for entry in member.entries]
    typed = {entry.number for entry in entries if entry.correction.email}
    findings.withdraw("email_missing", unless=typed)
    findings.withdraw("email_unreadable", unless=typed)
    if all(emails[member.row] for member in members):
        return
    given = next((entry.email_given for entry in entries if entry.email_given), "")
    findings.file_notes.append(
        wording.note_user_names(heading, given[:80]) if given else wording.note_no_emails()
    )
