"""Ask /healthz whether the named parts are up: `healthcheck.py http://127.0.0.1:8000/healthz database redis`.

Exit status 0 when each of them is, 1 with the answer otherwise. Standard library only: it runs every minute.
"""

from __future__ import annotations

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit


def ask(address: str) -> dict[str, object]:
    """The JSON of /healthz, whatever its status; OSError or HTTPException when nobody answers."""
    parts = urlsplit(address)
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or parts.netloc
    connection = HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=5)
    connection.request("GET", parts.path, headers={"Host": host.lstrip(".")})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return dict(answer)


def main(address: str, *wanted: str) -> int:
    try:
        found = ask(address)
    except (OSError, HTTPException, ValueError) as error:
        print(f"{address}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(found))
    return 0 if all(found.get(name) == "up" for name in wanted) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
