"""Servers that are shared: started once, stopped by the last one, surviving whoever is killed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest
from django.conf import settings
from redis import Redis

from embedded import accounts, homes, postgres, servers, valkey
from embedded.errors import CannotStart
from embedded.processes import wait_until
from tests.embedded.conftest import gone, kill, let_go, server_pids

WORKER = "PYTEST_XDIST_WORKER"

Hold = Callable[[], "Popen[str]"]


def test_two_share_one_server_and_the_last_one_out_stops_it(place: homes.Home, hold: Hold) -> None:
    ann, bo = hold(), hold()
    running = server_pids(place)

    let_go(ann)
    assert server_pids(place) == running
    assert postgres.answers(place)
    assert valkey.answers(place)

    let_go(bo)
    assert gone(*running)
    assert not servers.keeper_runs(place)


def write(place: homes.Home, number: int) -> None:
    with psycopg.connect(postgres.url(place, "cp_owner")) as connection:
        # As durable as the demo's data: without an fsync, but in the kernel's hands when the commit returns.
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("DELETE FROM kept")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def read(place: homes.Home) -> list[tuple[int]]:
    with psycopg.connect(postgres.url(place, "cp_owner")) as connection:
        return connection.execute("SELECT number FROM kept").fetchall()


def test_what_one_leaves_the_next_finds(place: homes.Home, hold: Hold) -> None:
    first = hold()
    write(place, 7)
    let_go(first)

    hold()
    assert read(place) == [(7,)]


def test_servers_stop_when_their_only_user_is_killed(place: homes.Home, hold: Hold) -> None:
    only = hold()
    running = server_pids(place)
    kill(only.pid)
    assert wait_until(lambda: gone(*running), seconds=30)


def test_servers_stay_when_one_of_two_is_killed(place: homes.Home, hold: Hold) -> None:
    ann, bo = hold(), hold()
    running = server_pids(place)
    kill(ann.pid)
    ann.wait()
    let_go(bo)
    assert gone(*running)


def test_killed_servers_are_there_again_at_the_next_start(place: homes.Home, hold: Hold) -> None:
    hold()
    write(place, 11)
    killed = server_pids(place)
    for pid in killed:
        kill(pid)
    assert wait_until(lambda: gone(*killed), seconds=30)

    hold()
    assert not set(killed) & set(server_pids(place))
    assert read(place) == [(11,)]


def test_nobody_else_gets_at_data_sockets_and_keys(place: homes.Home, hold: Hold) -> None:
    hold()
    closed = [place.folder, place.servers, place.sockets, postgres.data_folder(place), place.mail]
    assert {path: oct(stat.S_IMODE(path.stat().st_mode)) for path in closed} == dict.fromkeys(closed, "0o700")
    keys = place.folder / "keys.json"
    assert oct(stat.S_IMODE(keys.stat().st_mode)) == "0o600"
    account = accounts.for_servers()
    assert postgres.data_folder(place).stat().st_uid == (account.uid if account else os.geteuid())


def test_keys_are_made_once(place: homes.Home) -> None:
    homes.prepare(place)
    assert homes.keys(place) == homes.keys(place)


def test_given_addresses_are_used_and_nothing_is_started(
    place: homes.Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/pairs")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    share = servers.use("test", mode="test")
    share.release()
    assert share.environment["DATABASE_URL"] == "postgresql://elsewhere/pairs"
    assert share.environment["REDIS_URL"] == "redis://elsewhere/0"
    assert server_pids(place) == (None, None)


@pytest.mark.parametrize(
    ("address", "third"),
    [
        ("unix:///run/with space/valkey.sock?db=0", "unix:///run/with space/valkey.sock?db=3"),
        ("unix:///run/valkey.sock?timeout=2", "unix:///run/valkey.sock?timeout=2&db=3"),
        ("redis://:word@elsewhere:6380/0", "redis://:word@elsewhere:6380/3"),
        ("rediss://elsewhere?timeout=2", "rediss://elsewhere/3?timeout=2"),
    ],
)
def test_an_address_leads_to_another_numbered_database(address: str, third: str) -> None:
    assert valkey.with_database(address, 3) == third
    with pytest.raises(ValueError, match="16"):
        valkey.with_database(address, 16)


@pytest.mark.skipif(WORKER not in os.environ, reason="alone there is nobody to keep apart from")
def test_a_worker_of_the_tests_keeps_to_a_database_of_its_own() -> None:
    with Redis.from_url(settings.REDIS_URL) as valkey_of_this_worker:
        own = valkey_of_this_worker.connection_pool.connection_kwargs["db"]
    assert own == 1 + int(os.environ[WORKER].removeprefix("gw"))


def test_nothing_is_started_in_production(
    place: homes.Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDED_DATA", str(tmp_path))
    monkeypatch.setenv("COACHINGPAIRS_ENV", "production")
    with pytest.raises(CannotStart, match="nothing is started there"):
        servers.use("test", mode="test")
    assert list(tmp_path.iterdir()) == []


def test_data_of_another_postgresql_is_refused_until_reset(
    place: homes.Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("EMBEDDED_DATA", str(tmp_path))
    demo = homes.home("demo")
    request.addfinalizer(lambda: shutil.rmtree(demo.servers.parent))
    homes.prepare(demo)
    homes.prepare_for_servers(demo, accounts.for_servers())
    data = postgres.data_folder(demo)
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n", encoding="utf-8")
    with pytest.raises(CannotStart, match=r"made by PostgreSQL 9, .* python3 dev\.py demo --reset"):
        servers.use("demo", mode="demo")

    servers.reset("demo")
    assert not data.exists()


def test_reset_waits_for_nobody_and_takes_nothing_away(place: homes.Home, hold: Hold) -> None:
    hold()
    with pytest.raises(CannotStart, match="in use by another command"):
        servers.reset("test")
    assert postgres.answers(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without a name")
def test_a_user_without_a_name_is_told_so() -> None:
    os.seteuid(45678)
    try:
        with pytest.raises(CannotStart, match="user id 45678 has no entry"):
            accounts.for_servers()
    finally:
        os.seteuid(0)
