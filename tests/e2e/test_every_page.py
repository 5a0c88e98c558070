"""Every page that the people of the demo can reach: readable by everybody, on any screen, nothing refused.

The opener itself fails a test in whose pages the browser reported an error: a blocked script or style, a
missing file, an exception.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from coachingpairs.demo.organisations import build
from teams.models import Person
from tests.e2e.conftest import Opener

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
NOT_PAGES = ("/demo/", ".pdf", ".ics", ".json", "/static/")
CAST = {
    "helen.armitage@northmere.example": {
        "cycles:home",
        "cycles:sessions",
        "cycles:session",
        "cycles:new_session",
        "cycles:plan",
        "cycles:agreement",
        "cycles:change_agreement",
        "cycles:strengths",
        "cycles:targets",
        "cycles:target",
        "cycles:target_wording",
        "cycles:new_try_out",
        "cycles:lessons",
        "cycles:new_lesson",
        "cycles:guide",
        "cycles:guide_page",
        "cycles:reminders",
        "cycles:record",
        "pairing:end_own_pair",
        "feedback:feedback",
        "feedback:asking",
        "feedback:add_colleague",
        "feedback:move_date",
        "feedback:nudge",
        "feedback:close",
        "feedback:new_link",
        "feedback:decide",
        "feedback:decide_reword",
        "feedback:decide_replace",
        "feedback:give",
        "feedback:give_decline",
    },
    "amara.okafor@northmere.example": {"feedback:ask", "feedback:asking", "feedback:thank"},
    "esther@boateng-coaching.example": {
        "places",
        "teams:organisation",
        "teams:roster",
        "cycles:overview",
        "feedback:others_by_email",
        "awayday:plan",
    },
    "maggie.thornton@northmere.example": {
        "cycles:home",
        "cycles:overview",
        "cycles:new_cycle",
        "teams:roster",
    },
    "ada.mirza@northmere.example": {"teams:people", "teams:leader", "teams:roster_import", "teams:function"},
    "lowri.pritchard@harbourarts.example": {
        "pairing:room",
        "pairing:seal",
        "pairing:board",
        "pairing:choosing",
        "pairing:what_if",
        "pairing:suggest",
    },
    "imogen.hartley@harbourarts.example": {
        "pairing:choosing",
        "pairing:shortlist",
        "pairing:help",
        "cycles:pairs",
    },
}
FROM_MAIL = {
    "helen.armitage@northmere.example": {"cycles:met": "/o/northmere/t/leadership-team/sessions/met/"},
}
"""Pages that no other leads to on an ordinary day."""


def own_links(page: Page) -> list[str]:
    addresses: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    here = urlsplit(page.url).netloc
    paths = [urlsplit(address).path for address in addresses if urlsplit(address).netloc == here]
    return [path for path in paths if not any(part in path for part in NOT_PAGES)]


def name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def walk(page: Page, start: str) -> dict[str, str]:
    """One address for each kind of page that can be reached by links from the start."""
    found: dict[str, str] = {}
    waiting, known = [start], {name_of(start)}
    while waiting:
        path = waiting.pop()
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        found.setdefault(name_of(urlsplit(page.url).path), path)
        for link in own_links(page):
            if name_of(link) not in known:
                known.add(name_of(link))
                waiting.append(link)
    return found


def look_at(page: Page, path: str, *, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    # What a bar at the foot of the screen lies over can be scrolled to; axe does not scroll.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    return complaints_about(page, path)


def complaints_about(page: Page, name: str) -> list[str]:
    """What of the page as it stands not everybody could read or reach."""
    width = page.evaluate("window.innerWidth")
    complaints = [
        f"{name} at {width}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        complaints.append(f"{name} scrolls sideways at {width}")
    return complaints


def test_pages_are_accessible_and_fit(open_as: Opener) -> None:
    build()
    seen: set[tuple[str, str]] = set()
    complaints = []
    for address, expected in CAST.items():
        person = Person.objects.get(email=address)
        light, dark = open_as(person), open_as(person, dark=True)
        found = walk(light, "/")
        assert expected <= set(found), sorted(found)
        for name, path in {**found, **FROM_MAIL.get(address, {})}.items():
            complaints += look_at(light, path, width=320)
            if (name, light.title()) in seen:
                continue
            seen.add((name, light.title()))
            complaints += look_at(dark, path, width=1280)
        kept = light.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert "<" not in kept
    assert complaints == []


def test_signing_out_leaves_nothing_behind(open_as: Opener) -> None:
    build()
    page = open_as(Person.objects.get(email="helen.armitage@northmere.example"))
    page.goto("/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email")).to_be_visible()
    page.go_back()
    assert "Helen" not in page.locator("body").inner_text()
    assert "Priya" not in page.locator("body").inner_text()
