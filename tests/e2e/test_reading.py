"""Reading what colleagues say in a real browser: read once it was on the screen, shared on the spot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from feedback.models import Reading
from tests.cast import make_northmere
from tests.cycles.past_services import signed_in
from tests.e2e.conftest import Opener
from tests.e2e.focus import expect_focus
from tests.feedback.answers_in import answers_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def test_it_counts_as_read_once_its_end_was_on_the_screen(open_as: Opener) -> None:
    world = answers_in(make_northmere())
    page = open_as(world.cast.person("Helen"), phone=True)
    page.goto(world.page())
    expect(page.get_by_text("Two answers are new to you")).to_be_visible()
    page.get_by_role("button", name="I have read them").scroll_into_view_if_needed()
    expect(page.get_by_text("You have read everything so far.")).to_be_visible()
    with signed_in(world.cast, "Helen"):
        assert Reading.objects.get(asking=world.asking).read_at == world.at["Amara"]
    page.reload()
    expect(page.get_by_text("new to you")).to_have_count(0)


def test_shared_and_taken_back_where_one_is(open_as: Opener) -> None:
    world = answers_in(make_northmere())
    helen, priya = open_as(world.cast.person("Helen")), open_as(world.cast.person("Priya"))
    helen.goto(world.page())
    row = helen.locator(f"#share-{world.answer_id('Joanna')}")
    row.get_by_role("button", name="Share with Priya").click()
    expect(row).to_contain_text("You and Priya")
    expect_focus(row.get_by_role("button", name="Take it back"))
    priya.goto(f"{world.cast.base}sessions/new/")
    priya.get_by_text("What Joanna said to Helen’s question").click()
    expect(priya.get_by_text("Deadlines, before that one")).to_be_visible()
    row.get_by_role("button", name="Take it back").click()
    expect(row).to_contain_text("Only you")
    priya.reload()
    expect(priya.get_by_text("To talk over")).to_have_count(0)


def test_without_script_a_press_does_the_same(open_as: Opener) -> None:
    world = answers_in(make_northmere())
    page = open_as(world.cast.person("Helen"), script=False)
    page.goto(world.page())
    page.get_by_role("button", name="I have read them").click()
    expect(page.get_by_text("new to you")).to_have_count(0)
    page.locator(f"#share-{world.answer_id('Amara')}").get_by_role("button").click()
    expect(page.get_by_text("Your partner can read what Amara said.")).to_be_visible()
    page.get_by_label("A note to yourself").fill("Ask Joanna")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_label("A note to yourself")).to_have_value("Ask Joanna")
