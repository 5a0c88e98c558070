"""The pages of strengths: given, read behind a press, changed, taken out; and nobody else's."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Strength, StrengthsRead
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words
from tests.cycles.pair_words import MINUTE, TRIO, end_pair, give, leave_trio, read_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
HTMX = {"HX-Request": "true"}
EMPTY = "Nothing yet. You are told when there is something to read."


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def page_of(cast: Northmere) -> str:
    return f"{cast.base}strengths/"


def tell(client: Client, cast: Northmere, about: str, text: str, **also: Any) -> Any:
    return client.post(page_of(cast), {"about": cast.leader(about).pk, "text": text}, **also)


def texts(cast: Northmere, name: str) -> list[str]:
    with as_(cast, name):
        return [one.text for one in Strength.objects.all()]


def reading(cast: Northmere, author: str) -> str:
    return f"{page_of(cast)}from/{cast.leader(author).pk}/reading/"


def test_one_tells_the_other_reads(northmere: Northmere, cycle: Cycle) -> None:
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    page = helen.get(page_of(northmere))
    assert f"What Priya rates in you You and Priya {EMPTY} What you rate in Priya You and Priya" in words(
        page
    )
    assert (
        "Add what you rate in Priya You and Priya Something specific that you have seen with your own eyes: "
        "“When …, I saw you …” Examples"
    ) in words(page)
    assert raw(page).count('class="btn"') == 1
    answer = helen.post(page_of(northmere), {**hidden(page), "text": "When it burned,\r\nI saw you <smile>."})
    assert answer.status_code == 302
    assert answer["Location"] == f"{page_of(northmere)}#to-{northmere.leader('Priya').pk}"
    after = words(helen.get(page_of(northmere)))
    assert "Priya can read it now." in after
    assert "What you rate in Priya You and Priya When it burned, I saw you <smile>. Change number 1" in after
    waiting = priya.get(page_of(northmere))
    assert "Helen has written something for you. Read what Helen rates in you" in words(waiting)
    assert "burned" not in raw(waiting)
    assert raw(waiting).count('class="btn"') == 1
    shown = priya.post(reading(northmere, "Helen"))
    assert shown["Location"] == f"{page_of(northmere)}#from-{northmere.leader('Helen').pk}"
    assert "What Helen rates in you You and Helen When it burned, I saw you <smile>." in words(
        priya.get(page_of(northmere))
    )


def test_what_is_new_stands_behind_a_press_again(northmere: Northmere, cycle: Cycle) -> None:
    give(northmere, cycle, "Helen", "Priya", "Calm")
    read_from(northmere, cycle, "Priya", "Helen")
    give(northmere, cycle, "Helen", "Priya", "Fair", NOW + MINUTE)
    priya = signed_in(northmere, "Priya")
    page = words(priya.get(page_of(northmere)))
    assert "Calm Helen has written something new for you." in page
    assert "Fair" not in page
    assert "Calm Fair" in words(priya.post(reading(northmere, "Helen"), follow=True))


def test_looking_changes_nothing(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    priya = signed_in(northmere, "Priya")
    for _ in range(3):
        assert priya.get(page_of(northmere)).status_code == 200
        assert priya.head(page_of(northmere)).status_code == 200
        assert priya.get(f"{northmere.base}cycles/3/strengths/").status_code == 200
    assert priya.get(reading(northmere, "Helen")).status_code == 405
    assert (
        signed_in(northmere, "Helen").get(f"{page_of(northmere)}{strength.pk}/deletion/").status_code == 405
    )
    with as_(northmere, "Priya"):
        assert not StrengthsRead.objects.exists()
    past = words(priya.get(f"{northmere.base}cycles/3/strengths/"))
    assert "There is something on the page of your pair that you have not read yet." in past
    assert "Calm" not in past


def test_with_htmx_the_part_that_was_sent_comes_back(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    added = tell(helen, northmere, "Priya", "Calm", headers=HTMX)
    refused = tell(helen, northmere, "Priya", "", headers=HTMX)
    start = f'<section class="stack" id="to-{northmere.leader("Priya").pk}"'
    for part, status in ((added, 200), (refused, 422)):
        assert part.status_code == status
        assert raw(part).strip().startswith(start)
        assert "<html" not in raw(part)
    assert "Priya can read it now. Calm Change number 1" in words(added)
    assert words(refused).count("Write down something you have seen, in a sentence or two.") == 2


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (" \r\n", "Write down something you have seen, in a sentence or two."),
        ("x" * 301, "Make it 300 characters at most; it has 301 now."),
    ],
)
def test_what_needs_putting_right_is_said_beside_it(
    northmere: Northmere, cycle: Cycle, text: str, error: str
) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    helen = signed_in(northmere, "Helen")
    for told in (
        tell(helen, northmere, "Priya", text),
        helen.post(f"{page_of(northmere)}{strength.pk}/", {"text": text}),
    ):
        assert told.status_code == 422
        assert words(told).count(error) == 2
        assert text.strip() in raw(told)
    assert texts(northmere, "Helen") == ["Calm"]


def test_twelve_fill_the_list(northmere: Northmere, cycle: Cycle) -> None:
    for number in range(11):
        give(northmere, cycle, "Helen", "Priya", f"Reason {number}")
    helen = signed_in(northmere, "Helen")
    page = words(tell(helen, northmere, "Priya", "Reason 11", follow=True))
    assert "That makes twelve. Take one out before you add another." in page
    assert "Tell Priya" not in page
    late = tell(helen, northmere, "Priya", "Reason 12")
    assert late.status_code == 422
    assert len(texts(northmere, "Helen")) == 12


@pytest.mark.parametrize("about", ["Amara", "Helen", ""])
def test_of_somebody_who_is_no_partner_nothing_is_kept_and_what_was_typed_given_back(
    northmere: Northmere, cycle: Cycle, about: str
) -> None:
    helen = signed_in(northmere, "Helen")
    whom = northmere.leader(about).pk if about else ""
    told = helen.post(page_of(northmere), {"about": whom, "text": "Typed <late>"})
    assert told.status_code == 409
    assert "Copy it from here if you want to keep it. Typed <late>" in words(told)
    assert texts(northmere, "Helen") == []


def test_with_htmx_too_what_was_typed_is_given_back(northmere: Northmere, cycle: Cycle) -> None:
    """HTMX swaps a 422 and no 409, and what comes is a whole page."""
    told = tell(signed_in(northmere, "Helen"), northmere, "Amara", "Typed late", headers=HTMX)
    assert (told.status_code, told["HX-Retarget"], told["HX-Reswap"]) == (422, "body", "innerHTML")
    assert "Copy it from here if you want to keep it. Typed late" in words(told)


def test_the_same_form_twice_is_one(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    assert [tell(helen, northmere, "Priya", "Calm").status_code for _ in range(2)] == [302, 302]
    assert texts(northmere, "Helen") == ["Calm"]


def test_ones_own_is_put_into_other_words(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    helen = signed_in(northmere, "Helen")
    address = f"{page_of(northmere)}{strength.pk}/"
    form = helen.get(address)
    assert "What you rate in Priya You and Priya Something specific" in words(form)
    assert "Calm</textarea>" in raw(form)
    answer = helen.post(address, {**hidden(form), "text": "Calm under fire"}, follow=True)
    assert "Your change is saved." in words(answer)
    assert texts(northmere, "Helen") == ["Calm under fire"]


def test_changed_on_two_devices_both_are_shown(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    helen = signed_in(northmere, "Helen")
    address = f"{page_of(northmere)}{strength.pk}/"
    seen = hidden(helen.get(address))
    helen.post(address, {**seen, "text": "From the <laptop>"})
    told = helen.post(address, {**seen, "text": "From the phone"})
    assert told.status_code == 422
    assert words(told).count("You changed this meanwhile. Save again to keep this version.") == 2
    assert "From the <laptop> What you saved elsewhere meanwhile" in words(told)
    assert "From the phone</textarea>" in raw(told)
    again = helen.post(address, {**hidden(told), "text": "From both"})
    assert again.status_code == 302
    assert texts(northmere, "Helen") == ["From both"]


def test_taking_out_takes_two_presses(northmere: Northmere, cycle: Cycle) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    helen = signed_in(northmere, "Helen")
    address = f"{page_of(northmere)}{strength.pk}/"
    assert (
        "Take it out for both of you? Priya can no longer read it then, and it cannot be brought back."
    ) in words(helen.get(address))
    gone = helen.post(f"{address}deletion/", follow=True)
    assert "It is taken out, and Priya can no longer read it." in words(gone)
    assert texts(northmere, "Helen") == []


@pytest.mark.parametrize("name", ["Priya", "Amara"])
@pytest.mark.parametrize("verb", ["", "deletion/"])
def test_what_another_wrote_is_not_there_to_change(
    northmere: Northmere, cycle: Cycle, name: str, verb: str
) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    client = signed_in(northmere, name)
    theirs = client.post(f"{page_of(northmere)}{strength.pk}/{verb}", {"text": "Mine"})
    none = client.post(f"{page_of(northmere)}{uuid.uuid4()}/{verb}", {"text": "Mine"})
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert words(theirs) == words(none)
    assert texts(northmere, "Helen") == ["Calm"]


def test_reading_from_somebody_who_is_no_partner(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    told = helen.post(reading(northmere, "Amara"), follow=True)
    assert "You and Amara are not partners at the moment." in words(told)
    assert helen.post(f"{page_of(northmere)}from/{uuid.uuid4()}/reading/").status_code == 404


def test_a_trio_has_a_part_for_each_partner(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    give(northmere, cycle, "Priya", "Helen", "Calm")
    helen = signed_in(northmere, "Helen")
    page = helen.get(page_of(northmere))
    shown = words(page)
    assert f"What Joanna rates in you You and Joanna {EMPTY}" in shown
    assert "What Priya rates in you You and Priya Priya has written something for you." in shown
    assert "You, Joanna and Priya" not in shown
    assert raw(page).count('class="btn"') == 1
    told = tell(helen, northmere, "Priya", "")
    assert words(told).count("Write down something you have seen, in a sentence or two.") == 2
    assert texts(northmere, "Joanna") == []


def test_what_was_said_with_one_who_left_a_trio_stays_in_reach(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, number=3, pairs=TRIO)
    give(northmere, cycle, "Joanna", "Helen", "Calm")
    leave_trio(northmere, cycle, "Joanna", NOW + MINUTE)
    helen = signed_in(northmere, "Helen")
    page = helen.get(page_of(northmere))
    assert "Joanna rates" not in words(page)
    assert f'href="{northmere.base}cycles/3/strengths/"' in raw(page)
    assert "Cycle 3, with Joanna and Priya" in words(page)
    assert "What Joanna rated in you You and Joanna Calm" in words(
        helen.get(f"{northmere.base}cycles/3/strengths/")
    )


@pytest.mark.parametrize("over", ["ended", "closed"])
def test_afterwards_both_read_what_was_said_and_nothing_is_added(
    northmere: Northmere, cycle: Cycle, over: str
) -> None:
    mine = give(northmere, cycle, "Priya", "Helen", "Quick")
    give(northmere, cycle, "Helen", "Priya", "Calm")
    if over == "ended":
        end_pair(northmere, cycle, "Helen", NOW + MINUTE)
    else:
        with scope(organisation=northmere.organisation.pk):
            go_to(cycle, "closed", closed_at=NOW)
    priya = signed_in(northmere, "Priya")
    page = words(priya.get(page_of(northmere)))
    assert "You have no partner just now" in page
    assert "From other pairs Cycle 3, with Helen" in page
    past = words(priya.get(f"{northmere.base}cycles/3/strengths/"))
    assert "What Helen rated in you You and Helen Calm What you rated in Helen You and Helen Quick" in past
    late = tell(priya, northmere, "Helen", "Typed late")
    assert (late.status_code, "Typed late" in words(late)) == (409, True)
    address = f"{page_of(northmere)}{mine.pk}/"
    assert priya.get(address)["Location"] == f"{northmere.base}cycles/3/strengths/"
    changed = priya.post(address, {"text": "Typed late"})
    assert (changed.status_code, "Typed late</textarea>" in raw(changed)) == (422, True)
    why = {"ended": "This pair has ended.", "closed": "Cycle 3 is over, so this can be read but not changed."}
    assert why[over] in words(changed)
    assert why[over] in words(priya.post(f"{address}deletion/", follow=True))
    assert "You and Helen are not partners at the moment." in words(
        priya.post(reading(northmere, "Helen"), follow=True)
    )
    assert sorted(texts(northmere, "Priya")) == ["Calm", "Quick"]


def test_once_they_have_parted_nothing_is_changed_that_the_other_reads(
    northmere: Northmere, cycle: Cycle
) -> None:
    strength = give(northmere, cycle, "Helen", "Priya", "Calm")
    end_pair(northmere, cycle, "Helen", NOW + MINUTE)
    with as_(northmere, "Helen"):
        held = Strength.objects.get(pk=strength.pk)
        held.text, held.changed_at = "canary-later", NOW + 2 * MINUTE
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            held.save()
    page = raw(signed_in(northmere, "Priya").get(f"{northmere.base}cycles/3/strengths/"))
    assert "canary" not in page
    assert "Calm" in page


@pytest.mark.parametrize("name", ["Amara", "Siobhan", "facilitator", "sponsor", "administrator"])
def test_nobody_else_reads_it(northmere: Northmere, cycle: Cycle, name: str) -> None:
    give(northmere, cycle, "Helen", "Priya", "canary-strength")
    assert "canary" in raw(signed_in(northmere, "Helen").get(page_of(northmere)))
    client = signed_in(northmere, name)
    for path in ("", "strengths/", "cycles/3/strengths/", "cycle/", "pairs/", "sessions/"):
        assert "canary" not in raw(client.get(northmere.base + path, follow=True))
    for author in ("Helen", "Priya"):
        assert "canary" not in raw(client.post(reading(northmere, author), follow=True))
    assert texts(northmere, "Helen") == ["canary-strength"]


def test_the_third_of_a_trio_does_not_read_what_is_between_the_others(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    give(northmere, cycle, "Helen", "Priya", "canary-strength")
    joanna = signed_in(northmere, "Joanna")
    for path in ("strengths/", "cycles/1/strengths/"):
        assert "canary" not in raw(joanna.get(northmere.base + path))
    assert "canary" not in raw(joanna.post(reading(northmere, "Helen"), follow=True))


def test_titles_and_messages_carry_no_words_of_it(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    page = raw(tell(helen, northmere, "Priya", "canary-strength", follow=True))
    assert "<title>Strengths – Coaching Pairs</title>" in page
    assert "canary" not in page.partition("</head>")[0]
    assert "canary" not in str(dict(helen.session))


def queries(slug: str, path: str, *, earlier: int, many: int) -> int:
    """Of a page of the third cycle, after so many earlier pairs, with so many strengths each way."""
    cast = make_northmere(slug)
    for number, partner in list(enumerate(["Amara", "Idris"], start=1))[2 - earlier :]:
        make_cycle(
            cast, number=number, starts_on=D(2025, 5 * number, 1), stage="closed", pairs=(("Helen", partner),)
        )
    cycle = make_cycle(cast, number=3, pairs=TRIO[:1])
    for number in range(many):
        give(cast, cycle, "Helen", "Priya", f"Reason {number}")
        give(cast, cycle, "Priya", "Helen", f"Reason {number}")
    read_from(cast, cycle, "Helen", "Priya")
    client = signed_in(cast, "Helen")
    with CaptureQueriesContext(connection) as counted:
        assert client.get(cast.base + path).status_code == 200
    return len(counted)


@pytest.mark.parametrize("path", ["strengths/", "cycles/3/strengths/"])
def test_queries_do_not_grow_with_strengths_and_pairs(db: None, path: str) -> None:
    few = queries("northmere", path, earlier=1, many=1)
    assert queries("southmere", path, earlier=2, many=6) == few
