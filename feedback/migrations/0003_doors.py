"""What goes on without anybody reading a word: links, reminders, closing, and how many there are.

Each function looks past row-level security and answers one question; all but the one for lost links look into
the running organisation alone.
"""

from django.db import migrations

FUNCTIONS = {
    # What a link opens at that moment: nothing once it is over, taken back, or somebody of the two has left.
    "feedback_opens(the_hash text, at timestamptz)": """
  RETURNS TABLE (link_id uuid, request_id uuid, purpose text) LANGUAGE sql STABLE
  AS $$ SELECT k.id, r.id, k.purpose
        FROM feedback_link k JOIN feedback_request r ON r.id = k.request_id
        JOIN feedback_asking a ON a.id = r.asking_id JOIN cycles_cycle c ON c.id = a.cycle_id
        JOIN teams_leader l ON l.id = a.leader_id LEFT JOIN teams_leader g ON g.id = r.giver_id
        WHERE k.organisation_id = current_organisation() AND k.token_hash = the_hash AND k.revoked_at IS NULL
          AND r.withdrawn_at IS NULL AND l.left_on IS NULL AND g.left_on IS NULL
          AND CASE k.purpose
              WHEN 'answer' THEN a.closed_at IS NULL AND at < a.closes_at AND c.stage IN ('running', 'wrapping_up')
              ELSE r.answered_at IS NOT NULL AND EXISTS (
                SELECT FROM feedback_thanks t WHERE t.asking_id = a.id AND at < t.sent_at + interval '60 days') END $$
""",
    # What a message about a request needs to know.
    "feedback_request_for_mail(the_request uuid)": """
  RETURNS TABLE (asking_id uuid, cycle_id uuid, leader_id uuid, giver_id uuid, name text, email text, kind text,
    closes_at timestamptz, is_open boolean, answered_at timestamptz, declined_at timestamptz, nudged_at timestamptz,
    thanked_at timestamptz) LANGUAGE sql STABLE
  AS $$ SELECT a.id, a.cycle_id, a.leader_id, r.giver_id, r.name, r.email, a.kind, a.closes_at,
          a.closed_at IS NULL AND c.stage IN ('running', 'wrapping_up'), r.answered_at, r.declined_at, r.nudged_at,
          t.sent_at
        FROM feedback_request r JOIN feedback_asking a ON a.id = r.asking_id
        JOIN cycles_cycle c ON c.id = a.cycle_id
        JOIN teams_leader l ON l.id = a.leader_id LEFT JOIN teams_leader g ON g.id = r.giver_id
        LEFT JOIN feedback_thanks t ON t.asking_id = a.id
        WHERE r.id = the_request AND r.organisation_id = current_organisation()
          AND r.withdrawn_at IS NULL AND l.left_on IS NULL AND g.left_on IS NULL $$
""",
    # What a message to whoever asked needs to know.
    "feedback_asking_for_mail(the_asking uuid)": """
  RETURNS TABLE (cycle_id uuid, leader_id uuid, kind text, reveal text, closed_at timestamptz, under_way boolean,
    asked bigint, answers bigint, unread bigint) LANGUAGE sql STABLE
  AS $$ SELECT a.cycle_id, a.leader_id, a.kind, a.reveal, a.closed_at, c.stage IN ('running', 'wrapping_up'),
          (SELECT count(*) FROM feedback_request r WHERE r.asking_id = a.id AND r.withdrawn_at IS NULL),
          (SELECT count(*) FROM feedback_request r WHERE r.asking_id = a.id AND r.answered_at IS NOT NULL),
          (SELECT count(*) FROM feedback_answer w JOIN feedback_request r ON r.id = w.request_id
           WHERE r.asking_id = a.id AND w.changed_at > coalesce(
             (SELECT d.read_at FROM feedback_reading d WHERE d.asking_id = a.id), '-infinity'))
        FROM feedback_asking a JOIN cycles_cycle c ON c.id = a.cycle_id JOIN teams_leader l ON l.id = a.leader_id
        WHERE a.id = the_asking AND a.organisation_id = current_organisation() AND l.left_on IS NULL $$
""",
    # Who has neither answered nor declined, of what is open.
    "feedback_waiting(at timestamptz)": """
  RETURNS TABLE (request_id uuid, asking_id uuid, cycle_id uuid, leader_id uuid, giver_id uuid,
    asked_at timestamptz, closes_at timestamptz, reminders smallint, last_reminded_at timestamptz)
  LANGUAGE sql STABLE
  AS $$ SELECT r.id, a.id, a.cycle_id, a.leader_id, r.giver_id, r.created_at, a.closes_at, r.reminders,
          r.last_reminded_at
        FROM feedback_request r JOIN feedback_asking a ON a.id = r.asking_id
        JOIN cycles_cycle c ON c.id = a.cycle_id
        JOIN teams_leader l ON l.id = a.leader_id LEFT JOIN teams_leader g ON g.id = r.giver_id
        WHERE r.organisation_id = current_organisation() AND r.withdrawn_at IS NULL AND r.answered_at IS NULL
          AND r.declined_at IS NULL AND a.closed_at IS NULL AND at < a.closes_at
          AND c.stage IN ('running', 'wrapping_up') AND l.left_on IS NULL AND g.left_on IS NULL
        ORDER BY r.created_at, r.id $$
""",
    # Notes the nth reminder; false when it has been noted, or there is nothing to remind of any more.
    "feedback_note_reminder(the_request uuid, nth int, at timestamptz)": """
  RETURNS boolean LANGUAGE sql VOLATILE
  AS $$ WITH noted AS (
          UPDATE feedback_request r SET reminders = nth, last_reminded_at = at FROM feedback_asking a
          WHERE r.id = the_request AND r.organisation_id = current_organisation() AND a.id = r.asking_id
            AND r.reminders = nth - 1 AND r.withdrawn_at IS NULL AND r.answered_at IS NULL
            AND r.declined_at IS NULL AND a.closed_at IS NULL
          RETURNING r.id)
        SELECT EXISTS (SELECT FROM noted) $$
""",
    # Closes what is over: by its date, with its cycle, or because whoever asked has left.
    "feedback_close_over(at timestamptz)": """
  RETURNS TABLE (asking_id uuid, cycle_id uuid, leader_id uuid) LANGUAGE plpgsql VOLATILE
  AS $$
  DECLARE
    one record;
  BEGIN
    FOR one IN
        SELECT a.id, a.cycle_id, a.leader_id FROM feedback_asking a
        JOIN cycles_cycle c ON c.id = a.cycle_id JOIN teams_leader l ON l.id = a.leader_id
        WHERE a.organisation_id = current_organisation() AND a.closed_at IS NULL
          AND (a.closes_at <= at OR c.stage = 'closed' OR l.left_on IS NOT NULL)
        ORDER BY a.id FOR NO KEY UPDATE OF a LOOP
      PERFORM feedback_hold(one.id, true);
      UPDATE feedback_asking a SET closed_at = at WHERE a.id = one.id AND a.closed_at IS NULL;
      IF FOUND THEN
        asking_id := one.id; cycle_id := one.cycle_id; leader_id := one.leader_id;
        RETURN NEXT;
      END IF;
    END LOOP;
  END $$
""",
    # Those among the leaders, and the addresses outside, who are asked by that many or more at present; never by whom.
    "feedback_much_asked(leaders uuid[], addresses text[], many int)": """
  RETURNS TABLE (giver_id uuid, address text) LANGUAGE sql STABLE
  AS $$ SELECT r.giver_id, lower(r.email) FROM feedback_request r JOIN feedback_asking a ON a.id = r.asking_id
        WHERE r.organisation_id = current_organisation() AND (r.giver_id = ANY (leaders) OR r.giver_id IS NULL AND lower(r.email) = ANY (addresses))
          AND r.withdrawn_at IS NULL AND r.answered_at IS NULL AND r.declined_at IS NULL AND a.closed_at IS NULL
        GROUP BY r.giver_id, lower(r.email) HAVING count(DISTINCT a.leader_id) >= many $$
""",
    # How many a leader has asked in a cycle and how many have answered, for them and their partner. Those who
    # look again are the same people, and not counted twice.
    "feedback_counts_of(the_cycle uuid, the_leader uuid)": """
  RETURNS TABLE (asked bigint, answers bigint) LANGUAGE sql STABLE
  AS $$ SELECT count(r.id), count(r.answered_at)
        FROM feedback_asking a JOIN feedback_request r ON r.asking_id = a.id AND r.withdrawn_at IS NULL
        WHERE a.organisation_id = current_organisation() AND a.cycle_id = the_cycle AND a.leader_id = the_leader
          AND a.kind = 'first'
          AND (cycles_is_person_of(the_leader) OR cycles_reads_as_partner(the_cycle, the_leader, now(), NULL)) $$
""",
    # The team's totals, for organisers: five pairs or more and by the week is for who asks to keep.
    "feedback_totals(the_cycle uuid, before timestamptz)": """
  RETURNS TABLE (leaders bigint, asked bigint, answers bigint) LANGUAGE sql STABLE
  AS $$ SELECT count(DISTINCT a.leader_id), count(r.id), count(r.id) FILTER (WHERE r.answered_at < before)
        FROM feedback_asking a JOIN feedback_request r ON r.asking_id = a.id AND r.withdrawn_at IS NULL
        WHERE a.organisation_id = current_organisation() AND a.cycle_id = the_cycle AND a.kind = 'first'
          AND r.created_at < before $$
""",
    # What is open for somebody who has lost their link, wherever that is: it is sent to this address alone.
    "feedback_asked_of(address text, at timestamptz)": """
  RETURNS TABLE (organisation_id uuid, request_id uuid) LANGUAGE sql STABLE
  AS $$ SELECT r.organisation_id, r.id
        FROM feedback_request r JOIN feedback_asking a ON a.id = r.asking_id
        JOIN cycles_cycle c ON c.id = a.cycle_id
        JOIN teams_leader l ON l.id = a.leader_id LEFT JOIN teams_leader g ON g.id = r.giver_id
        LEFT JOIN teams_person p ON p.id = g.person_id
        WHERE lower(CASE WHEN g.id IS NULL THEN r.email ELSE coalesce(p.email, g.email) END) = lower(address)
          AND address <> '' AND r.withdrawn_at IS NULL AND a.closed_at IS NULL AND at < a.closes_at
          AND c.stage IN ('running', 'wrapping_up') AND l.left_on IS NULL AND g.left_on IS NULL
        ORDER BY r.organisation_id, r.id $$
""",
}


def door(signature: str, body: str) -> str:
    """Created as one that looks past row-level security, and may be called by the application alone."""
    name, _, arguments = signature.partition("(")
    types = ", ".join(one.split()[-1] for one in arguments.rstrip(")").split(","))
    head, as_, code = body.partition("AS $$")
    return f"""
CREATE FUNCTION {signature} {head} SECURITY DEFINER SET search_path = public, pg_temp {as_}{code};
REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {name}({types}) TO cp_app;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_who_reads_what")]
    operations = [migrations.RunSQL([(door(signature, body), None) for signature, body in FUNCTIONS.items()])]
