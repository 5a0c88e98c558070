"""What an Awayday may point to, that its stages end with sealing, and the one door that crosses organisations."""

from django.db import migrations

OF_THE_TEAM = """
CREATE FUNCTION awayday_check_cycles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM cycles_cycle o WHERE o.id = NEW.opens_id AND o.team_id = NEW.team_id)
     OR (NEW.closes_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM cycles_cycle o JOIN cycles_cycle c ON c.team_id = o.team_id AND c.number < o.number
       WHERE o.id = NEW.opens_id AND c.id = NEW.closes_id)) THEN
    RAISE EXCEPTION 'An Awayday opens a cycle of its team, and closes an earlier one of it.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'awayday_cycles_of_team';
  END IF;
  IF NEW.lesson_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM cycles_lesson l
      WHERE l.id = NEW.lesson_id AND l.cycle_id = NEW.closes_id AND l.offered_at IS NOT NULL) THEN
    RAISE EXCEPTION 'A lesson on the board was offered, in the cycle that closes.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'awayday_lesson_offered';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER awayday_cycles_of_team AFTER INSERT OR UPDATE ON awayday_awayday
  FOR EACH ROW EXECUTE FUNCTION awayday_check_cycles();
"""

# The stage and the pairs are sealed under one lock, so nobody goes back in the moment of sealing.
STAGE = """
CREATE FUNCTION awayday_check_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stage = OLD.stage AND NEW.lesson_id IS NOT DISTINCT FROM OLD.lesson_id THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.opens_id::text, 0));
  IF NEW.stage <> OLD.stage AND NOT EXISTS (
      SELECT FROM cycles_cycle c WHERE c.id = NEW.opens_id AND c.stage IN ('draft', 'choosing')) THEN
    RAISE EXCEPTION 'The pairs are sealed, so the room stays there.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'awayday_before_sealing';
  END IF;
  IF NEW.stage = 'choosing' AND NOT EXISTS (
      SELECT FROM cycles_cycle c WHERE c.id = NEW.opens_id AND c.stage = 'choosing') THEN
    RAISE EXCEPTION 'The room chooses once the cycle is open.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'awayday_cycle_is_choosing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER awayday_before_sealing BEFORE UPDATE OF stage, lesson_id ON awayday_awayday
  FOR EACH ROW EXECUTE FUNCTION awayday_check_stage();
"""

PERSON = """
CREATE FUNCTION awayday_check_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM awayday_awayday a JOIN teams_leader l ON l.team_id = a.team_id
                 WHERE a.id = NEW.awayday_id AND l.id = NEW.leader_id) THEN
    RAISE EXCEPTION 'The leader is not of the Awayday''s team.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'awayday_person_of_team';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER awayday_person_of_team AFTER INSERT OR UPDATE OF awayday_id, leader_id ON awayday_arrival
  FOR EACH ROW EXECUTE FUNCTION awayday_check_person();
CREATE TRIGGER awayday_person_of_team AFTER INSERT OR UPDATE OF awayday_id, leader_id ON awayday_placecard
  FOR EACH ROW EXECUTE FUNCTION awayday_check_person();
CREATE TRIGGER awayday_person_of_team AFTER INSERT OR UPDATE OF awayday_id, leader_id ON awayday_claim
  FOR EACH ROW EXECUTE FUNCTION awayday_check_person();
"""

# Whoever types the digits on the wall is of no organisation yet; they learn which room it is, and nothing else.
BY_CODE = """
CREATE FUNCTION awayday_by_code(wanted text) RETURNS TABLE (organisation_id uuid, awayday_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.organisation_id, a.id FROM awayday_awayday a
        WHERE a.code = wanted AND a.code <> '' AND a.closed_at IS NULL AND a.doors_close_at > now() $$;
REVOKE ALL ON FUNCTION awayday_by_code(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION awayday_by_code(text) TO cp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("awayday", "0001_initial")]
    operations = [
        migrations.RunSQL(OF_THE_TEAM, migrations.RunSQL.noop),
        migrations.RunSQL(STAGE, migrations.RunSQL.noop),
        migrations.RunSQL(PERSON, migrations.RunSQL.noop),
        migrations.RunSQL(BY_CODE, "DROP FUNCTION awayday_by_code(text)"),
    ]
