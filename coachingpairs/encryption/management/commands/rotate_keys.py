from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from coachingpairs.encryption import rotation
from coachingpairs.encryption.ciphers import CannotDecrypt
from coachingpairs.tenancy.role import unsafe_because

WRONG_ROLE = (
    "This needs the database's owner, because private notes are shown to nobody but their authors. Set "
    "DATABASE_OWNER_URL and run it through manage.py; see docs/operations.md."
)


class Command(BaseCommand):
    help = (
        "Encrypt all private text again with new keys, and wrap keys by the first of ENCRYPTION_KEYS. Runs "
        "while the application is in use, as the database's owner. Broken off, it goes on where it was the "
        "next time. To change the master key put the new one first in ENCRYPTION_KEYS, keep the old one "
        "behind it, restart everything, run this, then drop the old one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--organisation", action="append", metavar="SLUG", help="only this one; repeatable"
        )
        parser.add_argument(
            "--only-wrap", action="store_true", help="new master key, same organisations' keys"
        )
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (500)")
        parser.add_argument(
            "--wait",
            type=float,
            default=rotation.NOTICED_AFTER.total_seconds(),
            metavar="SECONDS",
            help="until every process uses the new key; 0 only when nothing else is running",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if unsafe_because(connection) is None:
            raise CommandError(WRONG_ROLE)
        if options["batch"] < 1:
            raise CommandError("--batch must be at least 1.")
        organisations = self._organisations(options["organisation"])
        if options["only_wrap"]:
            failed = [one.slug for one in organisations if not self._wrap(one)]
        else:
            failed = self._rotate(organisations, options)
        if needless := rotation.masters_no_longer_needed():
            numbers = ", ".join(map(str, needless))
            self.stdout.write(f"No key needs master key {numbers} any more: drop it from ENCRYPTION_KEYS.")
        if failed:
            raise CommandError(f"Not finished for {', '.join(failed)}: old keys are kept. See above.")

    def _organisations(self, slugs: list[str] | None) -> list[Any]:
        known = apps.get_model("teams", "Organisation").objects.order_by("slug")
        if not slugs:
            return list(known)
        found = list(known.filter(slug__in=slugs))
        if missing := sorted(set(slugs) - {organisation.slug for organisation in found}):
            raise CommandError(f"There is no organisation {', '.join(missing)}.")
        return found

    def _rotate(self, organisations: list[Any], options: dict[str, Any]) -> list[str]:
        """All of them begin, all wait once, all finish; the slugs of those that could not."""
        begun = {one: self._begin(one, options["batch"]) for one in organisations}
        youngest = max((step.made_at for step in begun.values() if step), default=None)
        if youngest:
            self._wait_since(youngest, options["wait"])
        return [
            one.slug
            for one, step in begun.items()
            if step is None or not self._finish(one, step.number, options["batch"])
        ]

    def _begin(self, organisation: Any, batch: int) -> rotation.Begun | None:
        try:
            step = rotation.begin(organisation.pk, batch=batch)
        except CannotDecrypt as error:
            self._say(organisation, str(error))
            return None
        self._say(organisation, f"{step.encrypted} texts encrypted with key {step.number}")
        return step

    def _wait_since(self, made_at: dt.datetime, wait: float) -> None:
        left = wait - (timezone.now() - made_at).total_seconds()
        if left > 0:
            self.stdout.write(f"Waiting {left:.0f} seconds until every process uses the new keys.")
            self.stdout.flush()
            time.sleep(left)

    def _finish(self, organisation: Any, number: int, batch: int) -> bool:
        """Whether everything could be opened; says what was done."""
        end = rotation.finish(organisation.pk, number, batch=batch)
        self._say(organisation, f"{end.encrypted} more texts, {end.keys_deleted} old keys deleted")
        for name in end.left:
            self._say(organisation, f"cannot be opened: {name}")
        return not end.left

    def _wrap(self, organisation: Any) -> bool:
        try:
            count = rotation.rewrap(organisation.pk)
        except CannotDecrypt as error:
            self._say(organisation, str(error))
            return False
        self._say(organisation, f"{count} keys wrapped by the current master key")
        return True

    def _say(self, organisation: Any, sentence: str) -> None:
        self.stdout.write(f"{organisation.slug}: {sentence}")
