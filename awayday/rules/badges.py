"""What a guest's phone is known by, in a few letters that a ticket can bear."""

from __future__ import annotations

from uuid import UUID


def badge_of_card(token_hash: str) -> str:
    """Enough of the hash to tell a team's cards apart, and no use for finding one."""
    return token_hash[:16]


def badge_of_claim(claim_id: UUID) -> str:
    return claim_id.hex
