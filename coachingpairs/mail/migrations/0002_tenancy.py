"""The outbox is swept for all organisations: two questions may be asked across them, and nothing else."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

# A message that its recipient's server refuses for now is not waiting for us; one that nobody has tried is.
ACROSS = """
CREATE FUNCTION organisations_with_mail_due(at timestamptz) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT organisation_id FROM mail_outgoingmail
        WHERE available_at <= at AND state IN ('queued', 'inflight', 'retry')
        GROUP BY organisation_id ORDER BY min(available_at) $$;
CREATE FUNCTION oldest_mail_due() RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT min(due_at) FROM mail_outgoingmail
        WHERE due_at <= now()
          AND (state = 'queued' OR (state = 'inflight' AND available_at <= now())) $$;
REVOKE ALL ON FUNCTION organisations_with_mail_due(timestamptz), oldest_mail_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_with_mail_due(timestamptz), oldest_mail_due() TO cp_app;
"""

BACK = "DROP FUNCTION organisations_with_mail_due(timestamptz); DROP FUNCTION oldest_mail_due();"


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("tenancy", "0001_roles")]
    operations = [TenantTables("OutgoingMail", "Unsubscription"), migrations.RunSQL(ACROSS, BACK)]
