"""The buttons on a page, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class Button:
    """``says`` is all that stands on it, for a screen reader too."""

    action: str
    fields: dict[str, str]
    says: str


@dataclass
class _Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, _Form] = {}
        self.pressed: list[tuple[str, dict[str, str], list[str]]] = []
        self._inside = ""
        self._button: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._inside = given.get("id") or f"form {len(self.forms)}"
            self.forms[self._inside] = _Form(given["action"])
        elif tag == "input" and self._inside and given.get("name"):
            self.forms[self._inside].fields[given["name"]] = given.get("value", "")
        elif tag == "button" and given.get("type") == "submit":
            own = {given["name"]: given.get("value", "")} if given.get("name") else {}
            self._button = []
            self.pressed.append((given.get("form") or self._inside, own, self._button))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = ""
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button.append(data)


def buttons_on(html: str) -> list[Button]:
    """Those that send a form by POST, wherever on the page they stand. What one has to type is left empty."""
    reader = _Reader()
    reader.feed(html)
    return [
        Button(reader.forms[form].action, reader.forms[form].fields | own, " ".join("".join(says).split()))
        for form, own, says in reader.pressed
        if form in reader.forms
    ]
