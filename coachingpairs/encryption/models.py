from django.db import models

from coachingpairs.tenancy.models import TenantModel


class OrganisationKey(TenantModel):
    """An organisation's own key, wrapped by a master key that is kept outside the database.

    Deleting the rows makes the organisation's private text unreadable, in backups too.
    """

    number = models.PositiveIntegerField()
    master_number = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="encryption_key_number_once")
        ]
