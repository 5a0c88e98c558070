"""Those without a partner ask and answer while the cycle is under way; parting takes back a yes."""

from django.db import migrations

# As in 0002; new is who may ask and say yes once the cycle is under way (cycles 0009).
PROPOSAL = """
CREATE OR REPLACE FUNCTION pairing_check_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = 'lapsed' THEN RETURN NEW; END IF;
  PERFORM cycles_require_open(NEW.cycle_id, CASE WHEN NEW.state IN ('open', 'accepted')
                                                 THEN ARRAY[NEW.proposer_id, NEW.addressee_id] ELSE '{}' END);
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
"""

# As in 0004. Once the cycle is under way a suggestion is the question of somebody without a partner.
SUGGESTION = """
CREATE OR REPLACE FUNCTION pairing_check_suggestion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NOT NULL AND (
      NEW.ended_at IS DISTINCT FROM OLD.ended_at
      OR (NEW.became_id IS NOT NULL AND NEW.became_id IS DISTINCT FROM OLD.became_id)) THEN
    RAISE EXCEPTION 'A suggestion ends once.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_ends_once';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.became_id IS NULL
      AND (NEW.cycle_id, NEW.asked_by_id) IS NOT DISTINCT FROM (OLD.cycle_id, OLD.asked_by_id) THEN
    RETURN NEW;
  END IF;
  PERFORM cycles_require_open(NEW.cycle_id, CASE
    WHEN TG_OP = 'UPDATE' AND NEW.asked_by_id IS NOT NULL AND NEW.asked_by_id = OLD.asked_by_id THEN '{}'
    ELSE ARRAY[NEW.asked_by_id] END);
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION pairing_check_suggested() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND ((NEW.suggestion_id, NEW.cycle_id, NEW.leader_id)
                           <> (OLD.suggestion_id, OLD.cycle_id, OLD.leader_id)
                           OR (NEW.answer <> OLD.answer AND OLD.answer <> 'none')) THEN
    RAISE EXCEPTION 'Everybody in a suggestion answers once, and nobody else for them.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_answered_once';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.answer = OLD.answer THEN RETURN NEW; END IF;
  PERFORM cycles_require_open(
    NEW.cycle_id, ARRAY(SELECT s.asked_by_id FROM pairing_suggestion s WHERE s.id = NEW.suggestion_id));
  IF TG_OP = 'UPDATE' AND NOT OLD.is_open THEN
    RAISE EXCEPTION 'The suggestion has ended.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_is_open';
  END IF;
  IF TG_OP = 'INSERT' AND (NEW.answer <> 'none' OR EXISTS (
      SELECT FROM pairing_suggestedleader s WHERE s.suggestion_id = NEW.suggestion_id AND s.answer <> 'none')) THEN
    RAISE EXCEPTION 'A suggestion begins with all its people and without an answer.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'suggestion_begins_unanswered';
  END IF;
  RETURN NEW;
END $$;
"""

HELP = """
CREATE OR REPLACE FUNCTION pairing_check_help_signal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_open(NEW.cycle_id, ARRAY[NEW.leader_id]);
  RETURN NEW;
END $$;
"""

# The yes that made a pair counts no longer once they have parted: to pair again they both say it again.
PARTING = """
CREATE FUNCTION pairing_parting_takes_back_yes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE pairing_proposal p SET state = 'lapsed', answered_at = NEW.left_at
    FROM cycles_pairmember other
    WHERE other.pair_id = NEW.pair_id AND other.leader_id <> NEW.leader_id
      AND p.cycle_id = NEW.cycle_id AND p.state = 'accepted'
      AND (p.proposer_id, p.addressee_id)
        IN ((NEW.leader_id, other.leader_id), (other.leader_id, NEW.leader_id));
  RETURN NULL;
END $$;
CREATE TRIGGER parting_takes_back_yes AFTER UPDATE OF left_at ON cycles_pairmember
  FOR EACH ROW WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL)
  EXECUTE FUNCTION pairing_parting_takes_back_yes();
"""

# Those without a partner may ask until then; what is unanswered stays between the two for ever.
CLOSING = """
CREATE FUNCTION pairing_lapse_with_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz := coalesce(NEW.closed_at, now());
BEGIN
  UPDATE pairing_proposal SET state = 'lapsed', answered_at = moment WHERE cycle_id = NEW.id AND state = 'open';
  UPDATE pairing_suggestedleader SET is_open = false WHERE cycle_id = NEW.id AND is_open;
  UPDATE pairing_suggestion SET ended_at = moment WHERE cycle_id = NEW.id AND ended_at IS NULL;
  UPDATE pairing_helpsignal SET ended_at = moment WHERE cycle_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER cycle_closes_with_nothing_open AFTER UPDATE OF stage ON cycles_cycle
  FOR EACH ROW WHEN (NEW.stage = 'closed' AND OLD.stage <> 'closed') EXECUTE FUNCTION pairing_lapse_with_cycle();
"""


class Migration(migrations.Migration):
    dependencies = [("pairing", "0005_help_signals_and_pausing"), ("cycles", "0009_people_change")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (PROPOSAL, SUGGESTION, HELP, PARTING, CLOSING)
    ]
