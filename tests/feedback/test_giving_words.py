"""Whatever somebody types is kept and shown as they typed it, whatever they are called."""

from __future__ import annotations

import html
import re

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from cycles.rules.notes import normal
from feedback.rules.answers import LONGEST, First, from_text, to_text
from tests.cast import Northmere
from tests.cycles.pages import hidden, words
from tests.cycles.paper import weasyprint
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.naughty import NAMES, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
TYPED = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200),
)


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


@pytest.fixture(autouse=True)
def not_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.limits.SENT", 10_000)


def shown(page: bytes) -> list[str]:
    """The texts as the page shows them, and as its form holds them."""
    source = page.decode()
    found = re.findall(r'<dd class="said">(.*?)</dd>|<textarea[^>]*>\n(.*?)</textarea>', source, re.DOTALL)
    return [html.unescape(said or typed) for said, typed in found]


@given(else_=TYPED, keep=TYPED)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_kept_and_shown_unchanged(asked: Asked, else_: str, keep: str) -> None:
    client = asked.come("Amara")
    wanted = First("other", normal(else_), normal(keep))
    response = asked.send(client, "Amara", right="other", else_=else_, keep=keep)
    if not wanted.is_typed:
        assert response.status_code == 422
        return
    assert response.status_code == 302
    assert asked.answer("Amara") == wanted
    sent = client.get(asked.page("Amara"))
    assert shown(sent.content) == [text for text in (wanted.else_, wanted.keep) if text]
    form = client.get(asked.page("Amara", "give_change"))
    assert shown(form.content) == [wanted.else_, wanted.keep]


@given(right=st.sampled_from(["", "both", "first", "second", "other"]), else_=st.text(), keep=st.text())
def test_an_answer_as_a_text_is_the_same_answer(right: str, else_: str, keep: str) -> None:
    said = First(right, normal(else_), normal(keep))
    assert from_text(to_text(said)) == said
    assert to_text(First(right, f"{else_}\r\n ", keep)) == to_text(First(right, else_, keep))


def test_nul_is_refused_with_a_message(asked: Asked) -> None:
    client = asked.come("Amara")
    for of in ("give", "give_draft"):
        response = asked.send(client, "Amara", of=of, right="both", else_="One\x00two")
        assert response.status_code == 422
        assert "There is a character in it that cannot be kept. Type the text anew." in words(response)
    assert (asked.answer("Amara"), asked.draft("Amara")) == (None, None)


def test_too_long_is_said_and_not_cut_off(asked: Asked) -> None:
    client = asked.come("Amara")
    assert b"maxlength" not in client.get(asked.page("Amara")).content
    long = "ab\r\n" * (LONGEST // 3) + "end of it"
    response = asked.send(client, "Amara", right="both", else_=long)
    assert response.status_code == 422
    assert "This is longer than we can keep. Shorten it to 5,000 characters." in words(response)
    assert "end of it" in response.content.decode()
    whole = "ab\r\n" * (LONGEST // 3)
    assert asked.send(client, "Amara", right="both", else_=whole).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_somebody_called_anything_is_called_that(northmere: Northmere, name: str) -> None:
    cache.clear()
    asked = asked_by_helen(northmere, outside=(name, "somebody@supplier.example"))
    client = asked.come("Marek")
    page = words(client.get(asked.page("Marek")))
    assert f"{name.split(maxsplit=1)[0]}, Helen would value your honest view" in page
    assert f"You are answering as {name} , about Helen Armitage ." in page
    asked.send(client, "Marek", right="both", else_="Yes")
    assert f"Thank you, {name.split(maxsplit=1)[0]}" in words(client.get(asked.page("Marek")))


def test_paper_takes_all_of_it(asked: Asked) -> None:
    weasyprint()
    client: Client = asked.come("Amara")
    seen = hidden(client.get(asked.page("Amara")))["seen"]
    everything = "\n".join(text for text in TEXTS if len(text) < 200)
    asked.send(client, "Amara", seen=seen, right="both", else_=everything)
    copy = client.get(asked.page("Amara", "give_print"))
    assert copy.content.startswith(b"%PDF")
