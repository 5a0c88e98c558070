"""An organisation's page, its teams and its people with roles."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from teams.models import AuditEntry, Invitation, Leader, OrganisationRole, Person, Role, Team
from teams.services.organisations import create_organisation, create_team, grant_role, withdraw_role
from tests.cast import Northmere, make_northmere, make_person
from tests.teams.inviting import invited_to_role, verbs

HERE = "/o/northmere/"
PEOPLE = f"{HERE}people/"


def roles(cast: Northmere, role: str) -> set[str]:
    with scope(organisation=cast.organisation.pk):
        return set(OrganisationRole.objects.filter(role=role).values_list("person__name", flat=True))


def text(content: bytes) -> str:
    """What a page says, without its tags."""
    main = content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def bare(db: None) -> tuple[Client, Person]:
    """An organisation as the command makes it, and its administrator at the door."""
    ada = make_person("Ada Mirza")
    create_organisation(
        name="Northmere", slug="northmere", time_zone="Europe/London", administrator=ada, by=None
    )
    client = Client()
    client.force_login(ada)
    return client, ada


def test_a_new_organisation_says_what_comes_first(bare: tuple[Client, Person]) -> None:
    client, ada = bare
    assert client.get("/").headers["Location"] == HERE
    page = text(client.get(HERE).content)
    assert "You are administrator here." in page
    assert "Nobody facilitates here yet" in page
    assert "Make the first team" in page
    assert client.post(f"{HERE}facilitation/").headers["Location"] == HERE
    page = text(client.get(HERE).content)
    assert "You are administrator and facilitator here." in page
    assert "Nobody facilitates here yet" not in page
    with scope(person=ada.pk):
        organisation = OrganisationRole.objects.filter(person=ada)[0].organisation_id
    with scope(organisation=organisation):
        granted = AuditEntry.objects.get(verb="role granted", details__role="facilitator")
    assert (granted.by_id, granted.subject_id) == (ada.pk, ada.pk)


def test_a_team_is_made_with_a_name_of_its_own(bare: tuple[Client, Person]) -> None:
    client, _ada = bare
    assert client.post(f"{HERE}teams/new/", {"name": " Leadership   team "}).headers["Location"] == HERE
    page = client.get(HERE)
    assert "Nobody is on the roster yet. Bring in the roster , Leadership team" in text(page.content)
    assert f'href="{HERE}t/leadership-team/roster/import/"' in page.content.decode()
    again = client.post(f"{HERE}teams/new/", {"name": "leadership team"})
    assert again.status_code == 422
    assert text(again.content).count("There is a team called leadership team already.") == 2
    assert 'value="leadership team"' in again.content.decode()
    assert client.post(f"{HERE}teams/new/", {"name": " "}).status_code == 422
    assert client.post(f"{HERE}teams/new/", {"name": "x" * 121}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("facilitator", "No cycle yet. Make the first cycle"),
        ("sponsor", "No cycle yet. Make the first cycle"),
        ("administrator", "No cycle yet. A facilitator or the sponsor makes the first one."),
    ],
)
def test_a_team_without_a_cycle_says_who_makes_one(
    client: Client, northmere: Northmere, who: str, said: str
) -> None:
    client.force_login(getattr(northmere, who))
    assert f"Leadership team 8 leaders, all joined. {said}" in text(client.get(HERE).content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "said", "link"),
    [
        ("draft", "Cycle 1 is being prepared. Go to cycle 1", "cycle/"),
        ("choosing", "Cycle 1: leaders are choosing their partners. Go to cycle 1", "cycle/"),
        ("closed", "Cycle 1 is closed. Make the next cycle", "cycles/new/"),
    ],
)
def test_a_team_says_how_its_cycle_stands(
    client: Client, northmere: Northmere, stage: str, said: str, link: str
) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name="Idris Kaya").update(person=None)
        Leader.objects.filter(name="Helen Armitage").update(left_on=dt.date(2026, 11, 1))
        Cycle.objects.create(
            organisation=northmere.organisation,
            team=northmere.team,
            number=1,
            stage=stage,
            starts_on=dt.date(2026, 10, 1),
            ends_on=dt.date(2027, 3, 31),
            time_zone="Europe/London",
        )
    client.force_login(northmere.facilitator)
    page = client.get(HERE)
    assert f"Leadership team 7 leaders, 6 joined. {said}" in text(page.content)
    assert f'href="{northmere.base}{link}"' in page.content.decode()


@pytest.mark.django_db
def test_leaders_go_on_to_their_team(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.person("Priya"))
    assert client.get(HERE).headers["Location"] == northmere.base
    with scope(organisation=northmere.organisation.pk):
        grant_role(
            organisation=northmere.organisation, person=northmere.person("Priya"), role=Role.SPONSOR, by=None
        )
    page = client.get(HERE).content.decode()
    assert f'<a href="{northmere.base}">Your own place</a>' in page


@pytest.mark.django_db
def test_the_page_asks_as_much_for_three_teams_as_for_one(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.facilitator)
    counts = []
    for more in ([], ["Second", "Third"]):
        with scope(organisation=northmere.organisation.pk):
            for name in more:
                create_team(organisation=northmere.organisation, name=name, by=None)
        with CaptureQueriesContext(connection) as queries:
            client.get(HERE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_two_teams_of_one_name_get_addresses_of_their_own(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        made = [
            create_team(organisation=northmere.organisation, name="Leadership team", by=None) for _ in "ab"
        ]
        assert [team.slug for team in made] == ["leadership-team-2", "leadership-team-3"]
        assert Team.objects.count() == 3


@pytest.mark.django_db
def test_everybody_with_a_role_sees_who_has_which_and_administrators_change_it(northmere: Northmere) -> None:
    invited_to_role(northmere, "rosa.lind@elsewhere.example")
    pages = {}
    for who in ("administrator", "facilitator", "sponsor"):
        client = Client()
        client.force_login(getattr(northmere, who))
        pages[who] = client.get(PEOPLE).content
        assert "Esther Boateng" in text(pages[who])
        assert "Rosa Lind , as sponsor rosa.lind@elsewhere.example, until" in text(pages[who])
    forms = {who: page.decode().partition("<main")[2].count("<form") for who, page in pages.items()}
    assert forms == {"administrator": 4, "facilitator": 0, "sponsor": 0}


@pytest.mark.django_db
def test_an_administrator_invites_to_a_role_again_and_withdraws(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.administrator)
    form = {"email": "Rosa.Lind@elsewhere.example", "name": "Rosa  Lind", "role": "facilitator"}
    assert client.post(f"{PEOPLE}invitations/", form).headers["Location"] == PEOPLE
    page = text(client.get(PEOPLE).content)
    assert "An invitation is on its way to rosa.lind@elsewhere.example." in page
    assert "Rosa Lind , as facilitator" in page
    with scope(organisation=northmere.organisation.pk):
        (invitation,) = Invitation.objects.open()
        Invitation.objects.update(created_at=invitation.created_at - dt.timedelta(hours=1))
    client.post(f"{PEOPLE}invitations/", form)
    with scope(organisation=northmere.organisation.pk):
        (second,) = Invitation.objects.open()
    assert second != invitation
    assert client.post(f"{PEOPLE}invitations/{second.pk}/revocation/").headers["Location"] == PEOPLE
    page = text(client.get(PEOPLE).content)
    assert "The invitation to rosa.lind@elsewhere.example is withdrawn." in page
    assert "as facilitator rosa" not in page


@pytest.mark.django_db
def test_a_bad_invitation_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client, northmere: Northmere
) -> None:
    client.force_login(northmere.administrator)
    refused = client.post(f"{PEOPLE}invitations/", {"email": "rosa.lind", "name": "Rosa Lind"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'value="rosa.lind"' in page
    assert 'value="Rosa Lind"' in page
    assert text(refused.content).count("Choose what they are to be.") == 2
    taken = {"email": "esther.boateng@northmere.example", "name": "Esther", "role": "facilitator"}
    refused = client.post(f"{PEOPLE}invitations/", taken)
    assert refused.status_code == 422
    assert "esther.boateng@northmere.example is a facilitator here already." in text(refused.content)
    assert client.post(f"{PEOPLE}invitations/", {**taken, "role": "king"}).status_code == 422


@pytest.mark.django_db
def test_a_role_for_somebody_who_is_here_already(client: Client, northmere: Northmere) -> None:
    other = make_northmere("southmere")
    client.force_login(northmere.administrator)
    priya = northmere.person("Priya")
    given = client.post(f"{PEOPLE}roles/", {"here-person": priya.pk, "here-role": "sponsor"})
    assert given.headers["Location"] == PEOPLE
    assert roles(northmere, "sponsor") == {"Maggie Thornton", "Priya Nair"}
    foreign = client.post(
        f"{PEOPLE}roles/", {"here-person": other.person("Priya").pk, "here-role": "sponsor"}
    )
    assert foreign.status_code == 422
    assert "Choose somebody from the list." in text(foreign.content)
    assert client.post(f"{PEOPLE}roles/", {"here-person": priya.pk}).status_code == 422


@pytest.mark.django_db
def test_a_role_is_withdrawn_after_asking_once_more(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.administrator)
    address = f"{PEOPLE}{northmere.facilitator.pk}/facilitator/withdrawal/"
    assert "Should Esther Boateng stop being facilitator?" in text(client.get(address).content)
    assert roles(northmere, "facilitator") == {"Esther Boateng"}
    assert client.post(address).headers["Location"] == PEOPLE
    assert roles(northmere, "facilitator") == set()
    assert verbs(northmere)[-1] == "role withdrawn"
    assert client.get(address).status_code == 404
    assert client.get(f"{PEOPLE}{northmere.facilitator.pk}/king/withdrawal/").status_code == 404


@pytest.mark.django_db
def test_the_last_administrator_stays(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.administrator)
    address = f"{PEOPLE}{northmere.administrator.pk}/administrator/withdrawal/"
    page = client.get(address)
    assert "You are the only administrator" in text(page.content)
    assert "<form" not in page.content.decode().partition("<main")[2]
    assert client.post(address).status_code == 422
    assert roles(northmere, "administrator") == {"Ada Mirza"}
    with scope(organisation=northmere.organisation.pk):
        grant_role(
            organisation=northmere.organisation,
            person=northmere.person("Priya"),
            role=Role.ADMINISTRATOR,
            by=None,
        )
    assert client.post(address).headers["Location"] == "/"
    assert client.get(PEOPLE).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_administrators_withdrawing_each_other_leave_one() -> None:
    cast = make_northmere()
    here, ada, priya = cast.organisation, cast.administrator, cast.person("Priya")
    with scope(organisation=here.pk):
        grant_role(organisation=here, person=priya, role=Role.ADMINISTRATOR, by=ada)
    together, refusals = threading.Barrier(2), []

    def take_from(person: Person, by: Person) -> None:
        try:
            with scope(organisation=here.pk):
                together.wait()
                withdraw_role(organisation=here, person=person, role=Role.ADMINISTRATOR, by=by)
        except DomainError as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=take_from, args=pair) for pair in ((ada, priya), (priya, ada))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(roles(cast, "administrator")) == 1
    assert refusals == ["Every organisation keeps at least one administrator. Make somebody else one first."]


@pytest.mark.django_db
def test_a_withdrawn_role_and_a_leaver_are_out_with_the_next_page(northmere: Northmere) -> None:
    """SECURITY 26: whatever sessions they have open."""
    esther = [Client(), Client()]
    priya = Client()
    for client in esther:
        client.force_login(northmere.facilitator)
        assert client.get(HERE).status_code == 200
    priya.force_login(northmere.person("Priya"))
    assert priya.get(f"{northmere.base}pairs/").status_code == 200
    with scope(organisation=northmere.organisation.pk):
        withdraw_role(
            organisation=northmere.organisation,
            person=northmere.facilitator,
            role=Role.FACILITATOR,
            by=northmere.administrator,
        )
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=dt.date(2026, 11, 20))
    assert [client.get(HERE).status_code for client in esther] == [404, 404]
    assert priya.get(f"{northmere.base}pairs/").status_code == 404
    assert priya.get(HERE).status_code == 404
    assert "You are not in any team at the moment" in text(priya.get("/", follow=True).content)


@pytest.mark.django_db
def test_one_role_less_is_403_where_it_was_needed(northmere: Northmere) -> None:
    client = Client()
    client.force_login(northmere.administrator)
    with scope(organisation=northmere.organisation.pk):
        for person in (northmere.administrator, northmere.facilitator):
            for role in (Role.SPONSOR, Role.ADMINISTRATOR):
                grant_role(organisation=northmere.organisation, person=person, role=role, by=None)
        withdraw_role(
            organisation=northmere.organisation,
            person=northmere.administrator,
            role=Role.ADMINISTRATOR,
            by=northmere.facilitator,
        )
    assert client.get(PEOPLE).status_code == 200
    assert client.post(f"{PEOPLE}invitations/", {}).status_code == 403
