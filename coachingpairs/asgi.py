"""Everything in one ASGI process, the way the demo and small installations serve it."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.core.asgi import get_asgi_application

from coachingpairs.tenancy.role import require_safe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
application = get_asgi_application()

# Servers import this inside their event loop, where Django asks no database: hence the thread.
with ThreadPoolExecutor(max_workers=1) as thread:
    thread.submit(require_safe_role).result()
