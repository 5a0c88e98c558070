"""The files that production is made of: nothing runs as root, unchecked or with a ready-made secret."""

from __future__ import annotations

import importlib.util
import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache

from coachingpairs import health

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SECRETS = ("SECRET_KEY", "ENCRYPTION_KEYS", "POSTGRES_PASSWORD", "CP_OWNER_PASSWORD", "CP_APP_PASSWORD")
ONE_SHOT = {"migrate"}


def sections(text: str, indent: int) -> dict[str, str]:
    """The blocks of YAML written in our plain way: their names at ``indent`` and the lines below each."""
    found = re.split(rf"^ {{{indent}}}([\w-]+):(?: &[\w-]+)?\n", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def services() -> dict[str, str]:
    top = sections(COMPOSE, 0)
    common = top["x-application"]
    return {
        name: block + (common.replace("\n  ", "\n    ") if "<<: *application" in block else "")
        for name, block in sections(top["services"], 2).items()
    }


def make_env() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_env", ROOT / "deploy" / "make_env.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def application_environment(address: str, **changes: str) -> dict[str, str]:
    """What docker-compose.yml hands to the application when .env came from make_env."""
    dotenv = make_env().values(address) | {"SMTP_HOST": "mail.example", **changes}
    block = sections(COMPOSE, 0)["x-environment"]
    environment = {}
    for name, text in re.findall(r"^  (\w+): (.+)$", block, re.MULTILINE):
        environment[name] = re.sub(
            r"\$\{(\w+):([?-])([^}]*)\}",
            lambda found: dotenv.get(found[1], found[3] if found[2] == "-" else ""),
            text,
        )
    return {**environment, "PATH": os.environ["PATH"]}


def run(*command: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_the_services_are_those_of_the_plan() -> None:
    assert list(services()) == [
        "proxy", "web", "live", "worker", "beat", "migrate", "postgres", "valkey", "mail",
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(services()))
def test_every_service_is_checked_or_runs_once(name: str) -> None:
    block = services()[name]
    if name in ONE_SHOT:
        assert '    restart: "no"' in block
    else:
        assert "    healthcheck:" in block
        assert "    restart: unless-stopped" in block


@pytest.mark.parametrize("name", list(services()))
def test_every_service_runs_as_somebody_else_than_root_on_a_file_system_it_cannot_write(name: str) -> None:
    block = services()[name]
    user = re.search(r"^    user: (.+)$", block, re.MULTILINE)
    assert user is not None
    assert user[1] in ('"10001:10001"', "postgres", "valkey")
    assert "    read_only: true" in block
    assert "    cap_drop: [ALL]" in block


def test_the_images_of_our_own_end_as_an_unprivileged_user() -> None:
    stages = re.split(r"^FROM .+ AS (\w+)$", DOCKERFILE, flags=re.MULTILINE)
    built = dict(zip(stages[1::2], stages[2::2], strict=True))
    for target in set(re.findall(r"^ +target: (\w+)$", COMPOSE, re.MULTILINE)):
        assert re.findall(r"^USER (.+)$", built[target], re.MULTILINE) == ["10001:10001"]


def test_only_the_proxy_is_published_and_the_mail_catcher_to_this_machine() -> None:
    published = {name: block for name, block in services().items() if "    ports:" in block}
    assert list(published) == ["proxy", "mail"]
    assert '    ports: ["127.0.0.1:8025:8025"]' in published["mail"]
    assert "  back: {internal: true}" in COMPOSE


def test_no_secret_has_a_value_to_start_with() -> None:
    for name in SECRETS:
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", COMPOSE)
        assert uses
        assert set(uses) == {":?is not set in .env"}
        assert re.search(rf"^{name}=$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_example_names_the_variables_of_the_compose_file() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert named == set(re.findall(r"\$\{(\w+)", COMPOSE)) - {"COACHINGPAIRS_VERSION"} | {"COMPOSE_PROFILES"}


def test_only_migrations_know_the_owner() -> None:
    assert [name for name, block in services().items() if "DATABASE_OWNER_URL" in block] == ["migrate"]


def test_the_image_has_every_app_and_neither_tests_nor_demo() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    sent = {line[1:] for line in lines if line.startswith("!")}
    assert set(packages["root_packages"]) - {"embedded"} <= sent
    assert not {"tests", "embedded", "dev.py", "requirements.lock"} & sent
    assert "coachingpairs/demo" in lines


def test_the_deploy_check_is_silent() -> None:
    environment = application_environment("https://pairs.example.org")
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", env=environment)
    assert result.stdout == "System check identified no issues (0 silenced).\n"
    assert result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ENCRYPTION_KEYS", "SITE_URL", "DATABASE_URL", "REDIS_URL", "SMTP_HOST"]
)
def test_production_does_not_start_without_what_it_needs(name: str) -> None:
    environment = application_environment("https://pairs.example.org") | {name: ""}
    result = run("-c", "import coachingpairs.settings", env=environment)
    assert result.returncode == 1
    assert f"{name} is not set. It is needed for " in result.stderr


def test_the_demo_is_not_there_in_production() -> None:
    script = """
import django
django.setup()
from django.conf import settings
from django.urls import Resolver404, resolve
assert "coachingpairs.demo" not in settings.INSTALLED_APPS
for path in ("/demo/", "/demo/mail/", "/demo/people/"):
    try:
        print(path, resolve(path))
    except Resolver404:
        print(path, "is not there")
"""
    environment = application_environment("https://pairs.example.org")
    result = run("-c", script, env=environment | {"DJANGO_SETTINGS_MODULE": "coachingpairs.settings"})
    assert result.stdout.splitlines() == [
        "/demo/ is not there", "/demo/mail/ is not there", "/demo/people/ is not there",
    ]  # fmt: skip


def test_documentation_lists_every_variable() -> None:
    read = set()
    for source in ("coachingpairs/settings.py", "coachingpairs/environment.py", "deploy/gunicorn.conf.py"):
        text = (ROOT / source).read_text(encoding="utf-8")
        read |= set(re.findall(r'(?:required|optional|flag|number|names|get)\(\s*"([A-Z_]+)"', text))
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", operations, re.MULTILINE))
    assert "DATABASE_OWNER_URL" in read
    assert listed == read


def test_documentation_says_of_every_table_what_it_keeps() -> None:
    privacy = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    listed = {name for line in privacy.split("\n") for name in re.findall(r"`(\w+)`", line.partition("|")[2])}
    # Django's own lists of models and permissions say nothing about anybody.
    about_nobody = {"django_content_type", "auth_permission", "auth_group"}
    assert listed == {model._meta.db_table for model in apps.get_models()} - about_nobody


def test_env_is_written_once_with_fresh_secrets_for_its_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = make_env()
    first, second = tmp_path / "first", tmp_path / "second"
    assert tool.main(["https://pairs.example.org"], first) == 0
    assert "Fill in SMTP_HOST, SMTP_USER, SMTP_PASSWORD before starting." in capsys.readouterr().out
    assert tool.main([], second) == 0
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    for name in SECRETS:
        pattern = re.compile(rf"^{name}=(.{{40,}})$", re.MULTILINE)
        values = [pattern.search(each.read_text()) for each in (first, second)]
        assert values[0] is not None
        assert values[1] is not None
        assert values[0][1] != values[1][1]
    written = first.read_text()
    assert tool.main(["https://elsewhere.example"], first) == 1
    assert first.read_text() == written
    assert "\nSITE_ADDRESS=pairs.example.org\n" in written
    assert "\nCOMPOSE_PROFILES=tryout\n" in second.read_text()


@pytest.mark.parametrize(
    "address", ["pairs.example.org", "ftp://pairs.example.org", "https://", "https://a/b"]
)
def test_env_needs_an_address(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert make_env().main([address], tmp_path / "env") == 1
    assert "is not an address such as https://pairs.example.org" in capsys.readouterr().err
    assert not (tmp_path / "env").exists()


def test_the_health_check_of_the_containers(live_server: Any) -> None:
    def check(*parts: str) -> int:
        environment = {"PATH": os.environ["PATH"], "ALLOWED_HOSTS": "localhost"}
        return run("deploy/healthcheck.py", f"{live_server.url}/healthz", *parts, env=environment).returncode

    cache.delete(health.HEARTBEAT_KEY)
    assert check("database", "redis") == 0
    assert check("database", "redis", "worker") == 1
    health.beat()
    assert check("database", "redis", "worker") == 0
    nobody = run("deploy/healthcheck.py", "http://127.0.0.1:9/healthz", "database", env={})
    assert nobody.returncode == 1
    assert "refused" in nobody.stderr
