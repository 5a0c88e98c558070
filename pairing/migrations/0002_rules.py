"""Proposals belong to a cycle that is choosing, and no pair is formed without a yes from both."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

TAKE_PART = """
ALTER TABLE pairing_proposal ADD CONSTRAINT proposer_takes_part
  FOREIGN KEY (organisation_id, cycle_id, proposer_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing_proposal ADD CONSTRAINT addressee_takes_part
  FOREIGN KEY (organisation_id, cycle_id, addressee_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

# A proposal begins open and is answered once. Only what a facilitator or sponsor writes down, because the two
# said it aloud, begins with its answer. Lapsing is the one thing that may still happen after sealing.
PROPOSAL = """
CREATE FUNCTION pairing_check_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = 'lapsed' THEN RETURN NEW; END IF;
  PERFORM cycles_require_choosing(NEW.cycle_id);
  IF TG_OP = 'INSERT' AND NEW.recorded_by_id IS NULL AND NEW.state <> 'open' THEN
    RAISE EXCEPTION 'A proposal begins open, unless recorded_by wrote it down for the two.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_begins_open';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> 'open' THEN
    RAISE EXCEPTION 'A proposal is answered once.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_answered_once';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.recorded_by_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM teams_organisationrole r WHERE r.organisation_id = NEW.organisation_id
        AND r.person_id = NEW.recorded_by_id AND r.role IN ('facilitator', 'sponsor')) THEN
    RAISE EXCEPTION 'Only a facilitator or sponsor writes down what two people said aloud.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_recorded_by_organiser';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_while_choosing
  BEFORE INSERT OR UPDATE OF state, cycle_id, proposer_id, addressee_id ON pairing_proposal
  FOR EACH ROW EXECUTE FUNCTION pairing_check_proposal();
"""

BOTH_SAID_YES = """
CREATE FUNCTION pairing_check_both_said_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT FROM cycles_pairmember m
      WHERE m.pair_id = NEW.pair_id AND m.id = NEW.id AND m.left_at IS NULL AND NOT EXISTS (
        SELECT FROM pairing_proposal p
        JOIN cycles_pairmember partner ON partner.pair_id = m.pair_id AND partner.leader_id <> m.leader_id
        WHERE p.cycle_id = m.cycle_id AND p.state = 'accepted'
          AND m.leader_id IN (p.proposer_id, p.addressee_id)
          AND partner.leader_id IN (p.proposer_id, p.addressee_id))) THEN
    RAISE EXCEPTION 'A pair needs an accepted proposal between its members (pairing.Proposal, see there).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_both_said_yes';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pair_both_said_yes
  AFTER INSERT OR UPDATE OF pair_id, cycle_id, leader_id ON cycles_pairmember
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pairing_check_both_said_yes();
"""


class Migration(migrations.Migration):
    dependencies = [("pairing", "0001_initial"), ("cycles", "0002_rules")]
    operations = [
        TenantTables("Proposal"),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (TAKE_PART, PROPOSAL, BOTH_SAID_YES)
        ),
    ]
