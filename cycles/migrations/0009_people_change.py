"""People change: how a pair ends and what its members read then, and who may still pair once a cycle is under way."""

from django.db import migrations

# Whoever is free has no partner, is there to choose and is in the team. While a cycle is choosing everybody asks and
# answers; once it is under way those do who are free, and nothing is asked of a cycle that is over.
OPEN = """
CREATE FUNCTION cycles_is_free(the_cycle uuid, the_leader uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
      SELECT FROM cycles_participant p JOIN teams_leader l ON l.id = p.leader_id
      WHERE p.cycle_id = the_cycle AND p.leader_id = the_leader
        AND NOT p.absent AND NOT p.sits_out AND l.left_on IS NULL)
    AND NOT EXISTS (
      SELECT FROM cycles_pairmember m
      WHERE m.cycle_id = the_cycle AND m.leader_id = the_leader AND m.left_at IS NULL)
$$;
CREATE FUNCTION cycles_require_open(the_cycle uuid, free uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  the_stage text;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(the_cycle::text, 0));
  SELECT c.stage INTO the_stage FROM cycles_cycle c WHERE c.id = the_cycle;
  IF the_stage = 'choosing' THEN RETURN; END IF;
  IF the_stage IS NULL OR the_stage NOT IN ('running', 'wrapping_up')
      OR EXISTS (SELECT FROM unnest(free) one WHERE NOT cycles_is_free(the_cycle, one)) THEN
    RAISE EXCEPTION 'The cycle is not choosing, nor is it under way with these leaders without a partner.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_is_choosing';
  END IF;
END $$;
"""

# As in 0004; new is that a cycle under way is open to those who are there.
MEMBER = """
CREATE OR REPLACE FUNCTION cycles_check_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_open(NEW.cycle_id, '{}');
  PERFORM FROM cycles_participant p WHERE p.cycle_id = NEW.cycle_id AND p.leader_id = NEW.leader_id FOR SHARE;
  PERFORM FROM teams_leader l
    WHERE l.id IN (SELECT leader_id FROM cycles_pairmember WHERE pair_id = NEW.pair_id AND left_at IS NULL)
    ORDER BY l.id FOR SHARE;
  IF EXISTS (SELECT FROM cycles_participant p WHERE p.cycle_id = NEW.cycle_id AND p.leader_id = NEW.leader_id
             AND (p.absent OR p.sits_out)) THEN
    RAISE EXCEPTION 'The leader is away or sits this cycle out (cycles_participant).'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'member_is_there';
  END IF;
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
  IF EXISTS (SELECT FROM cycles_pairmember m JOIN cycles_cycle c ON c.id = NEW.cycle_id
             WHERE m.pair_id = NEW.pair_id AND m.leader_id <> NEW.leader_id AND m.left_at IS NULL
               AND cycles_last_together(c.id, m.leader_id, NEW.leader_id) > c.repeats_through) THEN
    RAISE EXCEPTION 'Partners of an earlier cycle, later than the repeats that this one allows.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_not_again';
  END IF;
  RETURN NULL;
END $$;
"""

# Once, and for good: whoever would pair again says yes again. What a pair of two has written is theirs, so once a
# cycle is under way nobody joins it; the three begin anew.
PARTING = """
CREATE FUNCTION cycles_check_parting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A pair ends once; whoever has left it comes back by a new one.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_ends_once';
END $$;
CREATE TRIGGER pair_ends_once BEFORE UPDATE OF ended_at ON cycles_pair
  FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
  EXECUTE FUNCTION cycles_check_parting();
DROP TRIGGER member_back_allowed ON cycles_pairmember;
CREATE TRIGGER pair_ends_once BEFORE UPDATE OF left_at ON cycles_pairmember
  FOR EACH ROW WHEN (OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at)
  EXECUTE FUNCTION cycles_check_parting();
CREATE FUNCTION cycles_check_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.cycle_id::text, 0));
  IF NOT EXISTS (SELECT FROM cycles_cycle c WHERE c.id = NEW.cycle_id AND c.stage IN ('running', 'wrapping_up')) THEN
    RAISE EXCEPTION 'A pair ends while its cycle is under way; while it is choosing it is undone.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_ends_while_under_way';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pair_ends_while_under_way BEFORE UPDATE OF ended_at ON cycles_pair
  FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION cycles_check_ending();
CREATE TRIGGER pair_ends_while_under_way BEFORE UPDATE OF left_at ON cycles_pairmember
  FOR EACH ROW WHEN (OLD.left_at IS NULL AND NEW.left_at IS NOT NULL) EXECUTE FUNCTION cycles_check_ending();
CREATE FUNCTION cycles_check_joining() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cycles_cycle c WHERE c.id = NEW.cycle_id AND c.stage = 'choosing') THEN
    RAISE EXCEPTION 'Once the cycle is under way nobody joins a pair that has begun: the three are a new one.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'trio_begins_anew';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trio_begins_anew BEFORE UPDATE OF is_trio ON cycles_pair
  FOR EACH ROW WHEN (NEW.is_trio AND NOT OLD.is_trio) EXECUTE FUNCTION cycles_check_joining();
"""

