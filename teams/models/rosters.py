from __future__ import annotations

from django.db import models

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from teams.models.teams import Team


class RosterDraftQuerySet(models.QuerySet["RosterDraft"]):
    def unfinished(self, team: Team) -> RosterDraftQuerySet:
        """Those of a team with rows still to look at, the newest first; without the rows themselves."""
        return self.filter(team=team).exclude(table={}).defer("table").order_by("-created_at")


class RosterDraft(TenantModel):
    """A roster somebody uploaded, pasted or typed and has not added yet: its table and what was put right.

    Kept for a week, then deleted: it holds names and addresses of people nobody has agreed to add. Once all
    is added, ``table`` is emptied at once; the empty row stays, so that pressing Add twice is understood.
    """

    team = TenantForeignKey("teams.Team", on_delete=models.CASCADE, related_name="roster_drafts")
    created_by = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(max_length=255, blank=True)
    table = models.JSONField()
    columns = models.JSONField(default=dict)
    corrections = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RosterDraftQuerySet.as_manager()

    @property
    def is_finished(self) -> bool:
        return not self.table
