-- The two roles of Coaching Pairs. Run by a superuser, connected to the application's database; any number
-- of times. Passwords and how one may connect are set elsewhere; rights on tables come from migrations.
--
--   cp_owner  owns the database and its tables, and runs migrations
--   cp_app    what the web and worker processes are: owns nothing, so row-level security holds for it

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cp_owner') THEN
    CREATE ROLE cp_owner;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cp_app') THEN
    CREATE ROLE cp_app;
  END IF;
END
$$;

ALTER ROLE cp_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE cp_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- The owner may act as the application (tests create and migrate as one and run as the other), never the reverse.
GRANT cp_app TO cp_owner;

DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO cp_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO cp_app', current_database());
END
$$;

ALTER SCHEMA public OWNER TO cp_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cp_app;
