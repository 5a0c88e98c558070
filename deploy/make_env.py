#!/usr/bin/env python3
"""Write .env for docker-compose.yml, with fresh secrets: `make_env.py https://pairs.example.org`.

Without an address it is for trying out on this machine: http://localhost:8080, mail kept by a catcher.
Standard library only. An .env that exists is left alone: its keys may be the only ones that read the data.
"""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TRYING_OUT = "http://localhost:8080"


def fresh_secrets() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "POSTGRES_PASSWORD": secrets.token_hex(24),
        "CP_OWNER_PASSWORD": secrets.token_hex(24),
        "CP_APP_PASSWORD": secrets.token_hex(24),
    }


def for_trying_out(host: str, port: int) -> dict[str, str]:
    return {
        "SITE_ADDRESS": "http://",
        "HTTP_PORT": str(port),
        "HTTPS_PORT": "8443",
        "MAIL_FROM": f'"Coaching Pairs <pairs@{host}>"',
        "SMTP_HOST": "mail",
        "SMTP_PORT": "1025",
        "SMTP_STARTTLS": "no",
        "COMPOSE_PROFILES": "tryout",
    }


def values(address: str) -> dict[str, str]:
    """What can be known from the address. ValueError for one that is none."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError(f"“{address}” is not an address such as https://pairs.example.org")
    known = {"SITE_URL": address.rstrip("/"), "ALLOWED_HOSTS": parts.hostname, **fresh_secrets()}
    if parts.scheme == "http":
        return known | for_trying_out(parts.hostname, parts.port or 80)
    return known | {"SITE_ADDRESS": parts.hostname, "MAIL_FROM": f'"Coaching Pairs <pairs@{parts.hostname}>"'}


def filled(example: str, known: dict[str, str]) -> str:
    """The example's lines, comments and all, with what is known put in."""
    lines = []
    for line in example.splitlines():
        name, separator, _default = line.partition("=")
        lines.append(f"{name}={known[name]}" if separator and name in known else line)
    return "\n".join(lines) + "\n"


def main(arguments: list[str], target: Path = ROOT / ".env") -> int:
    try:
        known = values(arguments[0] if arguments else TRYING_OUT)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except FileExistsError:
        print(f"{target} is there already and was left as it is.", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(filled((ROOT / ".env.example").read_text(encoding="utf-8"), known))
    missing = [] if "SMTP_HOST" in known else ["SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD"]
    print(f"{target} is written; keep a copy of it in a safe place, apart from the backups.")
    if missing:
        print(f"Fill in {', '.join(missing)} before starting.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
