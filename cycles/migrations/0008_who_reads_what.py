"""Who reads and who changes what is written in the six months, and when it may be written."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

# A text stood from ``since`` until ``until`` (null: it stands). Members read what stands; whoever has left
# reads what stood when they did. ``infinity`` is a member who has not left, or a text that stands.
READERS = """
CREATE FUNCTION cycles_reads_in_pair(the_pair uuid, since timestamptz, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM cycles_pairmember m JOIN teams_leader l ON l.id = m.leader_id
    WHERE m.pair_id = the_pair AND l.person_id = current_person()
      AND since <= coalesce(m.left_at, 'infinity') AND coalesce(until, 'infinity') >= coalesce(m.left_at, 'infinity'))
$$;
CREATE FUNCTION cycles_is_in_pair(the_pair uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM cycles_pairmember m JOIN teams_leader l ON l.id = m.leader_id
    WHERE m.pair_id = the_pair AND m.left_at IS NULL AND l.person_id = current_person())
$$;
CREATE FUNCTION cycles_is_person_of(the_leader uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM teams_leader l WHERE l.id = the_leader AND l.person_id = current_person())
$$;
CREATE FUNCTION cycles_reads_as_partner(the_cycle uuid, the_leader uuid, since timestamptz, until timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM cycles_pairmember theirs
    JOIN cycles_pairmember mine ON mine.pair_id = theirs.pair_id AND mine.leader_id <> theirs.leader_id
    JOIN teams_leader l ON l.id = mine.leader_id
    WHERE theirs.cycle_id = the_cycle AND theirs.leader_id = the_leader AND l.person_id = current_person()
      AND since <= least(coalesce(mine.left_at, 'infinity'), coalesce(theirs.left_at, 'infinity'))
      AND coalesce(until, 'infinity')
          >= least(coalesce(mine.left_at, 'infinity'), coalesce(theirs.left_at, 'infinity')))
$$;
"""

# Keys are changed as the owner of the tables, who writes the same words anew (row_security_active).
AGREEMENTS = """
CREATE POLICY members_read ON cycles_agreement AS RESTRICTIVE FOR SELECT
  USING (cycles_is_in_pair(pair_id) OR cycles_reads_in_pair(pair_id, written_at, replaced_at));
CREATE POLICY members_write ON cycles_agreement AS RESTRICTIVE FOR INSERT
  WITH CHECK (cycles_is_person_of(written_by_id) AND cycles_is_in_pair(pair_id));
CREATE POLICY members_replace ON cycles_agreement AS RESTRICTIVE FOR UPDATE
  USING (cycles_is_in_pair(pair_id)) WITH CHECK (cycles_is_in_pair(pair_id));
CREATE POLICY nobody_deletes ON cycles_agreement AS RESTRICTIVE FOR DELETE USING (false);
CREATE POLICY members_read ON cycles_agreementyes AS RESTRICTIVE FOR SELECT USING (EXISTS (
  SELECT FROM cycles_agreement a WHERE a.id = agreement_id));
CREATE POLICY own_yes ON cycles_agreementyes AS RESTRICTIVE FOR INSERT WITH CHECK (
  cycles_is_person_of(leader_id) AND EXISTS (
    SELECT FROM cycles_agreement a WHERE a.id = agreement_id AND a.replaced_at IS NULL));
CREATE POLICY own_no ON cycles_agreementyes AS RESTRICTIVE FOR DELETE USING (cycles_is_person_of(leader_id));
CREATE POLICY said_once ON cycles_agreementyes AS RESTRICTIVE FOR UPDATE USING (false);
CREATE FUNCTION cycles_check_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'What pairs agree is replaced, not rewritten.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_not_rewritten';
END $$;
CREATE TRIGGER agreement_not_rewritten
  BEFORE UPDATE OF pair_id, written_by_id, written_at, meeting, confidence, challenge, trouble ON cycles_agreement
  FOR EACH ROW EXECUTE FUNCTION cycles_check_agreement();
