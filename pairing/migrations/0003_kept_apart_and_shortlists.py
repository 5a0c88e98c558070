"""Those who are not offered each other, and whom each would be glad to work with, which nobody else may read."""

import uuid

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import CASCADE, SET_NULL

from coachingpairs.tenancy.models import TenantForeignKey
from coachingpairs.tenancy.operations import TenantTables

KEPT_APART_IN_TEAM = """
ALTER TABLE pairing_keptapart ADD CONSTRAINT kept_apart_one_in_team
  FOREIGN KEY (organisation_id, team_id, one_id) REFERENCES teams_leader (organisation_id, team_id, id)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_keptapart ADD CONSTRAINT kept_apart_other_in_team
  FOREIGN KEY (organisation_id, team_id, other_id) REFERENCES teams_leader (organisation_id, team_id, id)
  DEFERRABLE INITIALLY DEFERRED;
"""

PAIR_KEPT_APART = """
CREATE FUNCTION pairing_check_kept_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT FROM cycles_pairmember m
      JOIN cycles_pairmember partner ON partner.pair_id = m.pair_id AND partner.left_at IS NULL
      JOIN pairing_keptapart k ON (k.one_id, k.other_id)
        IN ((m.leader_id, partner.leader_id), (partner.leader_id, m.leader_id))
      WHERE m.id = NEW.id AND m.left_at IS NULL) THEN
    RAISE EXCEPTION 'The two are not offered to each other.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_kept_apart';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pair_kept_apart
  AFTER INSERT OR UPDATE OF pair_id, cycle_id, leader_id ON cycles_pairmember
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_check_kept_apart();
"""

# The leader's row is held, so that two pages sending at the same moment do not make six of five.
SHORTLIST = """
CREATE FUNCTION pairing_check_shortlist() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM teams_leader l WHERE l.id = NEW.leader_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM teams_leader mine JOIN teams_leader theirs ON theirs.team_id = mine.team_id
                 WHERE mine.id = NEW.leader_id AND theirs.id = NEW.colleague_id) THEN
    RAISE EXCEPTION 'A colleague is of the same team.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shortlist_of_team';
  END IF;
  IF (SELECT count(*) FROM pairing_shortlistentry s WHERE s.leader_id = NEW.leader_id) > 5 THEN
    RAISE EXCEPTION 'Five colleagues at most.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shortlist_at_most_five';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER shortlist_allowed AFTER INSERT OR UPDATE OF leader_id, colleague_id ON pairing_shortlistentry
  FOR EACH ROW EXECUTE FUNCTION pairing_check_shortlist();
"""

OWN_ALONE = """
CREATE POLICY own_alone ON pairing_shortlistentry AS RESTRICTIVE USING (EXISTS (
  SELECT FROM teams_leader l
  WHERE l.id = pairing_shortlistentry.leader_id AND l.person_id = current_person()));
"""

# Whoever takes a leader away sees nobody's shortlist, and theirs and their place on others' go along.
GOES_WITH_ITS_LEADERS = """
ALTER TABLE pairing_shortlistentry DROP CONSTRAINT pairing_shortlistentry_leader_id_tenant_fk,
  ADD CONSTRAINT pairing_shortlistentry_leader_id_tenant_fk FOREIGN KEY (organisation_id, leader_id)
  REFERENCES teams_leader (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_shortlistentry DROP CONSTRAINT pairing_shortlistentry_colleague_id_tenant_fk,
  ADD CONSTRAINT pairing_shortlistentry_colleague_id_tenant_fk FOREIGN KEY (organisation_id, colleague_id)
  REFERENCES teams_leader (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

# Suggestions serve everybody's wishes without anybody reading them: the one door to all of a team's.
DOOR = """
CREATE FUNCTION pairing_shortlists(the_team uuid) RETURNS TABLE (leader_id uuid, colleague_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT s.leader_id, s.colleague_id
        FROM pairing_shortlistentry s JOIN teams_leader l ON l.id = s.leader_id
        WHERE l.team_id = the_team AND s.organisation_id = current_organisation()
        ORDER BY s.created_at, s.id $$;
REVOKE ALL ON FUNCTION pairing_shortlists(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pairing_shortlists(uuid) TO cp_app;
"""


def identity():
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def leader():
    return TenantForeignKey(on_delete=CASCADE, related_name="+", to="teams.leader")


def organisation():
    return models.ForeignKey(on_delete=CASCADE, related_name="+", to="teams.organisation")


class Migration(migrations.Migration):
    dependencies = [
        ("pairing", "0002_rules"),
        ("cycles", "0004_repeats_and_absence"),
        ("teams", "0002_tenancy"),
    ]
    operations = [
        migrations.CreateModel(
            name="KeptApart",
            fields=[
                ("id", identity()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("one", leader()),
                ("organisation", organisation()),
                ("other", leader()),
                ("team", TenantForeignKey(on_delete=CASCADE, related_name="kept_apart", to="teams.team")),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_in_order"),
                    models.UniqueConstraint(fields=["organisation", "one", "other"], name="kept_apart_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShortlistEntry",
            fields=[
                ("id", identity()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("colleague", leader()),
                ("leader", leader()),
                ("organisation", organisation()),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(condition=~Q(leader=F("colleague")), name="shortlist_not_oneself"),
                    models.UniqueConstraint(
                        fields=["organisation", "leader", "colleague"], name="shortlist_colleague_once"
                    ),
                ],
            },
        ),
        TenantTables("KeptApart", "ShortlistEntry"),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (
                KEPT_APART_IN_TEAM,
                PAIR_KEPT_APART,
                SHORTLIST,
                OWN_ALONE,
                GOES_WITH_ITS_LEADERS,
                DOOR,
            )
        ),
    ]
