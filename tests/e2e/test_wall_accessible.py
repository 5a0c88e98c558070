"""The wall for everybody who looks at it on a screen of their own: axe finds nothing, light or dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.awayday.walls import HELD_BACK, choosing, lesson, lobby, sealed
from tests.e2e.projector import projector
from tests.e2e.test_every_page import RULES

pytestmark = pytest.mark.e2e

WALLS = {
    "lobby": lobby(24, 18),
    "lessons": lesson("Ask first."),
    "choosing": choosing(24, 9, trio=True, said=HELD_BACK),
    "paused": choosing(24, 8, paused=True),
    "sealed": sealed(120),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, scheme: str) -> None:
    with projector(browser, color_scheme=scheme) as shown:
        for stage, wall in WALLS.items():
            page = shown.show(wall)
            for width, height in ((1920, 1080), (390, 844)):
                page.set_viewport_size({"width": width, "height": height})
                found = Axe().run(page, options=RULES).response["violations"]
                assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], (
                    f"{stage} at {width}"
                )
