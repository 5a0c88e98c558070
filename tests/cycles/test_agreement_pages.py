"""The pages of an agreement: read, worded, confirmed; two at once, afterwards, and nobody else's."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Agreement, Cycle
from cycles.rules.agreements import Answers
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words
from tests.cycles.pair_words import MINUTE, TRIO, end_pair, leave_trio, say_yes, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def standing(cast: Northmere, name: str = "Helen") -> dict[str, str]:
    with as_(cast, name):
        [one] = Agreement.objects.standing()
        return {field: getattr(one, field) for field in ("meeting", "confidence", "challenge", "trouble")}


def test_before_anything_is_written_the_page_says_what_it_is_for(northmere: Northmere, cycle: Cycle) -> None:
    page = signed_in(northmere, "Helen").get(f"{northmere.base}agreement/")
    assert (
        "How you and Priya work together You and Priya Write it down Nothing is written down yet."
        in words(page)
    )
    assert "When and where do we meet? A day, a time, a place or a call" in words(page)
    assert raw(page).count('class="btn"') == 1


def test_one_writes_both_agree(northmere: Northmere, cycle: Cycle) -> None:
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    form = helen.get(f"{northmere.base}agreement/change/")
    assert "Cycle 3, month 2 How we work together" in words(form)
    assert words(form).count("You and Priya") == 4
    assert "For example: The first Tuesday of the month at half past eight" in words(form)
    answer = helen.post(
        f"{northmere.base}agreement/change/",
        {**hidden(form), "meeting": "Tuesdays\r\nat ten", "trouble": "We say <so>."},
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{northmere.base}agreement/")
    page = priya.get(f"{northmere.base}agreement/")
    assert (
        "When and where do we meet? Tuesdays at ten What stays between us? Nothing yet. How do we challenge "
        "each other? Nothing yet. What do we do when it does not work? We say <so>. Who agrees You and Helen "
        "have still to agree. Written down by Helen on Friday 20 November. I agree with this Change it"
    ) in words(page)
    for client in (priya, helen):
        answer = client.post(
            f"{northmere.base}agreement/yes/", hidden(client.get(f"{northmere.base}agreement/"))
        )
        assert (answer.status_code, answer["Location"]) == (302, f"{northmere.base}agreement/")
    page = helen.get(f"{northmere.base}agreement/")
    assert "Who agrees You and Priya have agreed. Written down by you on Friday 20 November." in words(page)
    assert "I agree with this" not in words(page)


def test_a_yes_is_taken_back_by_a_press(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    client = signed_in(northmere, "Helen")
    assert "Take my yes back" in words(client.get(f"{northmere.base}agreement/"))
    page = words(client.post(f"{northmere.base}agreement/yes/deletion/", follow=True))
    assert "You and Priya have still to agree." in page
    assert "Take my yes back" not in page


@pytest.mark.parametrize("form", ["older", "empty", "nonsense"])
def test_a_yes_to_other_words_asks_to_read_again(northmere: Northmere, cycle: Cycle, form: str) -> None:
    client = signed_in(northmere, "Priya")
    first = write(northmere, cycle, "Helen", meeting="Tuesdays")
    seen = {"older": hidden(client.get(f"{northmere.base}agreement/")), "nonsense": {"agreement": "7"}}
    write(northmere, cycle, "Helen", seen=first, meeting="Fridays", at=NOW + MINUTE)
    page = words(client.post(f"{northmere.base}agreement/yes/", seen.get(form, {}), follow=True))
    assert "It has just been changed. Read it again before you agree." in page
    assert "Fridays" in page
    assert "You and Helen have still to agree." in page


def test_looking_changes_nothing(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    client = signed_in(northmere, "Priya")
    for path in ("agreement/", "agreement/change/", "cycles/3/agreement/"):
        assert client.get(northmere.base + path).status_code == 200
        assert client.head(northmere.base + path).status_code == 200
    for path in ("agreement/yes/", "agreement/yes/deletion/"):
        assert client.get(northmere.base + path).status_code == 405
    assert "You and Helen have still to agree." in words(client.get(f"{northmere.base}agreement/"))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"meeting": "  "}, "Write something under at least one of the four questions."),
        (
            {"meeting": "Kept", "trouble": "x" * 2001},
            "Keep this to 2,000 characters: one page is enough.",
        ),
    ],
)
def test_what_needs_putting_right_is_said_and_nothing_is_lost(
    northmere: Northmere, cycle: Cycle, typed: dict[str, str], error: str
) -> None:
    told = signed_in(northmere, "Helen").post(f"{northmere.base}agreement/change/", typed)
    assert told.status_code == 422
    assert words(told).count(error) == 2
    assert all(text in raw(told) for text in typed.values())
    with as_(northmere, "Helen"):
        assert not Agreement.objects.exists()


def test_of_two_who_write_at_once_the_second_sees_both(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays", confidence="Everything", challenge="Kindly")
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    address = f"{northmere.base}agreement/change/"
    seen = hidden(helen.get(address))
    priya.post(
        address,
        {**seen, "meeting": "<b>Fridays</b>", "confidence": "Nearly everything", "challenge": "Kindly"},
    )
    told = helen.post(
        address, {**seen, "meeting": "Mondays", "confidence": "Everything", "challenge": "Straight"}
    )
    assert told.status_code == 422
    assert (
        words(told).count("Priya changed this page meanwhile. Look at it as it is now, then save again.") == 1
    )
    assert words(told).count("Priya changed this answer meanwhile. Save again to keep your version.") == 2
    assert "<b>Fridays</b> What Priya wrote meanwhile" in words(told)
    assert words(told).count("What Priya wrote meanwhile") == 1
    for text in ("Mondays</textarea>", "Nearly everything</textarea>", "Straight</textarea>"):
        assert text in raw(told)
    assert standing(northmere)["meeting"] == "<b>Fridays</b>"
    again = helen.post(
        address,
        {**hidden(told), "meeting": "Mondays", "confidence": "Nearly everything", "challenge": "Straight"},
    )
    assert again.status_code == 302
    assert standing(northmere, "Priya") == {
        "meeting": "Mondays",
        "confidence": "Nearly everything",
        "challenge": "Straight",
        "trouble": "",
    }


def test_of_two_who_begin_at_once_the_second_sees_both(northmere: Northmere, cycle: Cycle) -> None:
    helen = signed_in(northmere, "Helen")
    address = f"{northmere.base}agreement/change/"
    seen = hidden(helen.get(address))
    write(northmere, cycle, "Priya", trouble="We say so.")
    told = helen.post(address, {**seen, "meeting": "Tuesdays"})
    assert told.status_code == 422
    assert "One thing needs putting right Priya changed this page meanwhile." in words(told)
    assert "Tuesdays</textarea>" in raw(told)
    assert "We say so.</textarea>" in raw(told)


def test_changed_on_another_device_it_is_ones_own(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}agreement/change/"
    seen = hidden(client.get(address))
    client.post(address, {**seen, "meeting": "From the laptop"})
    told = words(client.post(address, {**seen, "meeting": "From the phone"}))
    assert "You changed this page meanwhile." in told
    assert "From the laptop What you saved elsewhere meanwhile" in told


def test_a_form_sent_twice_is_saved_once(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    address = f"{northmere.base}agreement/change/"
    form = {**hidden(client.get(address)), "meeting": "Tuesdays"}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    with as_(northmere, "Helen"):
        assert Agreement.objects.count() == 1


@pytest.mark.parametrize("over", ["ended", "closed"])
def test_without_a_pair_there_is_nothing_to_write_and_what_was_typed_is_given_back(
    northmere: Northmere, cycle: Cycle, over: str
) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Helen")
    if over == "ended":
        end_pair(northmere, cycle, "Helen")
    else:
        with scope(organisation=northmere.organisation.pk):
            go_to(cycle, "closed", closed_at=NOW)
    client = signed_in(northmere, "Priya")
    page = client.get(f"{northmere.base}agreement/")
    assert "You have no partner just now" in words(page)
    assert "From other pairs Cycle 3, with Helen" in words(page)
    late = client.post(
        f"{northmere.base}agreement/change/", {"meeting": "Typed <late>", "trouble": "And this"}
    )
    assert late.status_code == 409
    assert "Copy it from here if you want to keep it. Typed <late> And this" in words(late)
    assert client.get(f"{northmere.base}agreement/change/").status_code == 302
    for path in ("agreement/yes/", "agreement/yes/deletion/"):
        assert client.post(northmere.base + path).status_code == 302
    past = words(client.get(f"{northmere.base}cycles/3/agreement/"))
    why = {
        "ended": "This pair has ended. What was written stays here for you to read.",
        "closed": "Cycle 3 is over, so this can be read but not changed.",
    }[over]
    assert f"With Helen You and Helen {why} When and where do we meet? Tuesdays" in past
    assert "Helen agreed. You had still to agree." in past


def test_an_ex_partner_sees_nothing_that_came_later(northmere: Northmere) -> None:
    """A trio goes on as two; the wording that the third knew stays, what was said of it later does not."""
    trio = make_cycle(northmere, pairs=TRIO)
    first = write(northmere, trio, "Joanna", meeting="Tuesdays")
    leave_trio(northmere, trio, "Joanna", NOW + MINUTE)
    say_yes(northmere, trio, "Priya", at=NOW + 2 * MINUTE)
    write(northmere, trio, "Helen", seen=first, meeting="canary-later", at=NOW + 3 * MINUTE)
    page = words(signed_in(northmere, "Joanna").get(f"{northmere.base}cycles/1/agreement/"))
    assert "Tuesdays" in page
    assert "You, Helen and Priya had still to agree." in page
    assert "canary" not in page


def test_a_cycle_one_was_in_no_pair_of(northmere: Northmere, cycle: Cycle) -> None:
    page = signed_in(northmere, "Siobhan").get(f"{northmere.base}cycles/3/agreement/")
    assert (page.status_code, "You were in no pair In cycle 3" in words(page)) == (200, True)
    assert signed_in(northmere, "Siobhan").get(f"{northmere.base}cycles/9/agreement/").status_code == 404


def test_a_draft_is_not_there_yet(northmere: Northmere) -> None:
    make_cycle(northmere, number=1, stage="draft")
    assert signed_in(northmere, "Helen").get(f"{northmere.base}cycles/1/agreement/").status_code == 404


WRITTEN = {field: f"canary-{field}" for field in ("meeting", "confidence", "challenge", "trouble")}


@pytest.mark.parametrize("name", ["Amara", "Siobhan", "facilitator", "sponsor", "administrator"])
def test_nobody_else_reads_it(northmere: Northmere, cycle: Cycle, name: str) -> None:
    first = write(northmere, cycle, "Helen", answers=Answers(**WRITTEN))
    helen = signed_in(northmere, "Helen").get(f"{northmere.base}agreement/")
    assert all(text in raw(helen) for text in WRITTEN.values())
    client = signed_in(northmere, name)
    for path in (
        "",
        "agreement/",
        "agreement/change/",
        "cycles/3/agreement/",
        "cycle/",
        "pairs/",
        "sessions/",
    ):
        assert "canary" not in raw(client.get(northmere.base + path, follow=True))
    client.post(f"{northmere.base}agreement/yes/", {"agreement": first.pk})
    client.post(f"{northmere.base}agreement/change/", {"seen": first.pk, "meeting": "Mine"})
    assert standing(northmere) == WRITTEN


def test_titles_and_messages_carry_no_words_of_it(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    page = raw(client.post(f"{northmere.base}agreement/change/", WRITTEN, follow=True))
    assert "canary" not in page.partition("</head>")[0]
    assert "<title>How we work together – Coaching Pairs</title>" in page
    assert "canary" not in str(dict(client.session))


def test_another_organisation_has_no_such_page(northmere: Northmere, cycle: Cycle) -> None:
    base = northmere.base.replace("/o/northmere/", f"/o/{uuid.uuid4().hex[:8]}/")
    for path in ("agreement/", "agreement/change/", "cycles/3/agreement/"):
        assert signed_in(northmere, "Helen").get(base + path).status_code == 404


def queries(slug: str, path: str, *, earlier: int, wordings: int) -> int:
    """Of a page of the third cycle, after so many earlier pairs and so many wordings."""
    cast = make_northmere(slug)
    for number, partner in list(enumerate(["Amara", "Idris"], start=1))[2 - earlier :]:
        make_cycle(
            cast, number=number, starts_on=D(2025, 5 * number, 1), stage="closed", pairs=(("Helen", partner),)
        )
    cycle = make_cycle(cast, number=3, pairs=TRIO[:1])
    stands = None
    for number in range(wordings):
        stands = write(cast, cycle, "Priya", seen=stands, meeting=f"Day {number}", at=NOW + number * MINUTE)
    for name in ("Helen", "Priya", "Joanna")[:wordings]:
        say_yes(cast, cycle, name)
    client = signed_in(cast, "Helen")
    with CaptureQueriesContext(connection) as counted:
        assert client.get(cast.base + path).status_code == 200
    return len(counted)


@pytest.mark.parametrize("path", ["agreement/", "cycles/3/agreement/"])
def test_queries_do_not_grow_with_wordings_and_pairs(db: None, path: str) -> None:
    few = queries("northmere", path, earlier=1, wordings=1)
    assert queries("southmere", path, earlier=2, wordings=5) == few
