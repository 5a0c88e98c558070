"""The project's settings for tools that only read code: addresses of nothing, so that nothing can be reached.

mypy's Django plugin imports its settings; this lets it run without an environment of any kind.
"""

import base64
import os
import tempfile
from pathlib import Path

NOWHERE = Path(tempfile.gettempdir()) / "coachingpairs-nowhere"

#: What the settings ask for; the values are of the right shape and lead nowhere.
ENVIRONMENT = {
    "COACHINGPAIRS_ENV": "test",
    "DATABASE_URL": f"postgresql://cp_app@/coachingpairs?host={NOWHERE}",
    "REDIS_URL": f"unix://{NOWHERE}/valkey.sock?db=0",
    "SECRET_KEY": "for tools that read code " * 3,
    "ENCRYPTION_KEYS": "1:" + base64.b64encode(bytes(range(32))).decode(),
}

for _name, _value in ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)

from coachingpairs.settings import *  # noqa: E402, F403
