"""The first organisation of an installation, and its administrator."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from coachingpairs.errors import DomainError
from teams.services.organisations import create_organisation
from teams.services.people import person_for


class Command(BaseCommand):
    help = "Make an organisation and its first administrator, who can then sign in and invite everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="as people say it, for example “Northmere Homes”")
        parser.add_argument("--administrator", required=True, metavar="EMAIL", help="who looks after it")
        parser.add_argument("--administrator-name", default="", metavar="NAME")
        parser.add_argument(
            "--slug", default="", help="its short name in addresses; made from the name otherwise"
        )
        parser.add_argument("--time-zone", default="Europe/London", help="for example Europe/London")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["administrator"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(
                f"“{email}” is not an email address the administrator could sign in with."
            ) from error
        try:
            with transaction.atomic():
                person = person_for(email=email, name=options["administrator_name"].strip())
                organisation = create_organisation(
                    name=" ".join(options["name"].split()),
                    slug=options["slug"].strip().lower(),
                    time_zone=options["time_zone"],
                    administrator=person,
                    by=None,
                )
        except ValidationError as error:
            raise CommandError(_in_words(error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{organisation} is there, and {person} looks after it.")
        self.stdout.write(
            f"What comes next: sign in at {settings.SITE_URL}{reverse('account_login')} as {email}."
        )
        self.stdout.write(f"{_where_the_code_is()} Then make a team and bring in its roster.")


def _where_the_code_is() -> str:
    if settings.DEMO:
        return f"The demo keeps its messages: the code is at {settings.SITE_URL}{reverse('demo:mailbox')}."
    return "A code is sent to that address."


def _in_words(error: ValidationError) -> str:
    """One line for each thing that is wrong, with the option that sets it."""
    options = {"name": "NAME", "slug": "--slug", "time_zone": "--time-zone"}
    return "\n".join(
        f"{options.get(field, field)}: {' '.join(messages)}" for field, messages in error.message_dict.items()
    )
