"""Row-level security for organisations and people, and what somebody sees before they enter one."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

ORGANISATION = """
ALTER TABLE teams_organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON teams_organisation
  USING (id = current_organisation()) WITH CHECK (id = current_organisation());
"""

# Outside any organisation somebody sees the places they have, so that they can enter one of them. Inside
# one these policies are silent: their places elsewhere are none of its business.
OWN_PLACES = """
CREATE POLICY own_places ON teams_organisationrole FOR SELECT
  USING (current_organisation() IS NULL AND person_id = current_person());
CREATE POLICY own_places ON teams_leader FOR SELECT
  USING (current_organisation() IS NULL AND person_id = current_person());
CREATE POLICY own_places ON teams_team FOR SELECT
  USING (current_organisation() IS NULL AND EXISTS (
    SELECT FROM teams_leader l
    WHERE l.team_id = teams_team.id AND l.person_id = current_person() AND l.left_on IS NULL));
CREATE POLICY own_places ON teams_organisation FOR SELECT
  USING (current_organisation() IS NULL AND (
    EXISTS (SELECT FROM teams_organisationrole r
            WHERE r.organisation_id = teams_organisation.id AND r.person_id = current_person())
    OR EXISTS (SELECT FROM teams_leader l
               WHERE l.organisation_id = teams_organisation.id AND l.person_id = current_person()
                 AND l.left_on IS NULL)));
"""

MANAGER_IN_THE_SAME_TEAM = """
ALTER TABLE teams_leader ADD CONSTRAINT leader_manager_in_team
  FOREIGN KEY (organisation_id, team_id, manager_id) REFERENCES teams_leader (organisation_id, team_id, id)
  DEFERRABLE INITIALLY DEFERRED;
"""

APPEND_ONLY = """
REVOKE UPDATE, DELETE, TRUNCATE ON teams_auditentry FROM cp_app;
"""

# The worker plans nudges for every organisation: it may learn which there are, and nothing else of them.
ACROSS = """
CREATE FUNCTION organisation_ids() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM teams_organisation ORDER BY created_at, id $$;
REVOKE ALL ON FUNCTION organisation_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisation_ids() TO cp_app;
"""

# Commands name an organisation by its slug; nobody is signed in whose places would lead to it.
BY_SLUG = """
CREATE FUNCTION organisation_by_slug(wanted text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM teams_organisation WHERE slug = wanted $$;
REVOKE ALL ON FUNCTION organisation_by_slug(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisation_by_slug(text) TO cp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("tenancy", "0001_roles")]
    operations = [
        migrations.RunSQL(ORGANISATION, migrations.RunSQL.noop),
        TenantTables(
            "OrganisationRole", "Team", "Function", "Leader", "RosterDraft", "AuditEntry", "Invitation"
        ),
        migrations.RunSQL(OWN_PLACES, migrations.RunSQL.noop),
        migrations.RunSQL(MANAGER_IN_THE_SAME_TEAM, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(ACROSS, "DROP FUNCTION organisation_ids()"),
        migrations.RunSQL(BY_SLUG, "DROP FUNCTION organisation_by_slug(text)"),
    ]
