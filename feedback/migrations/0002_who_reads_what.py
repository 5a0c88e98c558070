"""Who asks, who gives, who reads what they say, and until when it may be written."""

from django.db import migrations

from coachingpairs.tenancy.operations import TenantTables

# Who somebody is to a row. These look past row-level security, for the policies of two tables may not ask each
# other; they tell whoever asks nothing but what they are themselves. A giver is signed in, or brings a link.
WHO = """
CREATE FUNCTION feedback_is_asker(the_asking uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_asking a JOIN teams_leader l ON l.id = a.leader_id
    WHERE a.id = the_asking AND a.organisation_id = current_organisation() AND l.person_id = current_person())
$$;
CREATE FUNCTION feedback_is_asker_of(the_request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_request r WHERE r.id = the_request AND feedback_is_asker(r.asking_id))
$$;
CREATE FUNCTION feedback_is_asker_of_answer(the_answer uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_answer w WHERE w.id = the_answer AND feedback_is_asker_of(w.request_id))
$$;
CREATE FUNCTION feedback_is_giver(the_request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_request r LEFT JOIN teams_leader g ON g.id = r.giver_id
    WHERE r.id = the_request AND r.organisation_id = current_organisation() AND r.withdrawn_at IS NULL
      AND g.left_on IS NULL AND (r.id = current_link() OR g.person_id = current_person()))
$$;
CREATE FUNCTION feedback_gives_in(the_asking uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM feedback_request r WHERE r.asking_id = the_asking AND feedback_is_giver(r.id))
$$;
CREATE FUNCTION feedback_answered_in(the_asking uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_request r
    WHERE r.asking_id = the_asking AND r.answered_at IS NOT NULL AND feedback_is_giver(r.id))
$$;
CREATE FUNCTION feedback_may_read(the_request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_request r JOIN feedback_asking a ON a.id = r.asking_id
    JOIN cycles_cycle c ON c.id = a.cycle_id
    WHERE r.id = the_request AND feedback_is_asker(a.id)
      AND (a.reveal = 'come' OR a.closed_at IS NOT NULL OR c.stage = 'closed'))
$$;
CREATE FUNCTION feedback_is_shared(the_request uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM feedback_share s JOIN feedback_answer w ON w.id = s.answer_id
    WHERE w.request_id = the_request AND w.organisation_id = current_organisation() AND cycles_is_in_pair(s.pair_id))
$$;
CREATE FUNCTION feedback_is_shared_in(the_asking uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM feedback_request r WHERE r.asking_id = the_asking AND feedback_is_shared(r.id))
$$;
"""

