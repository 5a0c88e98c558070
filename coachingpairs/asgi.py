"""Pages and streams in one ASGI process: production's `live`, the demo and small installations."""

import gc
import os
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from asgiref.typing import ASGI3Application
from django.conf import settings
from django.core.asgi import get_asgi_application

from coachingpairs.live.hub import Hub
from coachingpairs.live.serving import with_streams
from coachingpairs.tenancy.role import require_safe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
pages = cast(ASGI3Application, get_asgi_application())

# Servers import this inside their event loop, where Django asks no database: hence the thread.
with ThreadPoolExecutor(max_workers=1) as thread:
    thread.submit(require_safe_role).result()

application = with_streams(pages, Hub(settings.REDIS_URL))

# What has been loaded by now stays for as long as the process does. Without this every full collection looks
# through all of it, for tens of milliseconds, in the middle of telling a room what has changed.
gc.collect()
gc.freeze()

# A change makes some tens of thousands of objects that are gone once it is told. Looked through after every
# 700, the default, they cost more than the few cycles among them.
gc.set_threshold(50_000, 20, 100)
