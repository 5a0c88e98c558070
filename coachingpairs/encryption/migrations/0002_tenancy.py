from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables


class Migration(migrations.Migration):
    dependencies = [("encryption", "0001_initial"), ("tenancy", "0001_roles")]
    operations = [TenantTables("OrganisationKey")]
