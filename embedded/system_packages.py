"""What apt can add: the venv module, and the libraries WeasyPrint draws with. Only as root."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from embedded.errors import CannotStart, tail

PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
PANGO_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


def can_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: tuple[str, ...], log: Path) -> bool:
    """Install Debian packages without a question, everything said going to `log`; whether it worked."""
    wait = "DPkg::Lock::Timeout=120"
    commands = (
        ["apt-get", "-o", wait, "update"],
        ["apt-get", "-o", wait, "install", "-y", "--no-install-recommends", *packages],
    )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output:
        # An update that fails in part may still be enough to install from.
        return [
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                check=False,
            ).returncode
            for command in commands
        ][-1] == 0


def install_venv(log: Path) -> None:
    """Install the venv module of the running Python; CannotStart says what to install where we may not."""
    package = f"python3.{sys.version_info[1]}-venv"
    if can_apt():
        print(f"Installing {package} …", flush=True)
        if apt_install((package,), log) or apt_install(("python3-venv",), log):
            return
        raise CannotStart(f"{package} could not be installed. The log ({log}) ends:\n{tail(log)}")
    raise CannotStart(
        f"This Python ({sys.executable}) cannot make virtual environments. "
        f"Install its venv module (on Debian or Ubuntu: sudo apt install {package}), or uv, and try again."
    )


def ensure_pango(tried: Path, log: Path) -> str | None:
    """Have Pango where apt can bring it, asked once (`tried` remembers); a hint when it is missing."""
    if has_pango():
        return None
    if can_apt() and not tried.exists():
        print("Installing Pango, which draws the PDFs …", flush=True)
        tried.touch()
        if apt_install(PANGO_PACKAGES, log) and has_pango():
            return None
    install = (
        "brew install pango" if sys.platform == "darwin" else "sudo apt install " + " ".join(PANGO_PACKAGES)
    )
    return f"Without Pango there are no PDFs; everything else works. To have them: {install}"


def has_pango() -> bool:
    return all(_loads(name) for name in PANGO_LIBRARIES)


def _loads(name: str) -> bool:
    names = [f"lib{name}.so.0", f"lib{name}.0.dylib", f"/opt/homebrew/lib/lib{name}.0.dylib"]
    for each in names:
        try:
            ctypes.CDLL(each)
        except OSError:
            continue
        return True
    return False
