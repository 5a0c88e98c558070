from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coachingpairs.components.templatetags.components import full_date
from coachingpairs.demo.organisations import build, standing
from coachingpairs.demo.people import PLACES
from coachingpairs.demo.removal import remove_messages, remove_organisations
from cycles.rules.words import listed


class Command(BaseCommand):
    help = (
        "Makes the demo: Northmere in its third cycle, Harbour Arts at its first choosing, "
        "Merrow Water on the morning of its Awayday."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ensure", action="store_true", help="make what is missing, if anything is")
        parser.add_argument("--reset", action="store_true", help="delete them first, with all that was tried")

    def handle(self, *, ensure: bool, reset: bool, **_options: Any) -> None:
        if reset:
            remove_organisations(place.slug for place in PLACES)
            remove_messages(Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_FILE_PATH else None)
        there = standing()
        if there.made_at is not None and not ensure:
            raise CommandError("The demo is there already. Use --reset to make it anew, or --ensure.")
        if there.missing:
            build(places=there.missing)
            self.stdout.write(f"Made {listed([place.name for place in there.missing])}.")
        if there.made_at is not None and there.is_stale(timezone.now()):
            self.stdout.write(
                f"The demo was made on {full_date(there.made_at)}, so its dates look old. "
                "To make it anew: python3 dev.py demo --reset"
            )
