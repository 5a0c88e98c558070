"""A bin for sessions, a form that counts once, and the stage in which a session may be logged."""

import uuid

from django.db import migrations, models
from django.utils import timezone

# Whoever empties the bin sees neither partner's notes, and both go with their session.
NOTES_GO_WITH_THEIR_SESSION = """
ALTER TABLE cycles_pairnote DROP CONSTRAINT cycles_pairnote_session_id_tenant_fk,
  ADD CONSTRAINT cycles_pairnote_session_id_tenant_fk FOREIGN KEY (organisation_id, session_id)
  REFERENCES cycles_session (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_privatenote DROP CONSTRAINT cycles_privatenote_session_id_tenant_fk,
  ADD CONSTRAINT cycles_privatenote_session_id_tenant_fk FOREIGN KEY (organisation_id, session_id)
  REFERENCES cycles_session (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""

# Waits for whoever is closing the cycle; what is closed is read-only.
LOGGED_WHILE_UNDER_WAY = """
CREATE FUNCTION cycles_check_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_stage text;
BEGIN
  SELECT c.stage INTO the_stage FROM cycles_cycle c JOIN cycles_pair p ON p.cycle_id = c.id
    WHERE p.id = NEW.pair_id FOR SHARE OF c;
  IF the_stage IS NULL OR the_stage NOT IN ('running', 'wrapping_up') THEN
    RAISE EXCEPTION 'The cycle is not under way.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_while_under_way';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER session_while_under_way
  BEFORE INSERT OR UPDATE OF pair_id, held_on, minutes, deleted_at ON cycles_session
  FOR EACH ROW EXECUTE FUNCTION cycles_check_session();
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0002_rules")]
    operations = [
        migrations.AlterField("session", "created_at", models.DateTimeField(default=timezone.now)),
        migrations.AddField("session", "deleted_at", models.DateTimeField(null=True)),
        migrations.AddField("session", "sent_as", models.UUIDField(default=uuid.uuid4)),
        migrations.AddConstraint(
            "session",
            models.UniqueConstraint(
                fields=["organisation", "logged_by", "sent_as"], name="session_sent_once"
            ),
        ),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (NOTES_GO_WITH_THEIR_SESSION, LOGGED_WHILE_UNDER_WAY)
        ),
    ]
