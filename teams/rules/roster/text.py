"""Text as people type it, made comparable: spaces, invisible characters, accents and case."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe]")
# Joiners carry meaning between Persian or Indic letters and none beside a Latin letter or a space.
_STRAY_JOINERS = re.compile("(?:^|(?<=[\u0000-\u058f\u200c\u200d]))[\u200c\u200d]+|[\u200c\u200d]+(?=\\s|$)")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_MARKS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_PUNCTUATION = re.compile(
    "[\\s!-/:-@\\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u3000-\u3003\u30fb\uff0c]+"
)
_LETTERS_WITHOUT_PARTS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def drop_controls(text: str) -> str:
    """Without the characters that neither a person typed nor a database stores (NUL, lone surrogates …)."""
    return _CONTROLS.sub("", text)


def clean_text(text: str) -> str:
    """One line in NFC, single plain spaces, no invisible characters; letters are left as they are."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = _INVISIBLE.sub("", drop_controls(text))
    spaced = _STRAY_JOINERS.sub("", _SPACES.sub(" ", visible))
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def fold(text: str) -> str:
    """For comparing, never for showing: no case, no accents on Latin, Greek or Cyrillic letters."""
    if text.isascii():
        return clean_text(text).lower()
    apart = unicodedata.normalize("NFKD", clean_text(text))
    together = unicodedata.normalize("NFKC", _MARKS.sub("", apart))
    return together.casefold().translate(_LETTERS_WITHOUT_PARTS)


def words(text: str) -> list[str]:
    """The folded words of a text; apostrophes join, hyphens and other punctuation separate."""
    return [word for word in _PUNCTUATION.split(_APOSTROPHES.sub("", fold(text))) if word]


def word_key(text: str) -> str:
    """The folded words in their order; the folded text itself where it has no word."""
    return " ".join(words(text)) or fold(text)


def has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a space where one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ", limit // 2)
    return (cut[:space] if space > 0 else cut).rstrip() + "…"


def phrases(text: str) -> frozenset[str]:
    """A vocabulary written as phrases between commas, on as many lines as it takes."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))
