"""How text wraps on paper, near enough to choose a size before anything is set."""

from __future__ import annotations

MM_PER_POINT = 25.4 / 72

NARROW, WIDE, WIDEST = frozenset("iljtfrI.,'’-|"), frozenset("mw"), frozenset("MW@%")
SPACE = 0.26
FIRST_BEYOND_LATIN, FIRST_IDEOGRAPH = "\u0370", "\u2e80"


def ems_on_line(width: float, points: float) -> float:
    """How wide a line of ``width`` millimetres is, measured in the size of its letters."""
    return width / (points * MM_PER_POINT)


def wrapped_lines(text: str, line: float) -> int:
    """On lines of so many ems. Words wrap, after hyphens too; a longer one goes on to the next line."""
    lines, used = 1, 0.0
    for word in parts_of(text):
        wide = ems(word)
        if used and used + SPACE + wide <= line:
            used += SPACE + wide
            continue
        lines += bool(used)
        used = wide
        while used > line:
            lines, used = lines + 1, used - line
    return lines


def parts_of(text: str) -> list[str]:
    """What stays together on a line."""
    return text.replace("-", "- ").split()


def ems(word: str) -> float:
    """How wide it is in Figtree, of its size: what its letters measure, and a little more.

    Scripts that Figtree does not have are set in a wider font of the machine's.
    """
    return sum(map(_letter, word))


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.34
    if letter in WIDE:
        return 0.85
    if letter in WIDEST or letter >= FIRST_IDEOGRAPH:
        return 1.0
    if letter >= FIRST_BEYOND_LATIN:
        return 0.95 if letter.isupper() else 0.74
    return 0.7 if letter.isupper() else 0.56
