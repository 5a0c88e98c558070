"""Which reminders somebody gets and when: theirs to say, on a page of their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.choices import Choices, choices_of, save_choices
from coachingpairs.mail.models import MailHours, Unsubscription
from coachingpairs.tenancy.scope import scope
from cycles.emails.groups import GROUPS
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

ALL = list(GROUPS.values())
WORKING_DAY = {"opens": "09:00", "closes": "17:00", "not_until": ""}


def page(cast: Northmere) -> str:
    return f"{cast.base}reminders/"


def chosen(cast: Northmere, name: str = "Priya") -> Choices:
    with scope(organisation=cast.organisation.pk):
        return choices_of(cast.leader(name).pk)


def save(cast: Northmere, name: str, choices: Choices) -> None:
    with scope(organisation=cast.organisation.pk):
        save_choices(organisation_id=cast.organisation.pk, recipient_id=cast.leader(name).pk, choices=choices)


@pytest.fixture
def priya(northmere: Northmere) -> Client:
    return signed_in(northmere, "Priya")


def test_everything_comes_in_working_hours_until_somebody_says_otherwise(
    northmere: Northmere, priya: Client
) -> None:
    source = priya.get(page(northmere)).content.decode()
    for group in ALL:
        assert f'name="wanted" value="{group}"' in source
    assert source.count('type="checkbox"') == source.count(" checked>") >= len(ALL)
    assert '<option value="09:00" selected>9.00</option>' in source
    assert '<option value="17:00" selected>17.00</option>' in source
    assert "Only you" in source
    assert chosen(northmere) == Choices()


def test_what_is_chosen_is_kept_and_shown(northmere: Northmere, priya: Client) -> None:
    wanted = [group for group in ALL if group not in ("nudges", "half-way")]
    sent = {"wanted": wanted, "opens": "10:30", "closes": "15:00", "not_until": "2027-01-04"}
    response = priya.post(page(northmere), sent, follow=True)
    assert "Your reminders are saved." in words(response)
    assert "Nothing until Monday 4 January" in words(response)
    kept = chosen(northmere)
    assert {"nudges", "half-way"} <= kept.stopped
    assert not kept.stopped & set(wanted)
    assert (kept.opens, kept.closes, kept.not_until) == (dt.time(10, 30), dt.time(15), dt.date(2027, 1, 4))
    source = response.content.decode()
    assert '<option value="10:30" selected>10.30</option>' in source
    assert '<option value="15:00" selected>15.00</option>' in source
    assert 'value="2027-01-04"' in source
    assert chosen(northmere, "Idris") == Choices()


def test_saving_twice_keeps_one_of_each(northmere: Northmere, priya: Client) -> None:
    for _time in range(2):
        priya.post(page(northmere), {"wanted": ALL[1:], **WORKING_DAY})
    with scope(organisation=northmere.organisation.pk):
        assert MailHours.objects.count() == 1
        assert Unsubscription.objects.filter(group="nudges").count() == 1


def test_a_note_that_was_stopped_by_its_link_can_come_again(northmere: Northmere, priya: Client) -> None:
    save(northmere, "Priya", Choices(frozenset({"nudges"})))
    source = priya.get(page(northmere)).content.decode()
    assert source.count(" checked>") == source.count('type="checkbox"') - 1
    priya.post(page(northmere), {"wanted": ALL, **WORKING_DAY})
    assert "nudges" not in chosen(northmere).stopped


def test_back_earlier_than_planned_with_one_press(northmere: Northmere, priya: Client) -> None:
    save(northmere, "Priya", Choices(opens=dt.time(10), not_until=dt.date(2027, 1, 4)))
    response = priya.post(f"{page(northmere)}holiday/end/", follow=True)
    assert "Reminders can come again from now on." in words(response)
    assert "Nothing until Monday" not in words(response)
    assert chosen(northmere) == Choices(opens=dt.time(10))
    assert priya.post(f"{page(northmere)}holiday/end/").status_code == 302
    assert priya.get(f"{page(northmere)}holiday/end/").status_code == 405


def test_a_holiday_that_is_over_is_shown_no_more(northmere: Northmere, priya: Client) -> None:
    save(northmere, "Priya", Choices(not_until=dt.date(2026, 11, 20)))
    response = priya.get(page(northmere))
    assert "Nothing until Friday" not in words(response)
    assert "2026-11-20" not in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"not_until": "2026-11-20"}, "Choose a day after today, or leave it empty."),
        ({"not_until": "2028-01-01"}, "Choose a day within the next year."),
        ({"not_until": "soon"}, "Enter the day you are back, or leave it empty."),
        ({"opens": "15:00", "closes": "15:00"}, "Choose a time after 15.00, so that there is time"),
        ({"opens": "03:00"}, "Choose one of the times in the list."),
        ({"closes": "now"}, "Choose one of the times in the list."),
        ({"wanted": ["all"]}, "Choose from the list."),
    ],
)
def test_what_cannot_be_is_said_beside_it_and_nothing_is_saved(
    northmere: Northmere, priya: Client, sent: dict[str, object], says: str
) -> None:
    response = priya.post(page(northmere), {"wanted": ["nudges"], **WORKING_DAY, **sent})
    assert response.status_code == 422
    assert says in words(response)
    assert chosen(northmere) == Choices()


def test_days_and_hours_are_those_of_the_cycle_under_way(northmere: Northmere, priya: Client) -> None:
    assert "by the clocks of London" in words(priya.get(page(northmere)))
    make_cycle(northmere, time_zone="Pacific/Kiritimati")
    response = priya.get(page(northmere))
    assert "by the clocks of Kiritimati" in words(response)
    assert 'min="2026-11-22"' in response.content.decode()  # it is Saturday there


def test_nobody_else_learns_of_it(northmere: Northmere, priya: Client) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = AuditEntry.objects.count()
    priya.post(page(northmere), {"wanted": [], **WORKING_DAY, "not_until": "2027-01-04"})
    for name in ("facilitator", "administrator"):
        assert signed_in(northmere, name).get(page(northmere)).status_code == 403
    other = make_northmere("southmere")
    assert signed_in(other, "Priya").get(page(northmere)).status_code == 404
    with scope(organisation=northmere.organisation.pk):
        assert AuditEntry.objects.count() == before
    with scope(organisation=other.organisation.pk):
        assert MailHours.objects.count() == 0


def test_the_page_takes_as_many_queries_whatever_was_chosen(northmere: Northmere, priya: Client) -> None:
    few = queries(northmere, priya)
    save(northmere, "Priya", Choices(frozenset(ALL), dt.time(10), dt.time(12), dt.date(2027, 1, 4)))
    assert queries(northmere, priya) == few


def queries(cast: Northmere, client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(page(cast))
    return len(captured)
