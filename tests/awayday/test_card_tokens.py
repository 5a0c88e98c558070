"""The code of a place card."""

from __future__ import annotations

import hashlib
import re
import uuid

import pytest

from awayday.tokens import LENGTH, mint, read

ORGANISATION = uuid.UUID("0f0e0d0c-0b0a-4908-8706-050403020100")


def test_a_token_says_where_to_look_and_only_its_hash_is_kept() -> None:
    token, token_hash = mint(ORGANISATION)
    assert re.fullmatch(r"[A-Za-z0-9_-]{44}", token)
    assert token.startswith("Dw4NDAsKSQiHBgUEAwIBAA")
    assert token_hash == hashlib.sha256(token.encode()).hexdigest()
    found = read(token)
    assert found is not None
    assert (found.organisation_id, found.token_hash) == (ORGANISATION, token_hash)


def test_no_two_tokens_are_alike() -> None:
    tokens = {mint(ORGANISATION)[0] for _ in range(200)}
    assert len(tokens) == 200
    assert len({token[LENGTH // 2 :] for token in tokens}) == 200


def test_another_spelling_of_the_same_organisation_is_another_token() -> None:
    token, token_hash = mint(ORGANISATION)
    respelt = read(f"{token[:21]}B{token[22:]}")
    assert respelt is not None
    assert respelt.organisation_id == ORGANISATION
    assert respelt.token_hash != token_hash


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "A" * 43,
        "A" * 45,
        "A" * 21 + "é" + "A" * 22,
        "A" * 21 + "/" + "A" * 22,
        "=" * 44,
        "A" * 21 + "\n" + "A" * 22,
    ],
)
def test_what_cannot_be_a_token_is_none(text: str) -> None:
    assert read(text) is None