# As in 0002, and nobody stays in a pair that has ended.
SIZE = """
CREATE OR REPLACE FUNCTION cycles_check_pair_size() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_pair uuid; wanted int; found int;
BEGIN
  IF TG_TABLE_NAME = 'cycles_pair' THEN the_pair := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN the_pair := OLD.pair_id;
  ELSE the_pair := NEW.pair_id;
  END IF;
  SELECT CASE WHEN ended_at IS NOT NULL THEN 0 WHEN is_trio THEN 3 ELSE 2 END INTO wanted
    FROM cycles_pair WHERE id = the_pair;
  IF wanted IS NULL THEN RETURN NULL; END IF;
  SELECT count(*) INTO found FROM cycles_pairmember WHERE pair_id = the_pair AND left_at IS NULL;
  IF found <> wanted THEN
    RAISE EXCEPTION 'A pair has two members, a trio three, and one that has ended nobody; this one has %.', found
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pair_size';
  END IF;
  RETURN NULL;
END $$;
"""

# As in 0004; now also once the cycle is under way.
THERE = """
CREATE OR REPLACE FUNCTION cycles_check_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cycles_pairmember m JOIN cycles_cycle c ON c.id = m.cycle_id
             WHERE m.cycle_id = NEW.cycle_id AND m.leader_id = NEW.leader_id AND m.left_at IS NULL
               AND c.stage IN ('choosing', 'running', 'wrapping_up')) THEN
    RAISE EXCEPTION 'The leader is in a pair, so is neither away nor sits out.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'member_is_there';
  END IF;
  RETURN NULL;
END $$;
"""

# As in 0004; once the cycle is under way the number does not count: two who have parted make it even. That only those
# are in a trio who cannot all be in pairs is looked after by the guard; that there is one at most, by an index.
TRIO = """
CREATE OR REPLACE FUNCTION cycles_check_trio() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  there int;
BEGIN
  IF NOT EXISTS (SELECT FROM cycles_pair p JOIN cycles_cycle c ON c.id = p.cycle_id
                 WHERE p.id = NEW.id AND p.is_trio AND p.ended_at IS NULL AND c.stage = 'choosing') THEN
    RETURN NULL;
  END IF;
  SELECT count(*) INTO there FROM cycles_participant p JOIN teams_leader l ON l.id = p.leader_id
    WHERE p.cycle_id = NEW.cycle_id AND NOT p.absent AND NOT p.sits_out AND l.left_on IS NULL;
  IF there % 2 = 0 THEN
    RAISE EXCEPTION 'A trio is for an odd number of people; % are choosing or in a pair.', there
      USING ERRCODE = 'check_violation', CONSTRAINT = 'trio_when_odd';
  END IF;
  RETURN NULL;
END $$;
"""

# Whoever closes a cycle waits for those who pair or part in it.
CLOSING = """
CREATE FUNCTION cycles_close_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 0));
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_closes_alone BEFORE UPDATE OF stage ON cycles_cycle
  FOR EACH ROW WHEN (NEW.stage = 'closed' AND OLD.stage <> 'closed') EXECUTE FUNCTION cycles_close_alone();
"""

# As in 0003; new is that a pair which has ended meets no more.
SESSION = """
CREATE OR REPLACE FUNCTION cycles_check_session() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_stage text; ended timestamptz;
BEGIN
  SELECT c.stage, p.ended_at INTO the_stage, ended
    FROM cycles_cycle c JOIN cycles_pair p ON p.cycle_id = c.id
    WHERE p.id = NEW.pair_id FOR SHARE OF c;
  IF the_stage IS NULL OR the_stage NOT IN ('running', 'wrapping_up') THEN
    RAISE EXCEPTION 'The cycle is not under way.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_while_under_way';
  END IF;
  IF ended IS NOT NULL THEN
    RAISE EXCEPTION 'The pair has ended.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_of_standing_pair';
  END IF;
  RETURN NEW;
END $$;
"""

# Whoever has left a pair reads its note of a session as it stood then, and changes none.
NOTES = """
CREATE FUNCTION cycles_reads_of_session(the_session uuid, changed timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM cycles_session s
    JOIN cycles_pairmember m ON m.pair_id = s.pair_id
    JOIN teams_leader l ON l.id = m.leader_id
    WHERE s.id = the_session AND l.person_id = current_person()
      AND (m.left_at IS NULL OR (s.created_at <= m.left_at AND changed <= m.left_at)))
$$;
CREATE FUNCTION cycles_keeps_session(the_session uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM cycles_session s WHERE s.id = the_session AND cycles_is_in_pair(s.pair_id))
$$;
DROP POLICY members_only ON cycles_pairnote;
CREATE POLICY members_read ON cycles_pairnote AS RESTRICTIVE FOR SELECT
  USING (cycles_reads_of_session(session_id, changed_at));
CREATE POLICY members_write ON cycles_pairnote AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_keeps_session(session_id));
CREATE POLICY members_change ON cycles_pairnote AS RESTRICTIVE FOR UPDATE
  USING (cycles_keeps_session(session_id)) WITH CHECK (cycles_keeps_session(session_id));
CREATE POLICY members_delete ON cycles_pairnote AS RESTRICTIVE FOR DELETE USING (cycles_keeps_session(session_id));
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0008_who_reads_what")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (OPEN, MEMBER, PARTING, SIZE, THERE, TRIO, CLOSING, SESSION, NOTES)
    ]
