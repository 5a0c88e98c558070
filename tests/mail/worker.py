"""A sender in a process of its own, so that it can be killed: ``python -m tests.mail.worker PORT AT``."""

from __future__ import annotations

import datetime as dt
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
    import django
    from django.conf import settings

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
    django.setup()
    from coachingpairs.mail.sending import send_due
    from tests.mail import letters  # noqa: F401  registers the kinds of message

    send_due(at=dt.datetime.fromisoformat(sys.argv[2]))


if __name__ == "__main__":
    main()
