"""Work that is done for every organisation: each in its own scope, and none keeps another back."""

from __future__ import annotations

from uuid import UUID

import pytest

from coachingpairs.tenancy.across import in_each_organisation
from coachingpairs.tenancy.scope import current_organisation, scope
from teams.models import Organisation, Team
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db


def test_one_that_fails_is_logged_and_leaves_nothing_and_the_others_have_their_turn(
    northmere: Northmere, caplog: pytest.LogCaptureFixture
) -> None:
    southmere = make_northmere("southmere")

    def rename(*, organisation_id: UUID) -> int:
        assert current_organisation() == organisation_id
        renamed = Team.objects.update(name="Renamed")
        if organisation_id == northmere.organisation.pk:
            raise ZeroDivisionError
        return renamed

    assert in_each_organisation(rename, failed="teams.not_renamed") == 1
    assert current_organisation() is None
    (said,) = [record.getMessage() for record in caplog.records if "teams.not_renamed" in record.getMessage()]
    assert str(northmere.organisation.pk) in said
    with scope(organisation=northmere.organisation.pk):
        assert list(Team.objects.values_list("name", flat=True)) == ["Leadership team"]
    with scope(organisation=southmere.organisation.pk):
        assert list(Team.objects.values_list("name", flat=True)) == ["Renamed"]


def test_nothing_is_done_where_there_is_nobody() -> None:
    assert not Organisation.objects.exists()
    assert in_each_organisation(lambda **_of: 1, failed="never") == 0