POLICIES = """
CREATE POLICY asker_and_givers_read ON feedback_asking AS RESTRICTIVE FOR SELECT USING (
  cycles_is_person_of(leader_id) OR feedback_gives_in(id) OR feedback_is_shared_in(id));
CREATE POLICY asker_asks ON feedback_asking AS RESTRICTIVE FOR INSERT WITH CHECK (cycles_is_person_of(leader_id));
CREATE POLICY asker_closes ON feedback_asking AS RESTRICTIVE FOR UPDATE
  USING (cycles_is_person_of(leader_id)) WITH CHECK (cycles_is_person_of(leader_id));
CREATE POLICY nobody_deletes ON feedback_asking AS RESTRICTIVE FOR DELETE USING (false);

CREATE POLICY asker_and_givers_read ON feedback_askedtarget AS RESTRICTIVE FOR SELECT USING (
  feedback_is_asker(asking_id) OR feedback_gives_in(asking_id) OR feedback_is_shared_in(asking_id));
CREATE POLICY asker_asks ON feedback_askedtarget AS RESTRICTIVE FOR INSERT WITH CHECK (feedback_is_asker(asking_id));
CREATE POLICY asked_stays ON feedback_askedtarget AS RESTRICTIVE FOR UPDATE USING (false);
CREATE POLICY nobody_deletes ON feedback_askedtarget AS RESTRICTIVE FOR DELETE USING (false);

CREATE POLICY asker_and_giver_read ON feedback_request AS RESTRICTIVE FOR SELECT USING (
  feedback_is_asker(asking_id) OR feedback_is_giver(id) OR feedback_is_shared(id));
CREATE POLICY asker_asks ON feedback_request AS RESTRICTIVE FOR INSERT WITH CHECK (feedback_is_asker(asking_id));
CREATE POLICY each_their_own ON feedback_request AS RESTRICTIVE FOR UPDATE
  USING (feedback_is_asker(asking_id) OR feedback_is_giver(id))
  WITH CHECK (feedback_is_asker(asking_id) OR feedback_is_giver(id));
CREATE POLICY nobody_deletes ON feedback_request AS RESTRICTIVE FOR DELETE USING (false);

CREATE POLICY asker_and_bearer_read ON feedback_link AS RESTRICTIVE FOR SELECT USING (
  feedback_is_asker_of(request_id) OR request_id = current_link());
CREATE POLICY asker_revokes ON feedback_link AS RESTRICTIVE FOR UPDATE
  USING (feedback_is_asker_of(request_id)) WITH CHECK (feedback_is_asker_of(request_id));
CREATE POLICY nobody_deletes ON feedback_link AS RESTRICTIVE FOR DELETE USING (false);

CREATE POLICY giver_alone ON feedback_draft AS RESTRICTIVE
  USING (feedback_is_giver(request_id)) WITH CHECK (feedback_is_giver(request_id));

CREATE POLICY giver_and_asker_read ON feedback_answer AS RESTRICTIVE FOR SELECT USING (
  feedback_is_giver(request_id) OR feedback_may_read(request_id) OR feedback_is_shared(request_id));
CREATE POLICY giver_writes ON feedback_answer AS RESTRICTIVE FOR INSERT WITH CHECK (feedback_is_giver(request_id));
CREATE POLICY giver_changes ON feedback_answer AS RESTRICTIVE FOR UPDATE
  USING (feedback_is_giver(request_id)) WITH CHECK (feedback_is_giver(request_id));
CREATE POLICY giver_takes_back ON feedback_answer AS RESTRICTIVE FOR DELETE USING (feedback_is_giver(request_id));

CREATE POLICY asker_and_partner_read ON feedback_share AS RESTRICTIVE FOR SELECT USING (
  feedback_is_asker_of_answer(answer_id) OR cycles_is_in_pair(pair_id));
CREATE POLICY asker_shares ON feedback_share AS RESTRICTIVE FOR INSERT WITH CHECK (
  feedback_is_asker_of_answer(answer_id) AND cycles_is_in_pair(pair_id));
CREATE POLICY shared_or_not ON feedback_share AS RESTRICTIVE FOR UPDATE USING (false);
CREATE POLICY asker_takes_back ON feedback_share AS RESTRICTIVE FOR DELETE
  USING (feedback_is_asker_of_answer(answer_id));

CREATE POLICY asker_alone ON feedback_reading AS RESTRICTIVE
  USING (feedback_is_asker(asking_id)) WITH CHECK (feedback_is_asker(asking_id));

CREATE POLICY those_who_answered_read ON feedback_thanks AS RESTRICTIVE FOR SELECT USING (
  feedback_is_asker(asking_id) OR feedback_answered_in(asking_id));
CREATE POLICY asker_thanks ON feedback_thanks AS RESTRICTIVE FOR INSERT WITH CHECK (feedback_is_asker(asking_id));
CREATE POLICY thanked_once ON feedback_thanks AS RESTRICTIVE FOR UPDATE USING (false);
CREATE POLICY nobody_deletes ON feedback_thanks AS RESTRICTIVE FOR DELETE USING (false);
"""

