"""Compiles every template of the checkout, so that a broken one is found before it is shown."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from embedded.homes import CHECKOUT


def main() -> int:
    """The number of templates that do not compile, each named on the standard error, as an exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
    import django
    from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
    from django.template.backends.django import DjangoTemplates

    django.setup()
    broken = count = 0
    for engine in engines.all():
        if not isinstance(engine, DjangoTemplates):
            continue
        for folder in [Path(each) for each in engine.template_dirs]:
            for path in _files(folder):
                count += 1
                try:
                    engine.from_string(path.read_text(encoding="utf-8"))
                except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as error:
                    broken += 1
                    print(f"{path.relative_to(CHECKOUT)}: {error}", file=sys.stderr)
    print(f"{count} templates, {broken} broken")
    return 1 if broken else 0


def _files(folder: Path) -> list[Path]:
    """The files of a template folder of ours; a library's are its own business."""
    if CHECKOUT not in folder.parents or ".venv" in folder.parts:
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".svg")


if __name__ == "__main__":
    sys.exit(main())
