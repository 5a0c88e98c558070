"""Signals of those who would like some help, and nothing asked or answered while choosing is paused."""

import uuid

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import CASCADE

from coachingpairs.tenancy.models import TenantForeignKey
from coachingpairs.tenancy.operations import TenantTables

TAKES_PART = """
ALTER TABLE pairing_helpsignal ADD CONSTRAINT help_signal_takes_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION pairing_check_help_signal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_choosing(NEW.cycle_id);
  RETURN NEW;
END $$;
CREATE TRIGGER help_signal_while_choosing BEFORE INSERT ON pairing_helpsignal
  FOR EACH ROW EXECUTE FUNCTION pairing_check_help_signal();
"""

# The lock is shared with everybody who chooses, and whoever pauses waits to hold it alone (cycles 0005), so that
# what is read here stays true to the end of the transaction. Withdrawing and lapsing go on, and so does what is
# written down as said aloud.
NOT_PAUSED = """
CREATE FUNCTION pairing_check_not_paused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.cycle_id::text, 0));
  IF EXISTS (SELECT FROM cycles_cycle c WHERE c.id = NEW.cycle_id AND c.paused) THEN
    RAISE EXCEPTION 'Choosing is paused (cycles_cycle.paused).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'choosing_not_paused';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_not_made_while_paused BEFORE INSERT ON pairing_proposal
  FOR EACH ROW WHEN (NEW.recorded_by_id IS NULL) EXECUTE FUNCTION pairing_check_not_paused();
CREATE TRIGGER proposal_not_answered_while_paused BEFORE UPDATE OF state ON pairing_proposal
  FOR EACH ROW WHEN (NEW.state IN ('accepted', 'declined') AND NEW.state <> OLD.state)
  EXECUTE FUNCTION pairing_check_not_paused();
CREATE TRIGGER suggestion_not_answered_while_paused BEFORE UPDATE OF answer ON pairing_suggestedleader
  FOR EACH ROW WHEN (NEW.answer <> OLD.answer) EXECUTE FUNCTION pairing_check_not_paused();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pairing", "0004_suggestions"),
        ("cycles", "0005_paused"),
        ("teams", "0002_tenancy"),
    ]
    operations = [
        migrations.CreateModel(
            name="HelpSignal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("cycle", TenantForeignKey(on_delete=CASCADE, related_name="+", to="cycles.cycle")),
                ("leader", TenantForeignKey(on_delete=CASCADE, related_name="+", to="teams.leader")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=CASCADE, related_name="+", to="teams.organisation"),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=["organisation", "cycle", "leader"],
                        name="help_signal_open_once",
                    ),
                ],
            },
        ),
        TenantTables("HelpSignal"),
        *(migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (TAKES_PART, NOT_PAUSED)),
    ]