# Whoever closes waits for those who are writing, and they for it. The owner of the tables, who writes the same
# words anew when keys change and closes what is over, is let through (row_security_active).
WHILE_OPEN = """
CREATE FUNCTION feedback_hold(the_asking uuid, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended(the_asking::text, 6));
  ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended(the_asking::text, 6));
  END IF;
END $$;
CREATE FUNCTION feedback_require_open(the_asking uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(a.cycle_id) FROM feedback_asking a WHERE a.id = the_asking;
  IF NOT EXISTS (
      SELECT FROM feedback_asking a JOIN teams_leader l ON l.id = a.leader_id
      WHERE a.id = the_asking AND a.closed_at IS NULL AND l.left_on IS NULL) THEN
    RAISE EXCEPTION 'It is closed: nothing more is asked or answered.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_while_open';
  END IF;
END $$;
CREATE FUNCTION feedback_check_writing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  the_request uuid; the_asking uuid;
BEGIN
  IF NOT row_security_active(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN the_request := OLD.request_id; ELSE the_request := NEW.request_id; END IF;
  SELECT r.asking_id INTO the_asking FROM feedback_request r WHERE r.id = the_request;
  PERFORM feedback_hold(the_asking, false);
  PERFORM feedback_require_open(the_asking);
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER feedback_while_open BEFORE INSERT OR UPDATE ON feedback_draft
  FOR EACH ROW EXECUTE FUNCTION feedback_check_writing();
CREATE TRIGGER feedback_while_open BEFORE INSERT OR UPDATE OR DELETE ON feedback_answer
  FOR EACH ROW EXECUTE FUNCTION feedback_check_writing();
CREATE FUNCTION feedback_note_answered() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE feedback_request SET answered_at = NEW.sent_at, declined_at = NULL WHERE id = NEW.request_id;
  ELSE
    UPDATE feedback_request SET answered_at = NULL WHERE id = OLD.request_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER answered_is_known AFTER INSERT OR DELETE ON feedback_answer
  FOR EACH ROW EXECUTE FUNCTION feedback_note_answered();
"""

ASKING = """
ALTER TABLE feedback_asking ADD CONSTRAINT asking_of_who_takes_part
  FOREIGN KEY (organisation_id, cycle_id, leader_id)
  REFERENCES cycles_participant (organisation_id, cycle_id, leader_id) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION feedback_check_asking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM cycles_require_under_way(NEW.cycle_id);
    IF NEW.first_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM feedback_asking f WHERE f.id = NEW.first_id AND f.kind = 'first'
          AND f.leader_id = NEW.leader_id AND f.cycle_id = NEW.cycle_id) THEN
      RAISE EXCEPTION 'One looks again at what one asked oneself, in the same cycle.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'asking_again_of_own';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organisation_id, NEW.cycle_id, NEW.leader_id, NEW.kind, NEW.first_id, NEW.personal, NEW.reveal,
      NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.cycle_id, OLD.leader_id, OLD.kind, OLD.first_id,
      OLD.personal, OLD.reveal, OLD.asked_at)
     OR OLD.closed_at IS NOT NULL OR NEW.closes_at < OLD.closes_at THEN
    RAISE EXCEPTION 'What was asked stays; it is closed once, and its date may only move on.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_stays';
  END IF;
  IF NEW.closes_at <> OLD.closes_at THEN PERFORM cycles_require_under_way(NEW.cycle_id); END IF;
  PERFORM feedback_hold(NEW.id, true);
  RETURN NEW;
END $$;
CREATE TRIGGER asked_stays BEFORE INSERT OR UPDATE ON feedback_asking
  FOR EACH ROW EXECUTE FUNCTION feedback_check_asking();
CREATE FUNCTION feedback_check_asked_target() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM feedback_asking a JOIN cycles_growthtarget t ON t.id = NEW.target_id
      WHERE a.id = NEW.asking_id AND t.cycle_id = a.cycle_id AND t.leader_id = a.leader_id) THEN
    RAISE EXCEPTION 'One asks about targets of one''s own, of that cycle.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_of_own_target';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER asked_of_own_target BEFORE INSERT ON feedback_askedtarget
  FOR EACH ROW EXECUTE FUNCTION feedback_check_asked_target();
"""

