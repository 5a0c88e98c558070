"""Repeats that a cycle allows, people who are away while the others choose, and a trio only when the number is odd."""

from django.db import migrations, models
from django.db.models import F, Q

# Only what a team's other cycles say counts; a pair of this one that came undone or ended does not.
LAST_TOGETHER = """
CREATE FUNCTION cycles_last_together(the_cycle uuid, one uuid, other uuid) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT max(before.number)
  FROM cycles_pairmember mine
  JOIN cycles_pairmember theirs ON theirs.pair_id = mine.pair_id
  JOIN cycles_cycle before ON before.id = mine.cycle_id
  JOIN cycles_cycle now ON now.id = the_cycle AND now.team_id = before.team_id AND now.id <> before.id
  WHERE mine.leader_id = one AND theirs.leader_id = other
$$;
"""

# As in 0002; new are the participant's row, which is held so that nobody is marked away meanwhile, and repeats.
MEMBER = """
CREATE OR REPLACE FUNCTION cycles_check_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_choosing(NEW.cycle_id);
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

# Whoever takes repeats back holds the cycle's lock alone, so that no pair is formed on the old terms meanwhile.
REPEATS = """
CREATE FUNCTION cycles_check_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.repeats_through = OLD.repeats_through THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.id::text, 0));
  IF OLD.stage NOT IN ('draft', 'choosing') THEN
    RAISE EXCEPTION 'What may be repeated is settled when the pairs are sealed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_repeats_before_sealing';
  END IF;
  IF EXISTS (SELECT FROM cycles_pairmember a JOIN cycles_pairmember b ON b.pair_id = a.pair_id
             WHERE a.cycle_id = OLD.id AND a.leader_id < b.leader_id
               AND a.left_at IS NULL AND b.left_at IS NULL
               AND cycles_last_together(OLD.id, a.leader_id, b.leader_id) > NEW.repeats_through) THEN
    RAISE EXCEPTION 'A pair of this cycle is such a repeat.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_repeats_in_use';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cycle_repeats_before_sealing BEFORE UPDATE OF repeats_through ON cycles_cycle
  FOR EACH ROW EXECUTE FUNCTION cycles_check_repeats();
"""

# As in 0002, and those who are away are paired later.
STAGE = """
CREATE OR REPLACE FUNCTION cycles_check_stage() RETURNS trigger LANGUAGE plpgsql AS $$
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
        WHERE p.cycle_id = OLD.id AND NOT p.sits_out AND NOT p.absent AND l.left_on IS NULL AND NOT EXISTS (
          SELECT FROM cycles_pairmember m
          WHERE m.cycle_id = OLD.id AND m.leader_id = p.leader_id AND m.left_at IS NULL)) THEN
      RAISE EXCEPTION 'Everybody who takes part is in a pair, is away (absent) or sits out (sits_out); nobody is dropped silently.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cycle_drops_nobody';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""

THERE = """
CREATE FUNCTION cycles_check_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cycles_pairmember m JOIN cycles_cycle c ON c.id = m.cycle_id
             WHERE m.cycle_id = NEW.cycle_id AND m.leader_id = NEW.leader_id AND m.left_at IS NULL
               AND c.stage = 'choosing') THEN
    RAISE EXCEPTION 'The leader is in a pair, so is neither away nor sits out.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'member_is_there';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER member_is_there AFTER INSERT OR UPDATE ON cycles_participant
  FOR EACH ROW WHEN (NEW.absent OR NEW.sits_out) EXECUTE FUNCTION cycles_check_away();
"""

TRIO = """
CREATE FUNCTION cycles_check_trio() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  there int;
BEGIN
  IF NOT EXISTS (SELECT FROM cycles_pair p WHERE p.id = NEW.id AND p.is_trio AND p.ended_at IS NULL) THEN
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
CREATE CONSTRAINT TRIGGER trio_when_odd AFTER INSERT OR UPDATE OF is_trio, cycle_id ON cycles_pair
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_trio) EXECUTE FUNCTION cycles_check_trio();
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0003_sessions")]
    operations = [
        migrations.AddField("cycle", "repeats_through", models.PositiveSmallIntegerField(default=0)),
        migrations.AddConstraint(
            "cycle",
            models.CheckConstraint(
                condition=Q(repeats_through__lt=F("number")), name="cycle_repeats_of_earlier_cycles"
            ),
        ),
        migrations.AddField("participant", "absent", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "participant",
            models.CheckConstraint(
                condition=~Q(absent=True, sits_out=True), name="participant_absent_or_resting"
            ),
        ),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (LAST_TOGETHER, MEMBER, REPEATS, STAGE, THERE, TRIO)
        ),
    ]
