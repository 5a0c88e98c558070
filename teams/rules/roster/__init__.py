"""Rosters: from a messy file to a plan that a person can check before anything is saved.

table = read_table(data, filename)            # or read_pasted(text)
mapping = recognise_columns(table, given)     # given: field → heading, by hand
plan = plan_roster(table, mapping, existing, functions, corrections)
"""

from .codes import suggest_codes
from .columns import ColumnMapping, recognise_columns
from .errors import RosterError
from .headings import FIELDS, Field
from .model import (
    Change,
    Correction,
    Corrections,
    ExistingFunction,
    ExistingLeader,
    ManagerLink,
    NewFunction,
    PlannedPerson,
    PlannedRow,
    Question,
    corrections_from_json,
    corrections_to_json,
)
from .names import PersonName, read_name
from .plan import RosterPlan, plan_roster
from .reading import read_pasted, read_table
from .table import MAX_BYTES, SourceRow, Table

__all__ = [
    "FIELDS",
    "MAX_BYTES",
    "Change",
    "ColumnMapping",
    "Correction",
    "Corrections",
    "ExistingFunction",
    "ExistingLeader",
    "Field",
    "ManagerLink",
    "NewFunction",
    "PersonName",
    "PlannedPerson",
    "PlannedRow",
    "Question",
    "RosterError",
    "RosterPlan",
    "SourceRow",
    "Table",
    "corrections_from_json",
    "corrections_to_json",
    "plan_roster",
    "read_name",
    "read_pasted",
    "read_table",
    "recognise_columns",
    "suggest_codes",
]