# Two to five colleagues; looking again, as many of them as are still there.
REQUESTS = """
CREATE FUNCTION feedback_check_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked feedback_asking; the_team uuid;
BEGIN
  PERFORM feedback_hold(NEW.asking_id, true);
  PERFORM feedback_require_open(NEW.asking_id);
  SELECT * INTO asked FROM feedback_asking a WHERE a.id = NEW.asking_id;
  SELECT c.team_id INTO the_team FROM cycles_cycle c WHERE c.id = asked.cycle_id;
  IF NEW.giver_id IS NULL AND NOT EXISTS (SELECT FROM feedback_othersbyemail o WHERE o.team_id = the_team) THEN
    RAISE EXCEPTION 'This team asks nobody outside it.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'others_by_email_allowed';
  END IF;
  IF NEW.giver_id IS NOT NULL AND (NEW.giver_id = asked.leader_id OR NOT EXISTS (
      SELECT FROM teams_leader l WHERE l.id = NEW.giver_id AND l.team_id = the_team AND l.left_on IS NULL)) THEN
    RAISE EXCEPTION 'One asks others who are in the team.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_of_the_team';
  END IF;
  IF EXISTS (
      SELECT FROM cycles_pairmember mine JOIN cycles_pairmember theirs ON theirs.pair_id = mine.pair_id
      WHERE mine.cycle_id = asked.cycle_id AND mine.leader_id = asked.leader_id AND mine.left_at IS NULL
        AND theirs.leader_id = NEW.giver_id AND theirs.left_at IS NULL) THEN
    RAISE EXCEPTION 'A partner is asked in person.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_of_no_partner';
  END IF;
  IF asked.first_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM feedback_request f WHERE f.asking_id = asked.first_id
        AND (f.giver_id = NEW.giver_id OR (NEW.email <> '' AND lower(f.email) = lower(NEW.email)))) THEN
    RAISE EXCEPTION 'Looking again, one asks those who were asked before.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_again_of_the_same';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER asked_of_whom BEFORE INSERT ON feedback_request
  FOR EACH ROW EXECUTE FUNCTION feedback_check_request();
CREATE FUNCTION feedback_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asks boolean; gives boolean;
BEGIN
  IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
  asks := feedback_is_asker(OLD.asking_id);
  gives := feedback_is_giver(OLD.id);
  IF (NEW.id, NEW.organisation_id, NEW.asking_id, NEW.giver_id, NEW.name, NEW.email, NEW.created_at, NEW.answered_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organisation_id, OLD.asking_id, OLD.giver_id, OLD.name, OLD.email, OLD.created_at, OLD.answered_at)
     OR (NEW.declined_at IS DISTINCT FROM OLD.declined_at AND NOT gives)
     OR ((NEW.withdrawn_at, NEW.reminders, NEW.last_reminded_at, NEW.nudge, NEW.nudged_at) IS DISTINCT FROM
         (OLD.withdrawn_at, OLD.reminders, OLD.last_reminded_at, OLD.nudge, OLD.nudged_at) AND NOT asks)
     OR (NEW.withdrawn_at IS NOT NULL AND OLD.answered_at IS NOT NULL)
     OR NEW.reminders < OLD.reminders THEN
    RAISE EXCEPTION 'The asker reminds and takes back; the giver answers, or not this time.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'request_each_their_own';
  END IF;
  PERFORM feedback_hold(OLD.asking_id, NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at);
  PERFORM feedback_require_open(OLD.asking_id);
  RETURN NEW;
END $$;
CREATE TRIGGER request_each_their_own BEFORE UPDATE ON feedback_request
  FOR EACH ROW EXECUTE FUNCTION feedback_check_change();
CREATE FUNCTION feedback_check_numbers() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  the_asking uuid; the_kind text; asked int; standing int; about int;
BEGIN
  IF TG_TABLE_NAME = 'feedback_asking' THEN the_asking := NEW.id; ELSE the_asking := NEW.asking_id; END IF;
  SELECT a.kind INTO the_kind FROM feedback_asking a WHERE a.id = the_asking;
  IF the_kind IS NULL THEN RETURN NULL; END IF;
  SELECT count(*), count(*) FILTER (WHERE r.withdrawn_at IS NULL) INTO asked, standing
    FROM feedback_request r WHERE r.asking_id = the_asking;
  SELECT count(*) INTO about FROM feedback_askedtarget t WHERE t.asking_id = the_asking;
  IF standing > 5 OR about = 0 OR asked = 0 OR (asked = 1 AND the_kind = 'first') THEN
    RAISE EXCEPTION 'One or two targets are asked about, of two to five colleagues; here % of %.', about, standing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'asked_of_a_few';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER asked_of_a_few AFTER INSERT ON feedback_asking DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION feedback_check_numbers();
CREATE CONSTRAINT TRIGGER asked_of_a_few AFTER INSERT OR UPDATE OF withdrawn_at ON feedback_request
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION feedback_check_numbers();
"""

