"""``dev.py demo``: the servers, a migrated database with its demo data, one web and one worker process."""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence

from embedded import homes, servers, supervisor
from embedded.errors import CannotStart
from embedded.homes import CHECKOUT, Home
from embedded.servers import Use
from embedded.supervisor import Program

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not chosen
CELERY_ROOT_WARNING = "ignore:You're running the worker with superuser privileges"


def main(arguments: Sequence[str]) -> int:
    """Serve until stopped; the exit status."""
    options = _options(arguments)
    place = homes.home("demo")
    try:
        with supervisor.stopping_by_signal():
            return _run(options, place)
    except supervisor.Stopped:
        say("Stopped.")
        return 0


def say(text: str) -> None:
    print(text, flush=True)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py demo", description="Serve the application with a living demo."
    )
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    parser.add_argument("--reset", action="store_true", help="delete the demo's data and begin anew")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, place: Home) -> int:
    site = _site(options.host, options.port)
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = homes.take_lock(place.folder / "demo.lock", fcntl.LOCK_EX)
    if lock is None:
        raise CannotStart(f"This checkout's demo is running already, at {_other_site(place)}. Stop it first.")
    try:
        _require_free(options.host, options.port)
        own_database = "DATABASE_URL" not in os.environ
        if options.reset and own_database:
            say("Deleting the demo's data …")
            servers.reset("demo")
        say(
            "Starting PostgreSQL and Valkey …" if own_database else "Using DATABASE_URL from the environment."
        )
        share = servers.use("demo", mode="demo")
        try:
            environment = {**share.environment, **_environment(options.host, site)}
            (place.folder / "site").write_text(site, encoding="utf-8")
            _prepare(environment, reset=options.reset and not own_database)
            return _serve(options, share, environment, site)
        finally:
            with supervisor.undisturbed():
                (place.folder / "site").unlink(missing_ok=True)
                share.release()
    finally:
        os.close(lock)


def _site(host: str, port: int) -> str:
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _other_site(place: Home) -> str:
    with contextlib.suppress(OSError):
        return (place.folder / "site").read_text(encoding="utf-8")
    return "an address it has yet to print"


def _environment(host: str, site: str) -> dict[str, str]:
    made = {"SITE_URL": site, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": CELERY_ROOT_WARNING}
    if host in EVERYWHERE:
        # Whoever asked for every address means every name that leads here.
        made["ALLOWED_HOSTS"] = os.environ.get("ALLOWED_HOSTS", "*")
    elif host not in ("127.0.0.1", "localhost", "::1"):
        made["ALLOWED_HOSTS"] = os.environ.get("ALLOWED_HOSTS", f"{host},127.0.0.1,localhost")
    return made


def _require_free(host: str, port: int) -> None:
    """CannotStart, before anything was started, when somebody listens there or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen()
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise CannotStart(
                f"Port {port} is in use by another program. Choose another: dev.py demo --port {other}"
            ) from error
        reason = getattr(error, "strerror", None) or "there is no such port"
        raise CannotStart(f"Cannot listen on {host}, port {port}: {reason}.") from error


def _prepare(environment: dict[str, str], *, reset: bool) -> None:
    say("Bringing the database up to date …")
    _manage(environment, "migrate", "--verbosity", "0")
    say("Looking after the demo's data …")
    _manage(environment, "demo_data", "--ensure", *(["--reset"] if reset else []))


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = supervisor.tied_to_us([sys.executable, "manage.py", *arguments])
    if subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode != 0:
        raise CannotStart(f"manage.py {arguments[0]} failed; what it said is above.")


def _serve(options: argparse.Namespace, share: Use, environment: dict[str, str], site: str) -> int:
    place = share.place

    def announce() -> None:
        say(
            f"\nCoaching Pairs is ready.\n"
            f"    Choose whom to be      {site}/demo/\n"
            f"    Every message sent     {site}/demo/mail/\n"
            f"Ctrl-C stops it. Logs: {place.logs}\n"
        )

    def mend() -> None:
        for name in share.mend():
            say(f"{name} had ended; it was started again.")

    say("Starting web and worker …")
    return supervisor.serve(
        _programs(options.host, options.port, place),
        environment=environment,
        not_ready=lambda: _unhealthy(options.host, options.port),
        announce=announce,
        meanwhile=mend,
    )


def _programs(host: str, port: int, place: Home) -> list[Program]:
    web = ["uvicorn", "coachingpairs.asgi:application", "--host", host, "--port", str(port)]
    # Links carry tokens, which do not belong in a log.
    web += ["--timeout-graceful-shutdown", "1", "--no-access-log"]
    worker = [
        "celery",
        "-A",
        "coachingpairs",
        "worker",
        "-B",
        "--schedule",
        str(place.folder / "beat-schedule"),
    ]
    # One process: the others would each cost as much memory, and the demo's mail can wait its turn.
    worker += ["--pool=threads", "--concurrency=4", "--without-mingle", "--without-gossip", "--loglevel=INFO"]
    return [
        Program("web", [sys.executable, "-m", *web], place.logs / "web.log"),
        Program("worker", [sys.executable, "-m", *worker], place.logs / "worker.log"),
    ]


def _unhealthy(host: str, port: int) -> str | None:
    """What /healthz complains of, None when it answers 200."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        body = answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"/healthz does not answer ({error})"
    finally:
        connection.close()
    if answer.status == 200:
        return None
    with contextlib.suppress(ValueError):
        body = json.dumps(json.loads(body))
    return f"/healthz answers {answer.status}: {body}"
