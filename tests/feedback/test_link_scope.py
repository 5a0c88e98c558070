"""The scope of somebody who brings a link: one organisation, one request, and no person."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from coachingpairs.tenancy.scope import narrow, scope
from feedback.models import Answer, Asking, Request
from tests.cast import Northmere, make_northmere
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import answer, by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    return asked_by_helen(northmere)


def shown() -> set[object]:
    return set(Request.objects.values_list("pk", flat=True))


def test_a_link_is_of_an_organisation(asked: Asked) -> None:
    link = asked.requests["Amara"].pk
    with pytest.raises(TypeError, match="organisation"), scope(link=link):
        pass
    person = asked.cast.person("Amara").pk
    with pytest.raises(TypeError, match="organisation"), scope(person=person, link=link):
        pass


def test_it_shows_one_request_and_in_another_organisation_none(asked: Asked) -> None:
    other = asked_by_helen(make_northmere("southmere"))
    amara = asked.requests["Amara"].pk
    with scope(organisation=asked.cast.organisation.pk, link=amara):
        assert shown() == {amara}
        assert Asking.objects.count() == 1
    with scope(organisation=other.cast.organisation.pk, link=amara):
        assert shown() == set()
    with scope(organisation=asked.cast.organisation.pk):
        assert shown() == set()


def test_within_another_scope_it_gives_back_what_was_there(asked: Asked) -> None:
    amara, joanna = (asked.requests[name].pk for name in ("Amara", "Joanna"))
    here = asked.cast.organisation.pk
    with scope(organisation=here, link=amara):
        with scope(organisation=here, link=joanna):
            assert shown() == {joanna}
        assert shown() == {amara}
        with scope(organisation=here):
            assert shown() == set(), "a scope without a link does not inherit one"
        with pytest.raises(ValueError, match="on purpose"), scope(organisation=here, link=joanna):
            raise ValueError("on purpose")
        assert shown() == {amara}
    with signed_in(asked.cast, "Helen"):
        with scope(organisation=here, link=amara):
            assert shown() == {amara}, "whoever is signed in is nobody to a link"
        assert len(shown()) == 3


def test_whoever_moves_on_to_a_person_leaves_the_link_behind(asked: Asked) -> None:
    amara, here = asked.requests["Amara"].pk, asked.cast.organisation.pk
    with scope(organisation=here, link=amara):
        narrow(organisation=here, person=asked.cast.person("Vikram").pk)
        assert shown() == set()


def test_it_ends_with_its_transaction(asked: Asked) -> None:
    with by_link(asked.cast, asked.requests["Amara"]):
        answer(asked.requests["Amara"], "Yes")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.link', true)")
        assert cursor.fetchone()[0] in (None, "")
        assert Answer.objects.count() == 0
