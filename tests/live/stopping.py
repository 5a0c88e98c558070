"""What the tests of stopping serve from a process of its own: our pages, and a notice for streams."""

from __future__ import annotations

from django.conf import settings

from coachingpairs.asgi import pages
from coachingpairs.live.hub import Hub
from coachingpairs.live.serving import with_streams
from tests.live.noticeboard import NoticeReader

application = with_streams(pages, Hub(settings.REDIS_URL, NoticeReader()))
