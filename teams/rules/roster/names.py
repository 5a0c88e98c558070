"""Names of people: from the ways files write them to the way a person is greeted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import clean_text, fold, has_letter, phrases, word_key, words

MAX_NAME = 200
_HONORIFICS = phrases(
    """dr, prof, professor, mr, mrs, ms, miss, mx, sir, dame, lady, rev, revd, reverend, cllr, councillor,
    herr, frau, mme, mlle, dott, dottssa, drs, dipl-ing, dr-ing, prof-dr"""
)
_LETTERS_AFTER = phrases(
    """mbe, obe, cbe, kbe, dbe, bem, gbe, qc, kc, phd, dphil, msc, bsc, mba, jp, frs, frcs, frcp, mrcp,
    frcgp, mrcgp, fca, aca, acca, cpa, cipfa, fcipd, mcipd, frics, mrics, pmp, frsa, meng, beng, mphil,
    llb, llm"""
)
_AFTER_COMMA = phrases("md, ma, ba, rn, esq, ed")
_SUFFIXES = phrases("jr, sr, ii, iii, iv")
_ASIDES = phrases(
    """he, she, they, him, her, them, his, hers, theirs, acting, interim, external, contractor, ce, ceo,
    job, share, jobshare, part, time, temporary, secondment, on, leave, maternity, paternity"""
)
_SMALL = phrases("van, von, der, den, zu, ter, ten, vom, zum")
_PARTICLES = _SMALL | phrases("de, di, da, du, del, della, dos, das, la, le, el, al, bin, ibn, af, av")
_FOOTNOTES = "*†‡§^#"
_BRACKETED = re.compile(r"\s*\[([^\]]*)\]\s*|\s*\(([^)]*)\)\s*")
_HYPHENS = re.compile("([-‐‑/])")
_APOSTROPHES = re.compile("(['’.])")
_MIXED = re.compile(r"(Ma?c|Fitz|De|Di|Van|Le|La)([^\W\d_a-z]{3,})")
# Where people write the family name first, also when an export keeps two columns.
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff]")


@dataclass(frozen=True)
class PersonName:
    """``full`` is ``First Last``, ``sort`` is ``Last, First`` where both are known."""

    full: str
    first: str = ""
    last: str = ""
    honorific: str = ""

    @property
    def sort(self) -> str:
        return (f"{self.last}, {self.first}" if self.first and self.last else self.full)[:MAX_NAME]

    @property
    def called(self) -> str:
        """What to call the person in a sentence."""
        return self.first.split(" ")[0] if self.first else self.full


def read_name(text: str) -> PersonName:
    """A name from one cell: ``Sue Marlow``, ``MARLOW, Sue [Dr]``, ``NEWHAM,Birgit``."""
    plain, titles = _without_asides(clean_text(text))
    parts = [part.strip() for part in re.split("[,，]", plain) if part.strip()]
    kept = [part for at, part in enumerate(parts) if at == 0 or not _is_only_titles(part, titles)]
    if len(kept) > 1:
        last, suffixes = _without_suffix(kept[0])
        firsts = " ".join(part for part in kept[1:] if not _collect_suffix(part, suffixes))
        return _two_parts(firsts, " ".join([last, *suffixes]), titles)
    return _one_part(kept[0] if kept else plain, titles)


def read_two_names(first: str, last: str) -> PersonName:
    """A name from two cells; one of them may be blank."""
    if not clean_text(first) or not clean_text(last):
        return read_name(first if clean_text(first) else last)
    first_plain, titles = _without_asides(clean_text(first))
    last_plain, more = _without_asides(clean_text(last))
    titles.extend(more)
    last_kept = [part.strip() for part in last_plain.split(",")]
    last_plain = " ".join(part for part in last_kept if part and not _is_only_titles(part, titles))
    return _two_parts(first_plain, last_plain, titles)


def _without_asides(text: str) -> tuple[str, list[str]]:
    """The name without ``[Dr]``, ``(she/her)`` or a footnote mark, and the honorifics found on the way."""
    titles: list[str] = []

    def replace(match: re.Match[str]) -> str:
        inner = match.group(1) if match.group(1) is not None else match.group(2)
        told = [_bare(word) for word in re.split(r"[\s/,]+", inner) if word]
        titles.extend(word for word in inner.split() if _bare(word) in _HONORIFICS)
        known = _HONORIFICS | _ASIDES | _LETTERS_AFTER
        aside = not has_letter(inner) or all(word in known for word in told)
        return " " if aside or match.group(1) is not None else match.group(0)

    if any(mark in text for mark in "[("):
        without = _BRACKETED.sub(replace, text).strip()
        text = without or text
    return " ".join(text.strip(_FOOTNOTES + " ;,").split()), titles


def _bare(word: str) -> str:
    return fold(word).replace(".", "").strip(",")


def _is_only_titles(part: str, titles: list[str]) -> bool:
    told = part.split()
    if not all(_bare(word) in _HONORIFICS | _LETTERS_AFTER | _AFTER_COMMA for word in told):
        return False
    titles.extend(word for word in told if _bare(word) in _HONORIFICS)
    return True


def _collect_suffix(part: str, suffixes: list[str]) -> bool:
    if _bare(part) not in _SUFFIXES:
        return False
    suffixes.append(part)
    return True


def _without_suffix(last: str) -> tuple[str, list[str]]:
    told = last.split()
    if len(told) > 1 and _bare(told[-1]) in _SUFFIXES:
        return " ".join(told[:-1]), told[-1:]
    return last, []


def _strip_titles(text: str, titles: list[str], keep: int) -> list[str]:
    """The words without honorifics before and letters after; at least ``keep`` words stay."""
    told = text.split()
    lead = 0
    while lead < len(told) and _bare(told[lead]) in _HONORIFICS:
        lead += 1
    end = len(told)
    while end > lead + 2 and _bare(told[end - 1]) in _LETTERS_AFTER:
        end -= 1
    if end - lead < keep:
        return told
    titles.extend(told[:lead])
    return told[lead:end]


def _two_parts(first: str, last: str, titles: list[str]) -> PersonName:
    firsts = _strip_titles(first, titles, keep=1)
    lasts = _strip_titles(last, titles, keep=1)
    shouted = last.isupper() and first.isupper()
    return _join(_calm_firsts(firsts, shouted), _calm_surname(lasts), titles)


def _one_part(text: str, titles: list[str]) -> PersonName:
    told = _strip_titles(text, titles, keep=2)
    if text.upper() == text.lower() or (told and _bare(told[0]) in _HONORIFICS):
        return PersonName(" ".join(told)[:MAX_NAME], honorific=_joined(titles))
    cut = _surname_start(told)
    shouted = len(told) > 1 and all(_is_shouted(word) or len(word) == 1 for word in told)
    if shouted:
        cut = next((at for at, word in enumerate(told) if at and word.lower() in _SMALL), cut)
    return _join(_calm_firsts(told[:cut], shouted), _calm_surname(told[cut:]), titles)


def _surname_start(told: list[str]) -> int:
    """Where the surname begins: at the last word, or at the small words before it (``van der Berg``)."""
    cut = len(told) - 1
    if cut > 1 and _bare(told[cut]) in _SUFFIXES:
        cut -= 1
    while cut > 1 and told[cut - 1].islower() and fold(told[cut - 1]) in _PARTICLES:
        cut -= 1
    return max(cut, 0)


def _join(firsts: list[str], lasts: list[str], titles: list[str]) -> PersonName:
    first, last = " ".join(firsts), " ".join(lasts)
    if not (first and last):
        return PersonName((first or last)[:MAX_NAME], honorific=_joined(titles))
    turned = _FAMILY_FIRST.match(first) and _FAMILY_FIRST.match(last)
    full = f"{last} {first}" if turned else f"{first} {last}"
    return PersonName(full[:MAX_NAME], first, last, _joined(titles))


def _joined(titles: list[str]) -> str:
    return " ".join(dict.fromkeys(titles))


def _is_shouted(word: str) -> bool:
    """All capitals, in a script that has them: Latin, Greek or Cyrillic."""
    letters = [character for character in word if character.isalpha()]
    return len(letters) > 1 and word.isupper() and all(ord(letter) < 0x530 for letter in letters)


def _calm_firsts(told: list[str], shouted: bool) -> list[str]:
    """Given names; initials such as ``JP`` stay, and any two capitals where the rest is not in capitals."""
    return [word if _is_initials(word, shouted) else _calm(word) for word in told]


def _is_initials(word: str, shouted: bool) -> bool:
    if len(word) > 3:
        return False
    return not set(fold(word)) & set("aeiouy") or word.endswith("J") or (len(word) == 2 and not shouted)


def _calm_surname(told: list[str]) -> list[str]:
    """``MARLOW`` to ``Marlow``, ``McDERMID`` to ``McDermid``, ``VAN DER BERG`` to ``van der Berg``."""
    last = len(told) - 1
    return [
        word.lower() if at < last and _is_shouted(word) and word.lower() in _SMALL else _calm(word)
        for at, word in enumerate(told)
    ]


def _calm(word: str) -> str:
    if _bare(word) in _SUFFIXES and word.isupper():
        return word
    return "".join(_calm_piece(piece) for piece in _HYPHENS.split(word))


def _calm_piece(piece: str) -> str:
    mixed = _MIXED.fullmatch(piece)
    if mixed:
        return mixed.group(1) + _capital(mixed.group(2))
    if not _is_shouted(piece):
        return piece
    return "".join(_capital(part) for part in _APOSTROPHES.split(piece))


def _capital(part: str) -> str:
    if re.fullmatch("MC[^\\W\\d_a-z]{2,}", part):
        return "Mc" + _capital(part[2:])
    return part[:1] + part[1:].lower().replace("i\u0307", "i")


def is_honorific(text: str) -> bool:
    """``Dr``, ``Mrs``, ``Prof. Dr.``: a form of address with no name beside it."""
    told = text.split()
    return bool(told) and all(_bare(word) in _HONORIFICS for word in told)


def name_key(name: str) -> str:
    """For finding a person by name as written; the order of the words matters."""
    return word_key(name)


def either_order_key(name: str) -> str:
    """For finding a person whichever name comes first."""
    return " ".join(sorted(words(name))) or fold(name)


def is_likely_same(one: str, other: str) -> bool:
    """``Sue Marlow`` and ``Susan Marlow``: the same surname and first names that begin alike."""
    if either_order_key(one) == either_order_key(other):
        return True
    first, second = words(one), words(other)
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    common = min(2, len(first[0]), len(second[0]))
    return first[0][:common] == second[0][:common]


def shares_word(one: str, other: str) -> bool:
    """Whether two names have a name of more than one letter in common."""
    return any(len(word) > 1 for word in set(words(one)) & set(words(other)))
