#!/bin/sh
# Gives the two roles their passwords. The image runs it after roles.sql when it makes a new database; run it
# again after changing .env:  docker compose exec postgres /docker-entrypoint-initdb.d/20-passwords.sh
set -eu
: "${CP_OWNER_PASSWORD:?is not set}" "${CP_APP_PASSWORD:?is not set}"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" \
  --set owner="$CP_OWNER_PASSWORD" --set app="$CP_APP_PASSWORD" <<'SQL'
ALTER ROLE cp_owner PASSWORD :'owner';
ALTER ROLE cp_app PASSWORD :'app';
SQL
