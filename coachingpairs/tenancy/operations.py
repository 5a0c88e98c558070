"""Migration operations that put a table under row-level security."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from coachingpairs.tenancy.models import TenantForeignKey, TenantOneToOne


class TenantTables(Operation):
    """Row-level security, a composite key and composite foreign keys for tenant models of one app.

    List a model once, in the migration that creates it or a later one of the same app, after the models it
    points to have been listed.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *names: str) -> None:
        self.names = names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, list(self.names), {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state does not change: policies and composite keys live in the database alone."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002
        for name in self.names:
            for statement in protect(to_state.apps.get_model(app_label, name)):
                schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:  # noqa: ARG002
        for name in self.names:
            table = to_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f'DROP POLICY tenant ON "{table}"')
            schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')

    def describe(self) -> str:
        return f"Row-level security for {', '.join(self.names)}"


def protect(model: type[models.Model]) -> list[str]:
    """The SQL statements that put one tenant model's table under its organisation."""
    table = model._meta.db_table
    return [
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_organisation_key" UNIQUE (organisation_id, id)',
        *(composite_key(table, field) for field in tenant_references(model)),
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'CREATE POLICY tenant ON "{table}" USING (organisation_id = current_organisation()) '
        "WITH CHECK (organisation_id = current_organisation())",
    ]


def tenant_references(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    return [
        field for field in model._meta.local_fields if isinstance(field, TenantForeignKey | TenantOneToOne)
    ]


def composite_key(table: str, field: models.ForeignKey[Any, Any]) -> str:
    related = field.remote_field.model._meta.db_table
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_tenant_fk" '
        f'FOREIGN KEY (organisation_id, "{field.column}") REFERENCES "{related}" (organisation_id, id) '
        "DEFERRABLE INITIALLY DEFERRED"
    )
