"""Makes ``.venv`` from the lock file and hands over to it. Standard library only: nothing is installed yet.

A stamp in the virtual environment says what was installed, written when all of it was. Two at once wait for
each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from embedded import system_packages
from embedded.errors import CannotStart, tail

CHECKOUT = Path(__file__).resolve().parent.parent
#: A pip of 22.3 or newer can install into another environment.
PIP_SERVES_OTHERS = "import pip; assert tuple(map(int, pip.__version__.split('.')[:2])) >= (22, 3)"

IS_A_LINK = (
    ".venv is a link, and making it anew would empty what it points to. Remove the link and start again."
)


class Environment:
    """The virtual environment of a checkout: where it is and what belongs into it."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.checkout = checkout
        self.folder = checkout / ".venv"
        self.python = self.folder / "bin" / "python"
        self.lock_file = checkout / "requirements.lock"
        self.stamp = self.folder / "installed.stamp"
        self.data = checkout / ".data"
        self.log = self.data / "setup.log"
        #: The setup lock while we hold it; what we run holds it too, should it outlive us.
        self.held: tuple[int, ...] = ()

    def made_for(self) -> str:
        """What it cannot be used without: the Python, the machine and the place it was made for."""
        major, minor, _patch = platform.python_version_tuple()
        return f"{major}.{minor} {platform.system()} {platform.machine()} {self.checkout}"

    def wanted(self) -> str:
        """What the stamp says when everything is there."""
        return f"{self.made_for()}\n{hashlib.sha256(self.lock_file.read_bytes()).hexdigest()}\n"

    def is_ready(self) -> bool:
        return self.python.exists() and self.stamped() == self.wanted()

    def can_be_kept(self) -> bool:
        """Whether what is there, of whichever lock, complete or not, can be installed into."""
        return self.python.exists() and self.stamped().splitlines()[:1] == [self.made_for()]

    def has_pip(self) -> bool:
        return self.python.exists() and (self.folder / "bin" / "pip").exists()

    def stamped(self) -> str:
        try:
            return self.stamp.read_text(encoding="utf-8")
        except OSError:
            return ""

    def write_stamp(self, text: str) -> None:
        """Whole or not at all."""
        draft = self.stamp.with_suffix(".new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.stamp)


def run(arguments: Sequence[str]) -> NoReturn:
    """Set up what is missing, then become the command in the virtual environment."""
    # An exception, so that the pip we wait for is ended too. It does not outlive the exec below.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _leave_virtual_environment()
        environment = Environment()
        ensure(environment)
        hint = system_packages.ensure_pango(environment.data / "pango.tried", environment.log)
        if hint:
            print(hint, file=sys.stderr, flush=True)
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start goes on from here.")
    python = str(environment.python)
    variables = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    os.execve(python, [python, "-m", "embedded", *arguments], variables)  # noqa: S606


def ensure(environment: Environment) -> None:
    """Have a virtual environment with just the locked packages. Does nothing when the stamp says so."""
    if environment.is_ready():
        return
    if environment.folder.is_symlink():
        raise CannotStart(IS_A_LINK)
    environment.data.mkdir(mode=0o700, exist_ok=True)
    with (environment.data / "setup.lock").open("w") as lock:
        _wait_for(lock.fileno())
        environment.held = (lock.fileno(),)
        if not environment.is_ready():
            environment.log.write_text("", encoding="utf-8")
            _install(environment)
            _link_checkout(environment)
            environment.write_stamp(environment.wanted())


def _leave_virtual_environment() -> None:
    """Run by .venv's own Python we could not replace it: go on with the one it was made from."""
    base = getattr(sys, "_base_executable", sys.executable)
    if Path(sys.prefix).resolve() == (CHECKOUT / ".venv").resolve() and base != sys.executable:
        os.execv(base, [base, *sys.argv])  # noqa: S606


def _wait_for(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _say("Waiting for another dev.py that is installing …")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _install(environment: Environment) -> None:
    again = environment.folder.exists()
    _say(f"Installing what requirements.lock names ({'again' if again else 'once, about a minute'}) …")
    if not environment.can_be_kept():
        shutil.rmtree(environment.folder, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and _install_with_uv(uv, environment):
        return
    pip = _pip(environment)
    options = ["--require-hashes", "--no-deps", "--no-compile", "--disable-pip-version-check", "--no-input"]
    if not _logged([*pip, "install", *options, "-r", str(environment.lock_file)], environment):
        raise CannotStart(
            "The packages could not be installed. pip's own settings decide where they come from "
            f"(pip config list shows them). The log ({environment.log}) ends:\n{tail(environment.log, 12)}"
        )


def _install_with_uv(uv: str, environment: Environment) -> bool:
    """False when uv cannot: it does not read pip's configuration, so pip may still reach an index."""
    variables = {"UV_PYTHON_DOWNLOADS": "never"}
    if "PIP_INDEX_URL" in os.environ and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(os.environ):
        variables["UV_DEFAULT_INDEX"] = os.environ["PIP_INDEX_URL"]
    make = [uv, "venv", "--clear", "--python", sys.executable, str(environment.folder)]
    if not environment.python.exists() and not _made(make, environment, variables):
        return False
    sync = [uv, "pip", "sync", "--python", str(environment.python), "--require-hashes"]
    return _logged([*sync, str(environment.lock_file)], environment, variables)


def _pip(environment: Environment) -> list[str]:
    """The pip that installs into the environment, made in the first way this machine has."""
    own = [str(environment.python), "-m", "pip"]
    if environment.has_pip():
        return own
    make = [sys.executable, "-m", "venv", "--clear", str(environment.folder)]
    virtualenv = shutil.which("virtualenv")
    pip = own
    if not _works("import ensurepip"):
        if _works(PIP_SERVES_OTHERS):
            make.append("--without-pip")
            pip = [sys.executable, "-m", "pip", "--python", str(environment.python)]
        elif virtualenv:
            make = [virtualenv, "-p", sys.executable, str(environment.folder)]
        else:
            system_packages.install_venv(environment.log)
    if _made(make, environment):
        return pip
    raise CannotStart(f"Making .venv failed. The log ends:\n{tail(environment.log)}")


def _made(command: Sequence[str], environment: Environment, variables: dict[str, str] | None = None) -> bool:
    if not _logged(command, environment, variables):
        return False
    # Until the last package is in, the stamp's second line is missing.
    environment.write_stamp(f"{environment.made_for()}\n")
    return True


def _works(code: str) -> bool:
    """Whether a fresh process of this Python runs these lines without complaint."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def _link_checkout(environment: Environment) -> None:
    """Let every program of the environment import the checkout's packages, wherever it is started."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    command = [str(environment.python), "-c", code]
    packages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    Path(packages, "coachingpairs-checkout.pth").write_text(f"{environment.checkout}\n", encoding="utf-8")


def _logged(
    command: Sequence[str], environment: Environment, variables: dict[str, str] | None = None
) -> bool:
    with environment.log.open("ab") as log:
        log.write(f"$ {' '.join(command)}\n".encode())
        log.flush()
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(variables or {})},
            cwd=environment.checkout,
            pass_fds=environment.held,
            check=False,
        )
    return done.returncode == 0


def _say(text: str) -> None:
    print(text, flush=True)
