"""How policies learn what an emailed link opens, for somebody who is not signed in."""

from django.db import migrations

CURRENT_LINK = """
CREATE FUNCTION current_link() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('app.link', true), '')::uuid;
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_roles")]
    operations = [migrations.RunSQL(CURRENT_LINK, "DROP FUNCTION current_link();")]
