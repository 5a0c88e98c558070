"""Pages under WSGI, the way production serves them."""

import os

from django.core.wsgi import get_wsgi_application

from coachingpairs.tenancy.role import require_safe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
application = get_wsgi_application()
require_safe_role()
