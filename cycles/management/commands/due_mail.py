"""``manage.py due_mail``: which messages go out at a moment, to whom. It sends nothing and shows no text."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cycles.services.due_mail import DueInOrganisation, DueMail, due_mail

NO_TIME = "“{}” is not a time. Write it like 2027-03-02T09:30+00:00: date, T, time and the offset from UTC."
NOT_SHOWN = "(to whom is not shown)"
NO_OFFSET = "“{}” does not say in which time zone. Add the offset from UTC, for example {}+00:00."


class Command(BaseCommand):
    help = (
        "Shows which messages go out at a moment: those waiting in the outbox and the reminders due then. "
        "Without --dry-run these reminders are also planned. Nothing is sent; the worker does that."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at", metavar="TIME", help="for example 2027-03-02T09:30+00:00; now if left out"
        )
        parser.add_argument("--dry-run", action="store_true", help="show only, plan nothing")
        parser.add_argument("--json", action="store_true", help="the same for programs")

    def handle(self, *_args: Any, at: str | None, dry_run: bool, **options: Any) -> None:
        moment = read_moment(at) if at else timezone.now()
        found = due_mail(at=moment, dry_run=dry_run)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(moment, found, dry_run), indent=2, ensure_ascii=False))
            return
        for due in found:
            self.stdout.write("\n".join(_lines(due)))
        self.stdout.write(_summary(moment, found, dry_run))


def read_moment(text: str) -> dt.datetime:
    """The moment of an ISO 8601 time with its offset; CommandError in words for anything else."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CommandError(NO_TIME.format(text)) from error
    if moment.tzinfo is None:
        raise CommandError(NO_OFFSET.format(text, moment.isoformat(timespec="minutes")))
    return moment


def _lines(due: DueInOrganisation) -> list[str]:
    zone = due.organisation.zone
    lines = [f"{due.organisation.name} ({due.organisation.slug})"]
    lines += [f"  {_shown(mail.goes_at, zone)}  {mail.kind}  {_recipient(mail)}" for mail in due.going]
    lines += [
        f"  waits until {_shown(mail.goes_at, zone)}  {mail.kind}  {mail.name or NOT_SHOWN}"
        for mail in due.waiting
    ]
    if not due.going:
        lines.append("  Nothing goes out.")
    if due.next_reminders_at:
        lines.append(f"  The next reminders are due on {_shown(due.next_reminders_at, zone)}.")
    return lines


def _summary(moment: dt.datetime, found: list[DueInOrganisation], dry_run: bool) -> str:
    going, planned = sum(len(due.going) for due in found), sum(due.planned for due in found)
    said = f"{_messages(going)} at {moment.isoformat(timespec='minutes')}."
    if dry_run:
        return f"{said} This was a rehearsal: nothing has been planned or sent."
    return f"{said} Reminders planned: {planned}. The worker sends what is due."


def _messages(number: int) -> str:
    return "1 message goes out" if number == 1 else f"{number or 'No'} messages go out"


def _recipient(mail: DueMail) -> str:
    return f"{mail.name} <{mail.address}>" if mail.name else mail.address or NOT_SHOWN


def _shown(moment: dt.datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local.hour}.{local:%M} {zone.key}"


def _as_json(moment: dt.datetime, found: list[DueInOrganisation], dry_run: bool) -> dict[str, Any]:
    return {
        "at": moment.isoformat(),
        "dry_run": dry_run,
        "organisations": [
            {
                "organisation": due.organisation.slug,
                "name": due.organisation.name,
                "planned": due.planned,
                "messages": [_mail_as_json(mail) for mail in due.going],
                "waiting": [_mail_as_json(mail) for mail in due.waiting],
                "next_reminders_at": due.next_reminders_at.isoformat() if due.next_reminders_at else None,
            }
            for due in found
        ],
    }


def _mail_as_json(mail: DueMail) -> dict[str, Any]:
    return {
        "kind": mail.kind,
        "name": mail.name,
        "to": mail.address,
        "period": mail.period,
        "due_at": mail.due_at.isoformat(),
        "goes_at": mail.goes_at.isoformat(),
    }
