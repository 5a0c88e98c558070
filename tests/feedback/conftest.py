from __future__ import annotations

import pytest

from tests.cycles.made import NOW


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is NOW, five past two on Friday 20 November 2026, wherever Django asks."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
