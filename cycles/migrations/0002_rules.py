"""The rules of pairing that the database keeps, and who may read what a pair writes."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

SAME_CYCLE = """
ALTER TABLE cycles_pairmember ADD CONSTRAINT member_pair_of_cycle
  FOREIGN KEY (organisation_id, cycle_id, pair_id) REFERENCES cycles_pair (organisation_id, cycle_id, id)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_pairmember ADD CONSTRAINT member_takes_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_session ADD CONSTRAINT session_logged_by_member
  FOREIGN KEY (organisation_id, pair_id, logged_by_id)
  REFERENCES cycles_pairmember (organisation_id, pair_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

PARTICIPANT_OF_THE_TEAM = """
CREATE FUNCTION cycles_check_participant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cycles_cycle c JOIN teams_leader l ON l.team_id = c.team_id
                 WHERE c.id = NEW.cycle_id AND l.id = NEW.leader_id) THEN
    RAISE EXCEPTION 'The leader is not of the cycle''s team.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'participant_of_team';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER participant_of_team AFTER INSERT OR UPDATE ON cycles_participant
  FOR EACH ROW EXECUTE FUNCTION cycles_check_participant();
"""

# Choosers hold this lock shared until they commit, the one who seals holds it alone: what the closer saw is
# what is stored. See cycles.locks.
STAGE = """
CREATE FUNCTION cycles_require_choosing(cycle uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(cycle::text, 0));
  IF NOT EXISTS (SELECT FROM cycles_cycle c WHERE c.id = cycle AND c.stage = 'choosing') THEN
    RAISE EXCEPTION 'The cycle is not choosing.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_is_choosing';
  END IF;
END $$;
CREATE FUNCTION cycles_check_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stage = OLD.stage THEN RETURN NEW; END IF;
  IF (OLD.stage, NEW.stage) NOT IN (('draft', 'choosing'), ('choosing', 'running'), ('running', 'wrapping_up'),
                                    ('running', 'closed'), ('wrapping_up', 'closed')) THEN
    RAISE EXCEPTION 'A cycle goes on from one stage to the next, never back; not from % to %.',
      OLD.stage, NEW.stage USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_stage_in_order';
  END IF;
  IF OLD.stage = 'choosing' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 0));
    IF EXISTS (
        SELECT FROM cycles_participant p JOIN teams_leader l ON l.id = p.leader_id
        WHERE p.cycle_id = OLD.id AND NOT p.sits_out AND l.left_on IS NULL AND NOT EXISTS (
          SELECT FROM cycles_pairmember m
          WHERE m.cycle_id = OLD.id AND m.leader_id = p.leader_id AND m.left_at IS NULL)) THEN
      RAISE EXCEPTION 'Everybody who takes part is in a pair or sits out (sits_out); nobody is dropped silently.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_drops_nobody';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_stage_in_order BEFORE UPDATE OF stage ON cycles_cycle
  FOR EACH ROW EXECUTE FUNCTION cycles_check_stage();
"""

# The leaders' rows are held, in the order of their ids, so that nobody's function or line manager changes
# between this check and the commit.
MEMBER = """
CREATE FUNCTION cycles_check_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_choosing(NEW.cycle_id);
  PERFORM FROM teams_leader l
    WHERE l.id IN (SELECT leader_id FROM cycles_pairmember WHERE pair_id = NEW.pair_id AND left_at IS NULL)
    ORDER BY l.id FOR SHARE;
  IF NOT EXISTS (SELECT FROM teams_leader l WHERE l.id = NEW.leader_id
                 AND l.function_id = NEW.function_id AND l.left_on IS NULL) THEN
    RAISE EXCEPTION 'The leader has left, or the function is not theirs.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'member_function_is_theirs';
  END IF;
  IF EXISTS (SELECT FROM cycles_pairmember m
             JOIN teams_leader a ON a.id = m.leader_id JOIN teams_leader b ON b.id = NEW.leader_id
             WHERE m.pair_id = NEW.pair_id AND m.leader_id <> NEW.leader_id AND m.left_at IS NULL
               AND (a.manager_id = b.id OR b.manager_id = a.id)) THEN
    RAISE EXCEPTION 'A line manager and their direct report.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_no_reporting_line';
  END IF;
  IF EXISTS (SELECT FROM cycles_pairmember m
             JOIN cycles_pairmember theirs ON theirs.leader_id = m.leader_id AND theirs.pair_id <> NEW.pair_id
             JOIN cycles_pairmember mine ON mine.pair_id = theirs.pair_id AND mine.leader_id = NEW.leader_id
             WHERE m.pair_id = NEW.pair_id AND m.leader_id <> NEW.leader_id AND m.left_at IS NULL) THEN
    RAISE EXCEPTION 'Partners of an earlier cycle.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_not_again';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER member_allowed AFTER INSERT OR UPDATE OF pair_id, cycle_id, leader_id, function_id
  ON cycles_pairmember FOR EACH ROW EXECUTE FUNCTION cycles_check_member();
CREATE TRIGGER member_back_allowed AFTER UPDATE OF left_at ON cycles_pairmember
  FOR EACH ROW WHEN (NEW.left_at IS NULL AND OLD.left_at IS NOT NULL) EXECUTE FUNCTION cycles_check_member();
"""

SIZE = """
CREATE FUNCTION cycles_check_pair_size() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_pair uuid; wanted int; found int;
BEGIN
  IF TG_TABLE_NAME = 'cycles_pair' THEN the_pair := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN the_pair := OLD.pair_id;
  ELSE the_pair := NEW.pair_id;
  END IF;
  SELECT CASE WHEN is_trio THEN 3 ELSE 2 END INTO wanted
    FROM cycles_pair WHERE id = the_pair AND ended_at IS NULL;
  IF wanted IS NULL THEN RETURN NULL; END IF;
  SELECT count(*) INTO found FROM cycles_pairmember WHERE pair_id = the_pair AND left_at IS NULL;
  IF found <> wanted THEN
    RAISE EXCEPTION 'A pair has two members, a trio three; this one has %.', found
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_size';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pair_size AFTER INSERT OR UPDATE ON cycles_pair
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cycles_check_pair_size();
CREATE CONSTRAINT TRIGGER pair_size AFTER INSERT OR UPDATE OR DELETE ON cycles_pairmember
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cycles_check_pair_size();
"""

# A pair is undone only while its cycle is still choosing; afterwards it ends, and stays on record.
UNDOING = """
CREATE FUNCTION cycles_check_undoing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_choosing(OLD.cycle_id);
  RETURN OLD;
END $$;
CREATE TRIGGER pair_undone_while_choosing BEFORE DELETE ON cycles_pair
  FOR EACH ROW EXECUTE FUNCTION cycles_check_undoing();
"""

WHO_READS = """
CREATE POLICY members_only ON cycles_pairnote AS RESTRICTIVE USING (EXISTS (
  SELECT FROM cycles_session s
  JOIN cycles_pairmember m ON m.pair_id = s.pair_id
  JOIN teams_leader l ON l.id = m.leader_id
  WHERE s.id = session_id AND l.person_id = current_person()));
CREATE POLICY author_only ON cycles_privatenote AS RESTRICTIVE USING (EXISTS (
  SELECT FROM cycles_session s
  JOIN cycles_pairmember m ON m.pair_id = s.pair_id
  JOIN teams_leader l ON l.id = m.leader_id
  WHERE s.id = session_id AND l.id = cycles_privatenote.leader_id AND l.person_id = current_person()));
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial"), ("teams", "0002_tenancy")]
    operations = [
        TenantTables("Cycle", "Participant", "Pair", "PairMember", "Session", "PairNote", "PrivateNote"),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (
                SAME_CYCLE,
                PARTICIPANT_OF_THE_TEAM,
                STAGE,
                MEMBER,
                SIZE,
                UNDOING,
                WHO_READS,
            )
        ),
    ]
