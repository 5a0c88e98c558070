"""What every row that belongs to an organisation has in common."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db import models

_Set = TypeVar("_Set")
_Get = TypeVar("_Get")


class TenantForeignKey(models.ForeignKey[_Set, _Get]):
    """A reference inside one organisation.

    The constraint in the database is composite, (organisation_id, this_id) → (organisation_id, id), and is
    made by ``tenancy.operations.TenantTables``: row-level security does not watch plain foreign keys.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class TenantOneToOne(models.OneToOneField[_Set, _Get]):
    """One row for one row, inside one organisation; see TenantForeignKey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class TenantModel(models.Model):
    """A row owned by one organisation; its table has row-level security."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("teams.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
