# The image of every process of Coaching Pairs: pages, live streams, worker, beat and migrations.
# Targets: application (the default) and proxy.

FROM python:3.13-slim AS packages
COPY requirements-production.lock /tmp/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
       --only-binary :all: --requirement /tmp/requirements-production.lock


FROM caddy:2-alpine AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
# Certificates are kept in /data: the volume made there takes over this owner.
RUN chown -R 10001:10001 /data /config
USER 10001:10001


FROM python:3.13-slim AS application
# WeasyPrint draws the PDFs with Pango; the fonts are for scripts that the product's own do not cover.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 pairs && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp pairs
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1
WORKDIR /app
COPY . .
# Static files get their hashed names here. The settings want all their variables, so they get worthless ones.
RUN python -m compileall -q . \
    && SECRET_KEY=build DATABASE_URL=postgresql://build REDIS_URL=redis://build \
       SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid SMTP_HOST=build.invalid \
       ENCRYPTION_KEYS="1:$(python -c 'import base64; print(base64.b64encode(bytes(32)).decode())')" \
       python manage.py collectstatic --noinput
ENV PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "coachingpairs.wsgi:application"]
