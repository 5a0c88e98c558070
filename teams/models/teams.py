from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel

FUNCTION_COLOURS = 12


class Team(TenantModel):
    """An extended leadership team: the top team and their direct reports."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="team_slug_once"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Function(TenantModel):
    """An area of responsibility such as Finance: a name, a short code and one of twelve colours."""

    name = models.CharField(max_length=120)
    code = models.CharField(
        max_length=4,
        validators=[
            RegexValidator(r"^[^\W\d_a-z]{2,4}$", "Use two to four capital letters, for example FIN.")
        ],
    )
    colour = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", models.functions.Lower("name"), name="function_name_once"
            ),
            models.UniqueConstraint(fields=["organisation", "code"], name="function_code_once"),
            models.CheckConstraint(
                condition=models.Q(colour__gte=1, colour__lte=FUNCTION_COLOURS), name="function_colour_known"
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LeaderQuerySet(models.QuerySet["Leader"]):
    def active(self) -> LeaderQuerySet:
        return self.filter(left_on=None)


class Leader(TenantModel):
    """A person's place in one team. ``person`` is set once they have accepted their invitation.

    The address is not an identity: people share mailboxes and some have none.
    """

    team = TenantForeignKey(Team, on_delete=models.CASCADE, related_name="leaders")
    person = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="places")
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    title = models.CharField(max_length=300, blank=True)
    function = TenantForeignKey(Function, on_delete=models.PROTECT, null=True, related_name="leaders")
    manager = TenantForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="reports")
    external_id = models.CharField(max_length=100, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_on = models.DateField(null=True)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "team", "id"], name="leader_in_team"),
            models.UniqueConstraint(
                fields=["organisation", "team", "person"], name="leader_place_once_per_person"
            ),
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("id")), name="leader_not_own_manager"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="leader_has_name"),
        ]
        ordering = ["sort_name", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.left_on is None

    @property
    def called(self) -> str:
        """What colleagues call them: the first word of the name."""
        return self.name.split()[0]
