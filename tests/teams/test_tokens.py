from __future__ import annotations

import hashlib
from uuid import UUID

import pytest

from teams.tokens import mint, read

NORTHMERE = UUID("6f1f2b8e-0a4e-4f0e-9a53-2f6d5c1b7a90")


def test_a_token_leads_back_to_its_organisation_and_hash() -> None:
    token, token_hash = mint(NORTHMERE)
    found = read(token)
    assert found is not None
    assert (found.organisation_id, found.token_hash) == (NORTHMERE, token_hash)
    assert token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token.partition(".")[2]) == 43
    assert mint(NORTHMERE)[0] != token


@pytest.mark.parametrize(
    "brought",
    ["", ".", "x", "x.y", f"{NORTHMERE.hex}.", NORTHMERE.hex, f".{'a' * 43}", f"{'z' * 32}.{'a' * 43}"],
)
def test_what_cannot_be_a_token_is_none(brought: str) -> None:
    assert read(brought) is None
