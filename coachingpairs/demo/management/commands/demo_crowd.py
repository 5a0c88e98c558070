from __future__ import annotations

from random import SystemRandom
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachingpairs.demo.crowd import Crowd, left_for_you, merrow_awayday
from coachingpairs.demo.water import MERROW_WATER
from cycles.rules.words import listed

MOST_LEFT = len(MERROW_WATER.leaders) - 1


class Command(BaseCommand):
    help = (
        "Plays the leaders of Merrow Water at their Awayday, so that it can be tried out alone: they arrive, "
        "offer lessons, ask and answer, until all are paired or Ctrl-C. The facilitator is you."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, default=2, metavar="SECONDS", help="between two acts; default: 2"
        )
        parser.add_argument("--leave", type=int, default=0, metavar="N", help="leave so many leaders for you")

    def handle(self, *, every: float, leave: int, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("A crowd plays in the demo alone.")
        if every < 0 or not 0 <= leave <= MOST_LEFT:
            raise CommandError(f"--every takes seconds, and --leave a number from 0 to {MOST_LEFT}.")
        awayday = merrow_awayday()
        if awayday is None:
            raise CommandError("There is no Awayday to play at. To make the demo anew: dev.py demo --reset")
        left = left_for_you(leave)
        if left:
            self.stdout.write(f"Left for you: {listed(left)}. Sign in as them at {settings.SITE_URL}/demo/")
        try:
            Crowd(awayday, left=left, chance=SystemRandom()).play(every=every, say=self.stdout.write)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. Start it again to have them go on.")
