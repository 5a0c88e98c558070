from __future__ import annotations

import re

import pytest
from django.template import TemplateDoesNotExist

from coachingpairs.mail.rendering import address_of, render_message


def test_plain_text_has_no_entities_no_tags_and_no_gaps() -> None:
    text, _html = render_message("base", {"heading": "Dear Siân, “Care & Support” <wrote>"})
    assert (
        text == "Dear Siân, “Care & Support” <wrote>\n\n--\nSent by Coaching Pairs, http://127.0.0.1:8000\n"
    )


def test_html_escapes_what_people_wrote() -> None:
    _text, html = render_message("base", {"heading": "“Care & Support” <script>"})
    assert "“Care &amp; Support” &lt;script&gt;</h1>" in html
    assert "<script" not in html


def test_styles_stand_in_the_elements_and_those_for_phones_and_the_dark_in_the_head() -> None:
    _text, html = render_message("base", {"heading": "Hello", "preheader": "Half an hour"})
    assert '<h1 class="e-h1" style="margin: 24px 0 16px;font-family: Georgia, serif;' in html
    assert (
        '<div class="e-preheader" style="display: none;max-height: 0;overflow: hidden;">Half an hour</div>'
        in html
    )
    [head_style] = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    assert [line for line in head_style.splitlines() if line.startswith("@media")] == [
        "@media (max-width: 480px) {",
        "@media (prefers-color-scheme: dark) {",
    ]
    declarations = re.findall(r"[{;]\s*[a-z-]+:[^;}]+", head_style.replace("@media", ""))
    assert declarations
    assert [one for one in declarations if "!important" not in one and "(" not in one] == []


def test_a_message_loads_nothing_from_anywhere() -> None:
    _text, html = render_message(
        "base", {"heading": "Hello", "unsubscribe_address": "https://pairs.example/u/"}
    )
    assert re.findall(r"<(?:img|link|script|iframe)|url\(|src=", html) == []


def test_addresses_are_whole() -> None:
    assert address_of("mail:unsubscribe", "abc") == "http://127.0.0.1:8000/unsubscribe/abc/"


def test_a_message_without_its_plain_twin_is_an_error() -> None:
    with pytest.raises(TemplateDoesNotExist):
        render_message("_button", {})
