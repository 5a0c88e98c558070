"""A pair that does not go on, as the two and a colleague who is free see it; and what one takes along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Pair, PairMember, TargetWording
from pairing.models import Proposal
from tests.cycles.hands import as_
from tests.cycles.made import log, pair_of
from tests.cycles.paper import weasyprint
from tests.cycles.targeted import LISTEN, begin
from tests.e2e.screens import Screens
from tests.e2e.the_months import TheMonths, headed, press, says_done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

PARTED = (
    "You and {name} are no longer a pair for this cycle. Your notes stay yours. "
    "Somebody else is free as well."
)
LATER = "Saying no to the seventh meeting of a day"


def test_a_pair_ends_quietly(screens: Screens) -> None:
    months = TheMonths(screens)
    begin(months.cast, "Helen", months.cycle, at=timezone.now())
    helen, priya, joanna = months.on_phone("Helen"), months.at_desk("Priya"), months.on_phone("Joanna")
    end_it(months, helen)
    expect(months.next_step(helen)).to_contain_text(PARTED.format(name="Priya"))
    expect(months.next_step(priya)).to_contain_text(PARTED.format(name="Helen"))

    months.take_next_step(priya, "You can choose a partner", "See who is free")
    expect(priya.locator("#can-count")).to_have_text("1 person")
    press(priya, "Ask Joanna Clarke")
    headed(priya, "You have asked Joanna Clarke")
    months.take_next_step(joanna, "Somebody would like to pair with you", "See who asks")
    press(joanna, "Yes, pair with Priya")
    headed(joanna, "You and Priya are a pair")
    with scope(organisation=months.cast.organisation.pk):
        together = PairMember.objects.filter(pair=pair_of(months.cycle, months.cast.leader("Joanna")))
        assert {one.leader.called for one in together} == {"Joanna", "Priya"}
        assert Proposal.objects.get(addressee=months.cast.leader("Joanna")).state == "accepted"
    one_goes_on_alone(months, helen, priya)


def end_it(months: TheMonths, helen: Page) -> None:
    """Two presses, and a question in between; neither asks for a reason."""
    helen.get_by_role("link", name="Choosing").first.click()
    helen.get_by_role("link", name="End this pair").click()
    headed(helen, "End the pair with Priya?")
    expect(helen.locator("main").get_by_role("textbox")).to_have_count(0)
    with scope(organisation=months.cast.organisation.pk):
        assert Pair.objects.exclude(ended_at=None).count() == 0
    press(helen, "Yes, end our pair")
    says_done(helen, "It has ended. Your notes stay yours.")
    with scope(organisation=months.cast.organisation.pk):
        ended = Pair.objects.exclude(ended_at=None).get()
        assert PairMember.objects.filter(pair=ended, left_at=ended.ended_at).count() == 2
        told = OutgoingMail.objects.filter(kind="pair-ended").values_list("recipient_id", flat=True)
        assert set(told) == {months.cast.leader("Helen").pk, months.cast.leader("Priya").pk}


def one_goes_on_alone(months: TheMonths, helen: Page, priya: Page) -> None:
    """What Helen words anew is hers alone; Priya reads what stood when they parted."""
    helen.get_by_role("link", name="Targets").first.click()
    helen.get_by_role("link", name=LISTEN.behaviour).click()
    helen.get_by_role("link", name="Change the words").click()
    helen.get_by_label("The behaviour").fill(LATER)
    # Straight from the field: the hint that is asked for on leaving it must not swallow the press.
    press(helen, "Save the words")
    headed(helen, LATER)
    with as_(months.cast, "Priya"):
        assert [one.behaviour for one in TargetWording.objects.all()] == [LISTEN.behaviour]
    months.next_step(priya)
    priya.get_by_role("link", name="Targets").first.click()
    assert LATER not in priya.content()
    priya.get_by_role("link", name=LISTEN.behaviour).click()
    headed(priya, LISTEN.behaviour)
    assert LATER not in priya.content()


def test_the_record_is_taken_along(screens: Screens) -> None:
    months, now = TheMonths(screens), timezone.now()
    begin(months.cast, "Helen", months.cycle, at=now)
    log(
        months.cast,
        months.cycle,
        "Helen",
        months.today,
        pair_note="Ours to remember",
        private_note="Mine alone",
        at=now,
    )
    helen = months.on_phone("Helen")
    helen.get_by_role("link", name="Your record").click()
    headed(helen, "My record")
    for text in (LISTEN.behaviour, "Ours to remember", "Mine alone"):
        expect(helen.get_by_text(text)).to_be_visible()

    data = json.loads(taken(helen, "Keep it as data (JSON)").read_text(encoding="utf-8"))
    (cycle,) = data["cycles"]
    assert [one["behaviour"] for one in cycle["targets"]] == [LISTEN.behaviour]
    (session,) = cycle["pairs"][0]["sessions"]
    assert (session["pair_note"], session["private_note"]) == ("Ours to remember", "Mine alone")

    weasyprint()
    assert taken(helen, "Keep it as a PDF").read_bytes().startswith(b"%PDF-")


def taken(page: Page, name: str) -> Path:
    """The file that a press on this link brings."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    return Path(coming.value.path())