ALTER TABLE cycles_agreement ADD CONSTRAINT agreement_by_member
  FOREIGN KEY (organisation_id, pair_id, written_by_id)
  REFERENCES cycles_pairmember (organisation_id, pair_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

STRENGTHS = """
CREATE POLICY two_read ON cycles_strength AS RESTRICTIVE FOR SELECT USING (
  cycles_is_person_of(author_id)
  OR (cycles_is_person_of(about_id) AND cycles_reads_in_pair(pair_id, changed_at, NULL)));
CREATE POLICY author_writes ON cycles_strength AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_is_person_of(author_id));
CREATE POLICY author_changes ON cycles_strength AS RESTRICTIVE FOR UPDATE
  USING (cycles_is_person_of(author_id)) WITH CHECK (cycles_is_person_of(author_id));
CREATE POLICY author_deletes ON cycles_strength AS RESTRICTIVE FOR DELETE USING (cycles_is_person_of(author_id));
CREATE POLICY reader_alone ON cycles_strengthsread AS RESTRICTIVE
  USING (cycles_is_person_of(reader_id)) WITH CHECK (cycles_is_person_of(reader_id));
ALTER TABLE cycles_strength ADD CONSTRAINT strength_by_member
  FOREIGN KEY (organisation_id, pair_id, author_id)
  REFERENCES cycles_pairmember (organisation_id, pair_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE cycles_strength ADD CONSTRAINT strength_of_member
  FOREIGN KEY (organisation_id, pair_id, about_id)
  REFERENCES cycles_pairmember (organisation_id, pair_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
"""

TARGETS = """
CREATE POLICY owner_and_partner_read ON cycles_growthtarget AS RESTRICTIVE FOR SELECT USING (
  cycles_is_person_of(leader_id) OR cycles_reads_as_partner(cycle_id, leader_id, created_at, NULL));
CREATE POLICY owner_writes ON cycles_growthtarget AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_is_person_of(leader_id));
CREATE POLICY owner_changes ON cycles_growthtarget AS RESTRICTIVE FOR UPDATE
  USING (cycles_is_person_of(leader_id)) WITH CHECK (cycles_is_person_of(leader_id));
CREATE POLICY owner_deletes ON cycles_growthtarget AS RESTRICTIVE FOR DELETE USING (cycles_is_person_of(leader_id));
ALTER TABLE cycles_growthtarget ADD CONSTRAINT target_of_who_takes_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION cycles_owns_target(the_target uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM cycles_growthtarget t WHERE t.id = the_target AND cycles_is_person_of(t.leader_id))
$$;
CREATE FUNCTION cycles_reads_of_target(the_target uuid, since timestamptz, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM cycles_growthtarget t
    WHERE t.id = the_target AND cycles_reads_as_partner(t.cycle_id, t.leader_id, since, until))
$$;
CREATE POLICY owner_and_partner_read ON cycles_targetwording AS RESTRICTIVE FOR SELECT USING (
  cycles_owns_target(target_id) OR cycles_reads_of_target(target_id, written_at, replaced_at));
CREATE POLICY owner_writes ON cycles_targetwording AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_owns_target(target_id));
CREATE POLICY owner_replaces ON cycles_targetwording AS RESTRICTIVE FOR UPDATE
  USING (cycles_owns_target(target_id)) WITH CHECK (cycles_owns_target(target_id));
CREATE POLICY owner_deletes ON cycles_targetwording AS RESTRICTIVE FOR DELETE USING (cycles_owns_target(target_id));
CREATE POLICY owner_and_partner_read ON cycles_tryout AS RESTRICTIVE FOR SELECT USING (
  cycles_owns_target(target_id) OR cycles_reads_of_target(target_id, changed_at, NULL));
CREATE POLICY owner_writes ON cycles_tryout AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_owns_target(target_id));
CREATE POLICY owner_changes ON cycles_tryout AS RESTRICTIVE FOR UPDATE
  USING (cycles_owns_target(target_id)) WITH CHECK (cycles_owns_target(target_id));
CREATE POLICY owner_deletes ON cycles_tryout AS RESTRICTIVE FOR DELETE USING (cycles_owns_target(target_id));
"""

# What is closed is read-only, save for a change of keys (see above); only that a target was carried on is noted there afterwards.
WHILE_UNDER_WAY = """
CREATE FUNCTION cycles_require_under_way(the_cycle uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  the_stage text;
BEGIN
  IF NOT row_security_active('cycles_cycle') THEN RETURN; END IF;
  SELECT c.stage INTO the_stage FROM cycles_cycle c WHERE c.id = the_cycle FOR SHARE;
  IF the_stage IS NULL OR the_stage NOT IN ('running', 'wrapping_up') THEN
    RAISE EXCEPTION 'The cycle is not under way.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'written_while_under_way';
  END IF;
END $$;
CREATE FUNCTION cycles_check_pair_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(p.cycle_id) FROM cycles_pair p WHERE p.id = NEW.pair_id;
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE ON cycles_agreement
  FOR EACH ROW EXECUTE FUNCTION cycles_check_pair_text();
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE ON cycles_strength
  FOR EACH ROW EXECUTE FUNCTION cycles_check_pair_text();
CREATE FUNCTION cycles_check_target() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = 'carried'
     AND (NEW.id, NEW.cycle_id, NEW.leader_id, NEW.slot) = (OLD.id, OLD.cycle_id, OLD.leader_id, OLD.slot) THEN
    IF OLD.state NOT IN ('idea', 'asked', 'settled', 'carried') OR NOT EXISTS (
        SELECT FROM cycles_growthtarget t WHERE t.carried_from_id = NEW.id) THEN
      RAISE EXCEPTION 'A target is carried on by the one that goes on with it.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'target_carried_by_another';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM cycles_require_under_way(NEW.cycle_id);
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE ON cycles_growthtarget
  FOR EACH ROW EXECUTE FUNCTION cycles_check_target();
CREATE FUNCTION cycles_check_of_target() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(t.cycle_id) FROM cycles_growthtarget t WHERE t.id = NEW.target_id;
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE ON cycles_targetwording
  FOR EACH ROW EXECUTE FUNCTION cycles_check_of_target();
CREATE TRIGGER written_while_under_way BEFORE INSERT OR UPDATE ON cycles_tryout
  FOR EACH ROW EXECUTE FUNCTION cycles_check_of_target();
"""

CARRIED = """
CREATE FUNCTION cycles_check_carried() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM cycles_growthtarget before
      JOIN cycles_cycle earlier ON earlier.id = before.cycle_id
      JOIN cycles_cycle later ON later.id = NEW.cycle_id
      WHERE before.id = NEW.carried_from_id AND before.leader_id = NEW.leader_id
        AND earlier.team_id = later.team_id AND earlier.number < later.number) THEN
    RAISE EXCEPTION 'A target is carried on by its owner from an earlier cycle of the team.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'target_carried_from_own';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER target_carried_from_own AFTER INSERT OR UPDATE OF carried_from_id, cycle_id, leader_id
  ON cycles_growthtarget FOR EACH ROW WHEN (NEW.carried_from_id IS NOT NULL)
  EXECUTE FUNCTION cycles_check_carried();
"""

# Whoever takes a pair, a leader or a cycle away sees none of this, and it goes along.
GOES_WITH = "\n".join(
    f"""
ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_tenant_fk,
  ADD CONSTRAINT {table}_{column}_tenant_fk FOREIGN KEY (organisation_id, {column})
  REFERENCES {other} (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
    for table, column, other in (
        ("cycles_agreement", "pair_id", "cycles_pair"),
        ("cycles_agreementyes", "agreement_id", "cycles_agreement"),
        ("cycles_strength", "pair_id", "cycles_pair"),
        ("cycles_strength", "author_id", "teams_leader"),
        ("cycles_strength", "about_id", "teams_leader"),
        ("cycles_strengthsread", "pair_id", "cycles_pair"),
        ("cycles_strengthsread", "reader_id", "teams_leader"),
        ("cycles_strengthsread", "author_id", "teams_leader"),
        ("cycles_growthtarget", "cycle_id", "cycles_cycle"),
        ("cycles_growthtarget", "leader_id", "teams_leader"),
        ("cycles_targetwording", "target_id", "cycles_growthtarget"),
        ("cycles_tryout", "target_id", "cycles_growthtarget"),
    )
)
GOES_WITH += """
ALTER TABLE cycles_growthtarget DROP CONSTRAINT cycles_growthtarget_carried_from_id_tenant_fk,
  ADD CONSTRAINT cycles_growthtarget_carried_from_id_tenant_fk FOREIGN KEY (organisation_id, carried_from_id)
  REFERENCES cycles_growthtarget (organisation_id, id) ON DELETE SET NULL (carried_from_id)
  DEFERRABLE INITIALLY DEFERRED;
"""

# What goes on without anybody reading a word: whom to remind of an occasion, whether there is something to
# read, and how many there are.
DOORS = """
CREATE FUNCTION cycles_try_outs_between(first date, last date)
  RETURNS TABLE (try_out_id uuid, leader_id uuid, cycle_id uuid, try_on date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT o.id, t.leader_id, t.cycle_id, o."on"
        FROM cycles_tryout o JOIN cycles_growthtarget t ON t.id = o.target_id
        JOIN cycles_cycle c ON c.id = t.cycle_id
        WHERE o.organisation_id = current_organisation() AND o."on" BETWEEN first AND last
          AND o.looked_back_at IS NULL AND t.state IN ('idea', 'asked', 'settled')
          AND c.stage IN ('running', 'wrapping_up')
        ORDER BY o."on", o.id $$;
CREATE FUNCTION cycles_strengths_to_read(the_pair uuid, the_author uuid, the_reader uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (
          SELECT FROM cycles_strength s WHERE s.organisation_id = current_organisation()
            AND s.pair_id = the_pair AND s.author_id = the_author AND s.about_id = the_reader
            AND s.changed_at > coalesce((
              SELECT r.read_at FROM cycles_strengthsread r WHERE r.pair_id = the_pair
                AND r.author_id = the_author AND r.reader_id = the_reader), '-infinity')) $$;
CREATE FUNCTION cycles_target_totals(the_cycle uuid, before timestamptz) RETURNS TABLE (leaders bigint, targets bigint, try_outs bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT count(DISTINCT t.leader_id), count(DISTINCT t.id), count(o.id)
        FROM cycles_growthtarget t LEFT JOIN cycles_tryout o ON o.target_id = t.id AND o.looked_back_at < before
        WHERE t.organisation_id = current_organisation() AND t.cycle_id = the_cycle AND t.state <> 'let_go'
          AND t.created_at < before $$;
REVOKE ALL ON FUNCTION cycles_try_outs_between(date, date), cycles_strengths_to_read(uuid, uuid, uuid),
  cycles_target_totals(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cycles_try_outs_between(date, date), cycles_strengths_to_read(uuid, uuid, uuid),
  cycles_target_totals(uuid, timestamptz) TO cp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cycles", "0007_months")]
    operations = [
        TenantTables(
            "Agreement",
            "AgreementYes",
            "Strength",
            "StrengthsRead",
            "GrowthTarget",
            "TargetWording",
            "TryOut",
            "HousePage",
        ),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (
                READERS,
                AGREEMENTS,
                STRENGTHS,
                TARGETS,
                WHILE_UNDER_WAY,
                CARRIED,
                GOES_WITH,
                DOORS,
            )
        ),
    ]
