"""How a wall is laid out: how large names are, what stands beside what, and which pages there are.

All lengths are rem of the canvas (wall_fit). board.css draws what is computed here, with the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from awayday.rules.wall_fit import (
    DENSE,
    GRAND,
    ROOMY,
    Density,
    Page,
    densities,
    fits_in_columns,
    in_columns,
    lines,
    on_one_page,
    paged,
    row_height,
    rows_of_pairs,
    stacked,
    widest_word,
)
from awayday.rules.wall_parts import WallArrival, WallPair, WallPerson

Item = TypeVar("Item")

WIDTH, HEIGHT = 112.0, 59.5
"""What the picture has inside its margins; the bar of those who run the room stands below."""
HEAD_WIDTH, HEAD, MORE_OF_HEADING, MORE_OF_SUB = 74.0, 7.0, 4.8, 2.2
BETWEEN, LIST_HEADING, BETWEEN_LISTS, CAPTION, CLOSING_WORD = 2.0, 3.2, 2.0, 2.8, 3.4
OUTLOOK_WIDTH, OUTLOOK, MORE_OF_LINE, MORE_OF_MORE = 98.0, 6.5, 3.4, 2.5
JOIN, JOIN_DENSE, BESIDE_JOIN = 46.0, 38.0, 4.0
SIDE, BESIDE_SIDE = 29.0, 4.0
BETWEEN_PAIRS, BETWEEN_PEOPLE = 2.25, 2.0
HAIR = 0.01
"""What sums of such lengths may be off by."""
ADDRESS_SIZES = (3.25, 2.6, 2.1, 1.75)
LESSON_WIDTH, LESSON_HEIGHT, LESSON_SIZES = 90.0, 40.0, (6.0, 5.0, 4.25, 3.5, 2.75)
WIDER = 0.9
"""Letters of the display face against those of the text face, for which wall_fit has the widths."""


@dataclass(frozen=True)
class Layout:
    """``css``: people (who has arrived), side (choosing beside pairs), stacked (above them), pairs, plain.

    ``lesson_size`` and ``address_size`` are places in LESSON_SIZES and ADDRESS_SIZES; ``breaks_words`` says
    that somebody's name is broken where it has no space and no hyphen.
    """

    css: str
    density: str = "roomy"
    people: tuple[Page[WallArrival], ...] = ()
    choosing: tuple[Page[WallPerson], ...] = ()
    pairs: tuple[Page[WallPair], ...] = ()
    lesson_size: int = 0
    address_size: int = 0
    breaks_words: bool = False

    @property
    def fits_on_one(self) -> bool:
        """Without pages to turn."""
        return all(len(pages) <= 1 for pages in (self.people, self.choosing, self.pairs))


PLAIN = Layout("plain")


def below_the_head(heading: str, sub: str) -> float:
    """The height that is left for everything else."""
    more = MORE_OF_HEADING * (lines(heading, HEAD_WIDTH / (4.25 * WIDER)) - 1)
    return HEIGHT - HEAD - more - MORE_OF_SUB * (lines(sub, HEAD_WIDTH / 1.75) - 1) - BETWEEN


def below_the_outlook(height: float, line: str, more: str) -> float:
    """What is left of a height for the lists below the calm line."""
    taken = OUTLOOK + MORE_OF_LINE * (lines(line, OUTLOOK_WIDTH / (2.9 * WIDER)) - 1)
    if more:
        taken += MORE_OF_MORE * lines(more, OUTLOOK_WIDTH / 1.75)
    return height - taken - BETWEEN


def lobby(arrivals: Sequence[WallArrival], height: float, *, address: str) -> Layout:
    """Who has arrived, in columns beside how to join."""

    def laid_out(density: Density) -> Layout:
        columns, beside = (3, JOIN_DENSE) if density is DENSE else (2, JOIN)
        width = _column(WIDTH - beside - BESIDE_JOIN, columns, BETWEEN_PEOPLE)

        def fits(some: Sequence[WallArrival], room: float) -> bool:
            return fits_in_columns(_alone([one.person for one in some], width, density), columns, room)

        return Layout(
            "people",
            density.css,
            people=_one_or_more(arrivals, fits, height),
            address_size=address_size(address, beside),
        )

    return _first_on_one(laid_out(density) for density in densities(len(arrivals)))


def pairs_alone(pairs: Sequence[WallPair], height: float, *, most_generous: Density = GRAND) -> Layout:
    """In two columns over the whole width."""

    def laid_out(density: Density) -> Layout:
        def fits(some: Sequence[WallPair], room: float) -> bool:
            return _of_pairs(some, WIDTH, 2, density) <= room

        shown = _one_or_more(pairs, fits, height)
        return Layout("pairs", density.css, pairs=shown, breaks_words=_breaks_words(pairs, density))

    people = sum(len(pair.members) for pair in pairs)
    return _first_on_one(laid_out(density) for density in densities(people, most_generous=most_generous))


def choosing(people: Sequence[WallPerson], pairs: Sequence[WallPair], height: float) -> Layout:
    """Those still choosing beside the pairs where there is ample room for both, else above them."""
    if not people:
        return pairs_alone(pairs, height - LIST_HEADING, most_generous=ROOMY)
    tried = densities(len(people) + sum(len(pair.members) for pair in pairs))
    beside = _side_by_side(people, pairs, height, ROOMY) if ROOMY in tried else None
    return beside or _first_on_one(_above(people, pairs, height, density) for density in tried)


def lesson_size(text: str) -> int:
    """The largest of the sizes at which the whole of it fits."""
    fitting = (
        place
        for place, size in enumerate(LESSON_SIZES)
        if lines(text, LESSON_WIDTH / (size * WIDER)) * size * 1.1 <= LESSON_HEIGHT
    )
    return next(fitting, len(LESSON_SIZES) - 1)


def address_size(address: str, width: float) -> int:
    """The largest of the sizes at which it stands on one line, else the smallest."""
    fitting = (place for place, size in enumerate(ADDRESS_SIZES) if lines(address, width / size) == 1)
    return next(fitting, len(ADDRESS_SIZES) - 1)


def _first_on_one(layouts: Iterable[Layout]) -> Layout:
    """The first without pages and with all words of names whole, or at least without pages; else the last."""
    on_one = None
    for layout in layouts:
        if layout.fits_on_one and not layout.breaks_words:
            return layout
        on_one = on_one or (layout if layout.fits_on_one else None)
    return on_one or layout


def _one_or_more(
    items: Sequence[Item], fits: Callable[[Sequence[Item], float], bool], height: float
) -> tuple[Page[Item], ...]:
    """Pages; where there are several, each has a caption above."""
    if fits(items, height):
        return on_one_page(items)
    return paged(items, lambda some: fits(some, height - CAPTION))


def _side_by_side(
    people: Sequence[WallPerson], pairs: Sequence[WallPair], height: float, density: Density
) -> Layout | None:
    room = height - LIST_HEADING
    wide = WIDTH - SIDE - BESIDE_SIDE
    if not pairs or sum(_alone(people, SIDE, density)) > room or _of_pairs(pairs, wide, 1, density) > room:
        return None
    return Layout("side", density.css, choosing=on_one_page(people), pairs=on_one_page(pairs))


def _above(
    people: Sequence[WallPerson], pairs: Sequence[WallPair], height: float, density: Density
) -> Layout:
    """Where not everything fits each list has half of the room, or what the other leaves."""
    room = height - 2 * LIST_HEADING - BETWEEN_LISTS
    columns, column = density.columns, _column(WIDTH, density.columns, BETWEEN_PEOPLE)
    of_people = in_columns(_alone(people, column, density), columns)
    for_people = min(of_people, max(room / 2, room - _of_pairs(pairs, WIDTH, 2, density)))
    for_pairs = room - for_people + HAIR
    return Layout(
        "stacked",
        density.css,
        choosing=paged(
            people, lambda some: fits_in_columns(_alone(some, column, density), columns, for_people)
        ),
        pairs=paged(pairs, lambda some: _of_pairs(some, WIDTH, 2, density) <= for_pairs, evenly=False),
        breaks_words=_breaks_words(pairs, density),
    )


def _of_pairs(pairs: Sequence[WallPair], width: float, columns: int, density: Density) -> float:
    """The height of a grid of pairs; a word stands where there is none."""
    if not pairs:
        return density.row
    column = _column(width, columns, BETWEEN_PAIRS)
    rows = rows_of_pairs(pairs, columns)
    return stacked([_row(row, width if row[0].is_trio else column, density) for row in rows], density.gap)


def _row(row: Sequence[WallPair], width: float, density: Density) -> float:
    names = [(member.name, _beside_clasp(pair, width, density)) for pair in row for member in pair.members]
    return row_height(names, size=density.name, least=density.row)


def _beside_clasp(pair: WallPair, width: float, density: Density) -> float:
    """What each name of a pair has of the width."""
    return width / len(pair.members) - density.row * 68 / 44 - 2.6


def _breaks_words(pairs: Sequence[WallPair], density: Density) -> bool:
    """Whether any has to be, in two columns over the whole width."""
    column = _column(WIDTH, 2, BETWEEN_PAIRS)

    def breaks(pair: WallPair) -> bool:
        wide = _beside_clasp(pair, WIDTH if pair.is_trio else column, density) / density.name
        return any(widest_word(member.name) > wide for member in pair.members)

    return any(map(breaks, pairs))


def _alone(people: Sequence[WallPerson], width: float, density: Density) -> list[float]:
    """The height of each of some people, with the space below."""
    beside_token = width - density.person * 76 / 44 - 1.2
    return [
        row_height([(person.name, beside_token)], size=density.name, least=density.person) + density.below
        for person in people
    ]


def _column(width: float, columns: int, gap: float) -> float:
    return (width - gap * (columns - 1)) / columns
