"""The page of the house: facilitators write it, the team reads it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import HousePage
from cycles.services.house_pages import (
    ChangedMeanwhile,
    delete_house_page,
    house_page_of,
    seen_as,
    write_house_page,
)
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import hidden, raw, signed_in, words

pytestmark = pytest.mark.django_db
TITLE, TEXT = "Rooms and times", "Mornings are best.\n\n- Room 4\n- https://rooms.example/book"


def write(cast: Northmere, title: str = TITLE, text: str = TEXT, seen: str | None = None) -> HousePage:
    """As the facilitator who sees the page as it is, unless ``seen`` says what they saw."""
    with scope(organisation=cast.organisation.pk, person=cast.facilitator.pk):
        shown = seen_as(house_page_of(cast.team)) if seen is None else seen
        return write_house_page(
            team=cast.team, title=title, text=text, seen=shown, by=cast.facilitator, at=NOW
        )


def kept(cast: Northmere) -> list[tuple[str, str]]:
    with scope(organisation=cast.organisation.pk):
        return list(HousePage.objects.values_list("title", "text"))


def trail(cast: Northmere) -> list[AuditEntry]:
    with scope(organisation=cast.organisation.pk):
        return list(AuditEntry.objects.filter(verb__startswith="house page").order_by("at"))


def post(cast: Northmere, path: str = "guide/house/text/", **data: Any) -> Any:
    client = signed_in(cast, "facilitator")
    address = cast.base + path
    shown = hidden(client.get(address)) if path.endswith("text/") else {}
    return client.post(address, {**shown, "title": TITLE, "text": TEXT, **data})


def test_a_facilitator_adds_the_page_and_the_team_reads_it(northmere: Northmere) -> None:
    answer = post(northmere, text=TEXT.replace("\n", "\r\n") + "\r\n")
    assert (answer.status_code, answer["Location"]) == (302, f"{northmere.base}guide/house/")
    assert kept(northmere) == [(TITLE, TEXT)]
    for name in ("Helen", "sponsor", "administrator", "facilitator"):
        client = signed_in(northmere, name)
        contents, page = client.get(f"{northmere.base}guide/"), client.get(f"{northmere.base}guide/house/")
        assert "In our house Rooms and times" in words(contents)
        assert "Guide Rooms and times Written by the facilitators for Leadership team" in words(page)
        assert "<p>Mornings are best.</p><ul><li>Room 4</li><li>" in raw(page)
        assert '<a href="https://rooms.example/book" rel="noopener noreferrer">' in raw(page)
        assert ("Change this page" in words(page)) is (name == "facilitator")


def test_before_there_is_one_only_facilitators_are_asked_for_it(northmere: Northmere) -> None:
    for name in ("Helen", "sponsor", "administrator"):
        client = signed_in(northmere, name)
        assert "In our house" not in words(client.get(f"{northmere.base}guide/"))
        assert client.get(f"{northmere.base}guide/house/").status_code == 404
    client = signed_in(northmere, "facilitator")
    assert "Add a page of your house" in words(client.get(f"{northmere.base}guide/"))
    assert "There is none yet." in words(client.get(f"{northmere.base}guide/house/"))


@pytest.mark.parametrize("name", ["Helen", "sponsor", "administrator"])
def test_nobody_else_writes_it(northmere: Northmere, name: str) -> None:
    write(northmere)
    client = signed_in(northmere, name)
    form = {"title": "Mine", "text": "Mine", "seen": ""}
    for path in ("guide/house/text/", "guide/house/deletion/"):
        assert client.post(northmere.base + path, form).status_code == 403
    assert client.get(f"{northmere.base}guide/house/text/").status_code == 403
    assert kept(northmere) == [(TITLE, TEXT)]


def test_everything_typed_is_text(northmere: Northmere) -> None:
    evil = (
        "<script>alert(1)</script> & javascript:alert(1) https://x.example/\"onmouseover='a' {{ csrf_token }}"
    )
    write(northmere, title="<b>Rooms</b>", text=evil)
    for path in ("guide/", "guide/house/", "guide/trios/", "guide/house/text/"):
        source = signed_in(northmere, "facilitator").get(northmere.base + path).content.decode()
        main = source.partition("<main")[2]
        assert "<b>Rooms" not in source
        assert "<script" not in main
        assert "&lt;b&gt;Rooms" in main
    shown = signed_in(northmere, "Helen").get(f"{northmere.base}guide/house/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; javascript:alert(1)" in shown
    assert 'href="https://x.example/"' in shown
    assert "{{ csrf_token }}" in shown


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("", TEXT, "Give the page a title, for example “Rooms and times”."),
        ("  ", TEXT, "Give the page a title, for example “Rooms and times”."),
        ("x" * 81, TEXT, "Make the title 80 characters at most."),
        (TITLE, "", "Write something for the page."),
        (TITLE, " \r\n ", "Write something for the page."),
        (TITLE, "y" * 6001, "Shorten it to 6,000 characters."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    northmere: Northmere, title: str, text: str, said: str
) -> None:
    answer = post(northmere, title=title, text=text)
    assert answer.status_code == 422
    assert words(answer).count(said) == 2
    assert title.strip() in raw(answer)
    assert text.strip() in raw(answer)
    assert kept(northmere) == []
    with pytest.raises(DomainError, match=said[:20]):
        write(northmere, title, text)


def test_six_thousand_characters_are_counted_without_what_browsers_add(northmere: Northmere) -> None:
    text = "ab\n" * 1999 + "end"
    assert post(northmere, text=text.replace("\n", "\r\n")).status_code == 302
    assert kept(northmere) == [(TITLE, text)]


def test_looking_at_it_first_saves_nothing(northmere: Northmere) -> None:
    answer = post(northmere, preview="yes")
    assert answer.status_code == 200
    assert "How it would look. Nothing is saved yet. Rooms and times Mornings are best." in words(answer)
    assert f'value="{TITLE}"' in raw(answer)
    assert "- Room 4" in raw(answer)
    assert (kept(northmere), trail(northmere)) == ([], [])
    assert post(northmere, preview="yes", title="").status_code == 422


def test_the_same_again_changes_nothing(northmere: Northmere) -> None:
    first = write(northmere)
    again = write(northmere, f" {TITLE} ", TEXT.replace("\n", "\r\n"), seen="something else")
    assert (again.pk, again.changed_at) == (first.pk, NOW)
    assert len(trail(northmere)) == 1


def test_whoever_has_seen_another_text_is_asked_and_nothing_is_lost(northmere: Northmere) -> None:
    client = signed_in(northmere, "facilitator")
    address = f"{northmere.base}guide/house/text/"
    shown = hidden(client.get(address))
    write(northmere, text="Theirs & only theirs")
    answer = client.post(address, {**shown, "title": TITLE, "text": "Mine"})
    assert answer.status_code == 422
    assert "Somebody has changed the page meanwhile: it stands below." in words(answer)
    assert "Theirs & only theirs What Esther Boateng wrote meanwhile" in words(answer)
    assert ">\nMine</textarea>" in raw(answer)
    assert kept(northmere) == [(TITLE, "Theirs & only theirs")]
    assert client.post(address, {**hidden(answer), "title": TITLE, "text": "Mine"}).status_code == 302
    assert kept(northmere) == [(TITLE, "Mine")]


def test_whoever_writes_on_a_page_that_is_gone_is_asked(northmere: Northmere) -> None:
    write(northmere)
    client = signed_in(northmere, "facilitator")
    address = f"{northmere.base}guide/house/text/"
    shown = hidden(client.get(address))
    with scope(organisation=northmere.organisation.pk):
        HousePage.objects.all().delete()
    answer = client.post(address, {**shown, "title": TITLE, "text": "Mine"})
    assert answer.status_code == 422
    assert "Somebody has deleted the page meanwhile. Save again to keep your version." in words(answer)
    assert client.post(address, {**hidden(answer), "title": TITLE, "text": "Mine"}).status_code == 302


def test_it_is_deleted_after_a_question(northmere: Northmere) -> None:
    write(northmere)
    client = signed_in(northmere, "facilitator")
    page = client.get(f"{northmere.base}guide/house/text/")
    assert "Delete “Rooms and times” for everybody? It cannot be brought back." in words(page)
    address = f"{northmere.base}guide/house/deletion/"
    assert client.get(address).status_code == 405
    assert "Look at it first" in words(client.post(address, {"seen": "old"}, follow=True))
    assert kept(northmere) == [(TITLE, TEXT)]
    gone = client.post(address, hidden(page), follow=True)
    assert "The page of your house is deleted." in words(gone)
    assert kept(northmere) == []
    assert client.post(address, hidden(page)).status_code == 302
    assert [entry.verb for entry in trail(northmere)] == ["house page changed", "house page deleted"]


def test_the_audit_trail_has_no_word_of_it(northmere: Northmere) -> None:
    page = write(northmere, "canary-title", "canary-text")
    (entry,) = trail(northmere)
    assert (entry.verb, entry.by_name, entry.subject_id) == ("house page changed", "Esther Boateng", page.pk)
    assert entry.details == {}


def test_services_refuse_what_was_not_seen(northmere: Northmere) -> None:
    write(northmere)
    with pytest.raises(ChangedMeanwhile):
        write(northmere, text="Other", seen="")
    with (
        scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk),
        pytest.raises(ChangedMeanwhile),
    ):
        delete_house_page(team=northmere.team, seen="", by=northmere.facilitator)


@pytest.mark.parametrize(
    ("title", "text", "rule"),
    [
        (TITLE, TEXT, "house_page_once"),
        ("", TEXT, "house_page_says_something"),
        (TITLE, "", "house_page_says_something"),
    ],
)
def test_rules_of_the_database(northmere: Northmere, title: str, text: str, rule: str) -> None:
    with scope(organisation=northmere.organisation.pk):
        here = {"organisation": northmere.organisation, "team": northmere.team, "changed_at": NOW}
        if rule == "house_page_once":
            HousePage.objects.create(**here, title="Other", text="Other")
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            HousePage.objects.create(**here, title=title, text=text)


def test_another_team_has_a_page_of_its_own(northmere: Northmere) -> None:
    from teams.services.organisations import create_team

    write(northmere)
    with scope(organisation=northmere.organisation.pk, person=northmere.facilitator.pk):
        other = create_team(organisation=northmere.organisation, name="Pilot", by=northmere.facilitator)
        assert house_page_of(other) is None
        write_house_page(
            team=other,
            title="Theirs",
            text="Text",
            seen="",
            by=northmere.facilitator,
            at=dt.datetime.now(dt.UTC),
        )
    assert sorted(kept(northmere)) == [(TITLE, TEXT), ("Theirs", "Text")]