AFTERWARDS = """
CREATE FUNCTION feedback_check_share() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(p.cycle_id) FROM cycles_pair p WHERE p.id = NEW.pair_id;
  IF NOT EXISTS (
      SELECT FROM feedback_answer w JOIN feedback_request r ON r.id = w.request_id
      JOIN feedback_asking a ON a.id = r.asking_id JOIN cycles_pair p ON p.id = NEW.pair_id
      WHERE w.id = NEW.answer_id AND p.cycle_id = a.cycle_id AND feedback_may_read(r.id)) THEN
    RAISE EXCEPTION 'One shares what one may read, with the partner of that cycle.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'shared_with_the_partner';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shared_with_the_partner BEFORE INSERT ON feedback_share
  FOR EACH ROW EXECUTE FUNCTION feedback_check_share();
CREATE FUNCTION feedback_check_of_asking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cycles_require_under_way(a.cycle_id) FROM feedback_asking a WHERE a.id = NEW.asking_id;
  RETURN NEW;
END $$;
CREATE TRIGGER written_while_under_way BEFORE UPDATE OF note ON feedback_reading
  FOR EACH ROW EXECUTE FUNCTION feedback_check_of_asking();
CREATE TRIGGER written_while_under_way BEFORE INSERT ON feedback_thanks
  FOR EACH ROW EXECUTE FUNCTION feedback_check_of_asking();
CREATE FUNCTION feedback_check_thanks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT FROM feedback_request r WHERE r.asking_id = NEW.asking_id AND r.answered_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Nobody has answered whom one could thank.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'thanks_for_answers';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER thanks_for_answers BEFORE INSERT ON feedback_thanks
  FOR EACH ROW EXECUTE FUNCTION feedback_check_thanks();
"""

# Whoever takes a cycle, a leader or a pair away sees none of this, and it goes along.
GOES_WITH = "\n".join(
    f"""
ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_tenant_fk,
  ADD CONSTRAINT {table}_{column}_tenant_fk FOREIGN KEY (organisation_id, {column})
  REFERENCES {other} (organisation_id, id) ON DELETE {does} DEFERRABLE INITIALLY DEFERRED;
"""
    for table, column, other, does in (
        ("feedback_asking", "cycle_id", "cycles_cycle", "CASCADE"),
        ("feedback_asking", "leader_id", "teams_leader", "CASCADE"),
        ("feedback_asking", "first_id", "feedback_asking", "CASCADE"),
        ("feedback_askedtarget", "asking_id", "feedback_asking", "CASCADE"),
        ("feedback_askedtarget", "target_id", "cycles_growthtarget", "SET NULL (target_id)"),
        ("feedback_reading", "asking_id", "feedback_asking", "CASCADE"),
        ("feedback_thanks", "asking_id", "feedback_asking", "CASCADE"),
        ("feedback_request", "asking_id", "feedback_asking", "CASCADE"),
        ("feedback_request", "giver_id", "teams_leader", "CASCADE"),
        ("feedback_link", "request_id", "feedback_request", "CASCADE"),
        ("feedback_draft", "request_id", "feedback_request", "CASCADE"),
        ("feedback_answer", "request_id", "feedback_request", "CASCADE"),
        ("feedback_share", "answer_id", "feedback_answer", "CASCADE"),
        ("feedback_share", "pair_id", "cycles_pair", "CASCADE"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("tenancy", "0002_links")]
    operations = [
        TenantTables(
            "OthersByEmail",
            "Asking",
            "AskedTarget",
            "Reading",
            "Thanks",
            "Request",
            "Link",
            "Draft",
            "Answer",
            "Share",
        ),
        *(
            migrations.RunSQL(statements, migrations.RunSQL.noop)
            for statements in (WHO, POLICIES, WHILE_OPEN, ASKING, REQUESTS, AFTERWARDS, GOES_WITH)
        ),
    ]
