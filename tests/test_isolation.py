"""Organisations are kept apart by PostgreSQL itself, whatever the code forgets."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg import sql

from coachingpairs.tenancy.models import TenantModel
from coachingpairs.tenancy.operations import tenant_references
from coachingpairs.tenancy.scope import current_organisation, scope
from teams.models import Leader, Organisation, Team
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantModel)]
NOT_OF_ONE_ORGANISATION = {
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "sessions.Session",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "teams.Person",
    "teams.Organisation",
}


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return int(cursor.fetchone()[0])


def check_deferred_rules() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_model_belongs_to_an_organisation_or_is_listed_as_shared() -> None:
    shared = {model._meta.label for model in apps.get_models() if not issubclass(model, TenantModel)}
    assert shared == NOT_OF_ONE_ORGANISATION


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)
def test_every_tenant_table_has_an_organisation_row_level_security_and_composite_keys(
    model: type[TenantModel],
) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relrowsecurity,
                      (SELECT attnotnull FROM pg_attribute
                       WHERE attrelid = c.oid AND attname = 'organisation_id'),
                      EXISTS (SELECT FROM pg_policy
                              WHERE polrelid = c.oid AND polname = 'tenant' AND polcmd = '*'),
                      ARRAY(SELECT conname::text FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f')
               FROM pg_class c WHERE c.oid = %s::regclass""",
            [table],
        )
        secured, organisation_required, has_policy, foreign_keys = cursor.fetchone()
    assert (secured, organisation_required, has_policy) == (True, True, True)
    for reference in tenant_references(model):
        assert f"{table}_{reference.column}_tenant_fk"[:63] in foreign_keys


def test_without_a_scope_no_row_is_there(northmere: Northmere) -> None:
    for model in TENANT_MODELS:
        assert count(model._meta.db_table) == 0, model._meta.label
    assert Organisation.objects.count() == 0
    with scope(organisation=northmere.organisation.pk):
        assert Leader.objects.count() == 8


def test_a_scope_of_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="organisation, a person or both"), scope():
        pass


def test_a_scope_gives_back_the_outer_one_and_ends_with_its_transaction(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    with scope(organisation=northmere.organisation.pk):
        with scope(organisation=other.organisation.pk):
            assert current_organisation() == other.organisation.pk
        assert current_organisation() == northmere.organisation.pk
        with pytest.raises(ValueError, match="on purpose"), scope(organisation=other.organisation.pk):
            raise ValueError("on purpose")
        assert current_organisation() == northmere.organisation.pk


def test_rows_of_another_organisation_can_be_neither_read_changed_nor_written(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    with scope(organisation=northmere.organisation.pk):
        assert not Leader.objects.filter(pk=other.leader("Priya").pk).exists()
        assert Leader.objects.filter(pk=other.leader("Priya").pk).update(name="Stolen") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Team.objects.create(organisation=other.organisation, name="Intruder", slug="intruder")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Leader.objects.filter(pk=northmere.leader("Priya").pk).update(organisation=other.organisation)


def test_a_row_cannot_point_into_another_organisation(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    with scope(organisation=northmere.organisation.pk):
        priya = northmere.leader("Priya")
        Leader.objects.filter(pk=priya.pk).update(function=other.functions["FIN"].pk)
        with pytest.raises(IntegrityError, match="tenant_fk"), transaction.atomic():
            check_deferred_rules()
        Leader.objects.filter(pk=priya.pk).update(function=northmere.functions["CARE"].pk)


def test_a_manager_is_of_the_same_team(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        elsewhere = Team.objects.create(organisation=northmere.organisation, name="Pilot", slug="pilot")
        priya, helen = northmere.leader("Priya"), northmere.leader("Helen")
        Leader.objects.filter(pk=priya.pk).update(team=elsewhere, manager=helen)
        with pytest.raises(IntegrityError, match="leader_manager_in_team"), transaction.atomic():
            check_deferred_rules()
        Leader.objects.filter(pk=priya.pk).update(team=northmere.team)
