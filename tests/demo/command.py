from __future__ import annotations

from io import StringIO

from django.core.management import call_command


def demo_data(*options: str) -> str:
    """Run the command; what it said."""
    said = StringIO()
    call_command("demo_data", *options, stdout=said)
    return said.getvalue()
